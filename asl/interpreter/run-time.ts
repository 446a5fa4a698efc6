import type { CompiledMachine } from "./machine.js";
import type { Clock } from "./ports.js";
import { hasYear, longestRun } from "./run-limits.js";

/** The time that one execution may take. */
export class RunTime {
  readonly #machine: CompiledMachine;
  readonly #clock: Clock;
  readonly #timeOut: () => void;
  #deadline = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(machine: CompiledMachine, clock: Clock, timeOut: () => void) {
    this.#machine = machine;
    this.#clock = clock;
    this.#timeOut = timeOut;
  }

  /** Starts the time, or starts it anew; `from` in milliseconds since 1970. */
  start(from: number): void {
    this.#deadline = from + longestRun(this.#machine) * 1000;
    if (!hasYear(this.#machine)) this.#cancel = this.#clock.setTimer(this.#deadline, this.#timeOut);
  }

  /**
   * Tells of something that goes on until a time at the latest. Only what may outlive the execution's year needs a timer for it, so
   * that a hundred thousand shorter waits do without.
   */
  mayLastUntil(time: number): void {
    if (time < this.#deadline || this.#cancel !== undefined) return;
    const clock = this.#clock;
    this.#cancel = clock.setLimit?.(this.#deadline, this.#timeOut) ?? clock.setTimer(this.#deadline, this.#timeOut);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#deadline = Number.POSITIVE_INFINITY;
  }
}
