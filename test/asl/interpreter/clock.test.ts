import { describe, expect, it } from "vitest";
import { realClock, seededRandom, virtualClock } from "../../../asl/interpreter/index.js";

const year = 365 * 24 * 3600 * 1000;

describe("virtualClock", () => {
  it("lets a year pass at once", async () => {
    const clock = virtualClock({ start: 1000 });
    const seen: number[] = [];
    clock.setTimer(1000 + year, () => seen.push(clock.now()));
    await clock.run();
    expect(seen).toEqual([1000 + year]);
  });

  it("fires 10,000 timers in order, none early, equal times as they were set", async () => {
    const clock = virtualClock();
    const random = seededRandom(3);
    const due = Array.from({ length: 10_000 }, () => Math.floor(random() * 5000));
    const fired: { at: number; index: number; now: number }[] = [];
    for (const [index, at] of due.entries()) clock.setTimer(at, () => fired.push({ at, index, now: clock.now() }));
    await clock.run();
    const expected = due.map((at, index) => ({ at, index, now: at })).sort((a, b) => a.at - b.at || a.index - b.index);
    expect(fired).toEqual(expected);
  });

  it("does not fire cancelled timers, wherever they stand in the queue", async () => {
    const clock = virtualClock();
    const random = seededRandom(5);
    const fired: number[] = [];
    const timers = Array.from({ length: 500 }, (_, id) => clock.setTimer(random() * 1000, () => fired.push(id)));
    for (const [id, cancel] of timers.entries()) if (id % 3 !== 0) cancel();
    await clock.run();
    expect(fired.sort((a, b) => a - b)).toEqual(timers.flatMap((_, id) => (id % 3 === 0 ? [id] : [])));
    expect(clock.next).toBeUndefined();
  });

  it("advances by hand", async () => {
    const clock = virtualClock({ start: 0 });
    const fired: string[] = [];
    clock.setTimer(10, () => fired.push("10"));
    clock.setTimer(20, () => fired.push("20"));
    await clock.advanceBy(15);
    expect([clock.now(), fired]).toEqual([15, ["10"]]);
    expect(await clock.advanceToNext()).toBe(true);
    expect([clock.now(), fired]).toEqual([20, ["10", "20"]]);
    expect(await clock.advanceToNext()).toBe(false);
  });

  it("stands still while tracked work goes on", async () => {
    const clock = virtualClock();
    const order: string[] = [];
    clock.setTimer(1, () => order.push("timer"));
    const work = clock.track(
      new Promise<void>((resolve) => {
        setTimeout(() => {
          order.push("work");
          resolve();
        }, 20);
      }),
    );
    await clock.run();
    await work;
    expect(order).toEqual(["work", "timer"]);
  });

  it("says so when nothing can happen any more", async () => {
    const clock = virtualClock();
    await expect(clock.runUntil(new Promise(() => {}))).rejects.toThrow(/Virtual time stands still.*task token/s);
  });
});

describe("realClock", () => {
  it("fires in order and never early", async () => {
    const clock = realClock();
    const fired: number[] = [];
    const start = clock.now();
    await new Promise<void>((resolve) => {
      for (const delay of [30, 10, 20, 10]) {
        clock.setTimer(start + delay, () => {
          expect(clock.now()).toBeGreaterThanOrEqual(start + delay);
          fired.push(delay);
          if (fired.length === 4) resolve();
        });
      }
    });
    expect(fired).toEqual([10, 10, 20, 30]);
  });

  it("waits for a timer that is months ahead, which setTimeout alone would fire at once", async () => {
    const clock = realClock({ unref: true });
    let fired = false;
    const cancel = clock.setTimer(clock.now() + year, () => {
      fired = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    cancel();
    expect(fired).toBe(false);
  });
});
