import type { Clock } from "./ports.js";
import { type Timer, TimerQueue } from "./timer-queue.js";

/** The longest delay that `setTimeout` takes; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** How a real clock behaves. */
export interface RealClockOptions {
  /** True: pending timers do not keep the process alive. Default false. */
  readonly unref?: boolean;
}

/**
 * The machine's own time. All timers share one queue and one `setTimeout`, so a hundred thousand waiting executions
 * cost memory only; a timer weeks ahead fires then and not at once, and none fires early.
 */
export function realClock({ unref = false }: RealClockOptions = {}): Clock {
  const queue = new TimerQueue();
  let armed: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  const arm = (): void => {
    const first = queue.first;
    if (first === undefined || first.at >= armedFor) return;
    clearTimeout(armed);
    armedFor = first.at;
    armed = setTimeout(fireDue, Math.min(Math.max(0, Math.ceil(first.at - Date.now())), longestDelayMs));
    if (unref) armed.unref();
  };

  const fireDue = (): void => {
    armedFor = Number.POSITIVE_INFINITY;
    try {
      for (let timer = queue.first; timer !== undefined && timer.at <= Date.now(); timer = queue.first) {
        queue.remove(timer);
        timer.fire();
      }
    } finally {
      arm();
    }
  };

  return {
    now: () => Date.now(),
    setTimer(atMs, fn) {
      const timer = queue.add(atMs, fn);
      arm();
      return () => {
        queue.remove(timer);
        if (queue.size > 0) return;
        // Nothing is left to wait for: let the process end.
        clearTimeout(armed);
        armedFor = Number.POSITIVE_INFINITY;
      };
    },
  };
}

/** A clock whose time moves only when told to, or by jumping to the next timer while nothing else runs. */
export interface VirtualClock extends Clock {
  /** When the next timer is due, in milliseconds since 1970. */
  readonly next: number | undefined;
  /** Moves to a time and fires all that is due on the way, in order. */
  advanceTo(atMs: number): Promise<void>;
  /** Moves by a duration in milliseconds and fires all that is due on the way, in order. */
  advanceBy(ms: number): Promise<void>;
  /** Jumps to the next timer and fires it. False: there is none. */
  advanceToNext(): Promise<boolean>;
  /** Jumps from timer to timer until none is left. */
  run(): Promise<void>;
  /** Jumps from timer to timer until `promise` settles. Throws when it cannot, since nothing is left to happen. */
  runUntil<T>(promise: Promise<T>): Promise<T>;
  /** Declares work outside the engine, such as a real call: time stands still until it has settled. */
  track<T>(work: Promise<T>): Promise<T>;
}

/**
 * Time for tests: a workflow that takes a year runs in milliseconds, and the same way each time.
 *
 * @example
 * ```ts
 * const clock = virtualClock({ start: Date.parse("2026-01-01T00:00:00Z") });
 * const outcome = await clock.runUntil(start(machine, { ports: { clock, ... } }).done);
 * ```
 */
export function virtualClock({ start = 0 }: { readonly start?: number } = {}): VirtualClock {
  const queue = new TimerQueue();
  let now = start;
  let working = 0;
  let wake: (() => void) | undefined;
  const limits = new Set<Timer>();

  /** Whether there is more to come than limits. */
  const isWaiting = (): boolean => queue.size > limits.size;

  /** Lets everything that is ready to run come to rest. */
  const settle = async (): Promise<void> => {
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (working === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  const fireNext = (limit: number): boolean => {
    const timer = queue.first;
    if (timer === undefined || timer.at > limit) return false;
    queue.remove(timer);
    limits.delete(timer);
    now = Math.max(now, timer.at);
    timer.fire();
    return true;
  };

  const advanceTo = async (atMs: number): Promise<void> => {
    do await settle();
    while (fireNext(atMs));
    now = Math.max(now, atMs);
  };

  return {
    now: () => now,
    setTimer(atMs, fn) {
      const timer = queue.add(atMs, fn);
      return () => queue.remove(timer);
    },
    setLimit(atMs, fn) {
      const timer = queue.add(atMs, fn);
      limits.add(timer);
      return () => {
        queue.remove(timer);
        limits.delete(timer);
      };
    },
    get next() {
      return queue.first?.at;
    },
    advanceTo,
    advanceBy: (ms) => advanceTo(now + ms),
    async advanceToNext() {
      await settle();
      const fired = isWaiting() && fireNext(Number.POSITIVE_INFINITY);
      await settle();
      return fired;
    },
    async run() {
      do await settle();
      while (isWaiting() && fireNext(Number.POSITIVE_INFINITY));
    },
    async runUntil(promise) {
      let settled = false;
      const done = () => {
        settled = true;
      };
      promise.then(done, done);
      for (;;) {
        await settle();
        if (settled) return promise;
        if (!isWaiting() || !fireNext(Number.POSITIVE_INFINITY)) {
          throw new Error(
            `Virtual time stands still at ${new Date(now).toISOString()}: no timer is set and no call is pending, but the awaited result is not there. ` +
              "Something waits for the outside, for example for a task token: complete it, or give the state a time-out.",
          );
        }
      }
    },
    async track(work) {
      working++;
      try {
        return await work;
      } finally {
        working--;
        if (working === 0) wake?.();
      }
    },
  };
}
