import { waitTooLong } from "./causes.js";
import { resume } from "./drive.js";
import type { Frame, Pending } from "./frame.js";
import type { Compute } from "./language.js";
import { chain } from "./maybe-promise.js";
import type { Exit, Step } from "./state.js";

/** The longest wait. Source: executions recorded on AWS; a day more than 24,855 days fails. */
const longestWaitMs = (2 ** 31 - 1) * 1000;

/** Wait: until a time, in milliseconds since 1970; one that has passed is no wait at all. */
export function waitState(deadline: Compute<number>, exit: Exit): Step {
  return (frame) =>
    chain(deadline(frame), (until) => {
      const { clock } = frame.run.ports;
      const now = clock.now();
      if (until - now > longestWaitMs) throw waitTooLong();
      if (until <= now) return exit(frame, frame.input);
      frame.pending = new Wait(frame, until, exit);
      return false;
    });
}

/** A wait that goes on: lean, since there may be a hundred thousand of them. */
class Wait implements Pending {
  readonly until: number;
  readonly cancel: () => void;
  readonly #frame: Frame;
  readonly #exit: Exit;

  constructor(frame: Frame, until: number, exit: Exit) {
    this.until = until;
    this.#frame = frame;
    this.#exit = exit;
    this.cancel = frame.run.ports.clock.setTimer(until, () => this.#end());
  }

  wake(): void {
    this.cancel();
    this.#end();
  }

  #end(): void {
    resume(this.#frame, (frame) => this.#exit(frame, frame.input));
  }
}

/** A duration in seconds from now on as a time. */
export function secondsFromNow(seconds: Compute<number>): Compute<number> {
  return (frame) => chain(seconds(frame), (duration) => frame.run.ports.clock.now() + duration * 1000);
}
