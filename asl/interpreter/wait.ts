import type { Json } from "../spec/index.js";
import { waitTooLong } from "./causes.js";
import { resume } from "./drive.js";
import type { Frame, Pending } from "./frame.js";
import type { Compute } from "./language.js";
import { chain, chainWith } from "./maybe-promise.js";
import type { Exit, Step } from "./state.js";

/** The longest wait. Source: executions recorded on AWS; a day more than 24,855 days fails. */
const longestWaitMs = (2 ** 31 - 1) * 1000;

/** Wait: until a time, in milliseconds since 1970; one that has passed is no wait at all. */
export function waitState(passOn: Compute<Json>, deadline: Compute<number>, exit: Exit): Step {
  const leave: Step = (frame) => chainWith(frame, passOn(frame), exit);
  return (frame) =>
    chain(deadline(frame), (until) => {
      const { clock } = frame.run.ports;
      const now = clock.now();
      if (until - now > longestWaitMs) throw waitTooLong();
      if (until <= now) return leave(frame);
      frame.run.time.mayLastUntil(until);
      frame.pending = new Wait(frame, until, leave);
      return false;
    });
}

/** A wait that goes on: lean, since there may be a hundred thousand of them. */
class Wait implements Pending {
  readonly until: number;
  readonly cancel: () => void;
  readonly #frame: Frame;
  readonly #leave: Step;

  constructor(frame: Frame, until: number, leave: Step) {
    this.until = until;
    this.#frame = frame;
    this.#leave = leave;
    this.cancel = frame.run.ports.clock.setTimer(until, () => this.#end());
  }

  wake(): void {
    this.cancel();
    this.#end();
  }

  #end(): void {
    resume(this.#frame, this.#leave);
  }
}

/** A duration in seconds from now on as a time. */
export function secondsFromNow(seconds: Compute<number>): Compute<number> {
  return (frame) => chain(seconds(frame), (duration) => frame.run.ports.clock.now() + duration * 1000);
}
