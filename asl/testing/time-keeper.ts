import type { VirtualClock } from "../interpreter/index.js";

/** Lets time pass until `event` has settled. */
export type LetTimePass = <T>(event: Promise<T>) => Promise<T>;

/**
 * Does work while virtual time stands still, but for the while in which the work itself waits for time to pass. Without it a
 * mock that waits ten virtual seconds would hold the clock that it waits for.
 */
export function holdTime<T>(clock: VirtualClock, work: (letTimePass: LetTimePass) => Promise<T>): Promise<T> {
  let waits = 0;
  let letGo: () => void = () => {};
  const hold = (): void => {
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    void clock.track(held);
  };
  hold();
  const done = work(async (event) => {
    waits++;
    letGo();
    try {
      return await event;
    } finally {
      waits--;
      if (waits === 0) hold();
    }
  });
  return done.finally(() => letGo());
}
