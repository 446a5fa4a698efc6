import { describe, expect, test } from "vitest";
import { createPoll, type Found, pauseAfter } from "../../../frontend/smoothies/poll.js";

/** A poll whose looks a test ends one by one, and whose pauses it reads and ends. */
function polled() {
  const pauses: number[] = [];
  const looks: ((found: Found) => void)[] = [];
  let wake = (): void => undefined;
  let calledOff = 0;
  let isHidden = false;
  const poll = createPoll({
    look: () => new Promise((resolve) => looks.push(resolve)),
    clock: {
      after(milliseconds, action) {
        pauses.push(milliseconds);
        wake = action;
        return () => {
          calledOff += 1;
          wake = () => undefined;
        };
      },
    },
    isHidden: () => isHidden,
    random: () => 0,
  });
  return {
    ...{ poll, pauses, looks },
    wake: () => wake(),
    calledOff: () => calledOff,
    hide: (hidden: boolean) => {
      isHidden = hidden;
    },
    end: async (found: Found) => {
      looks.at(-1)?.(found);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("a poll", () => {
  test("looks at once, then again after a pause that fits what it found", async () => {
    const it = polled();
    expect(it.looks).toHaveLength(1);
    await it.end("lively");
    it.wake();
    expect(it.looks).toHaveLength(2);
    await it.end("quiet");
    expect(it.pauses).toEqual([1000, 5000]);
  });

  test("does not begin a look while one is under way", async () => {
    const it = polled();
    it.poll.soon();
    it.poll.soon();
    expect(it.looks).toHaveLength(1);
    await it.end("quiet");
    expect(it.pauses).toEqual([0]);
    it.wake();
    await it.end("quiet");
    expect(it.pauses).toEqual([0, 5000]);
  });

  test("looks at once when told to, and only once then", async () => {
    const it = polled();
    await it.end("quiet");
    it.poll.soon();
    expect(it.looks).toHaveLength(2);
    expect(it.calledOff()).toBe(1);
    it.wake();
    expect(it.looks).toHaveLength(2);
  });

  test("backs off while it fails, and is quick again after a good answer", async () => {
    const it = polled();
    for (const found of [FAILED, FAILED, FAILED, "lively", FAILED] as const) {
      await it.end(found);
      it.wake();
    }
    expect(it.pauses).toEqual([2000, 4000, 8000, 1000, 2000]);
  });

  test("is slow while nobody sees the page", async () => {
    const it = polled();
    it.hide(true);
    await it.end("lively");
    it.hide(false);
    it.poll.soon();
    await it.end("lively");
    expect(it.pauses).toEqual([30_000, 1000]);
  });
});

describe("the pause", () => {
  test.each<[string, Found, { failures?: number; isHidden?: boolean; random?: number }, number]>([
    ["while something moves", "lively", {}, 1000],
    ["while nothing does", "quiet", {}, 5000],
    ["hidden", "quiet", { isHidden: true }, 30_000],
    ["after a failure", FAILED, { failures: 1 }, 2000],
    ["after many, no more than a minute", FAILED, { failures: 40 }, 60_000],
    ["shortened by chance, by half at most", FAILED, { failures: 2, random: 0.999 }, 2002],
    ["no sooner than asked for", { failed: true, retryAfter: 90 }, { failures: 1 }, 90_000],
    ["no shorter for what was asked for", { failed: true, retryAfter: 1 }, { failures: 3 }, 8000],
    ["hidden and failing", FAILED, { failures: 1, isHidden: true }, 30_000],
    ["hidden and failing for long", FAILED, { failures: 9, isHidden: true }, 60_000],
  ])("%s", (_, found, { failures = 0, isHidden = false, random = 0 }, milliseconds) => {
    expect(pauseAfter(found, { failures, isHidden, random })).toBe(milliseconds);
  });
});

const FAILED: Found = { failed: true };
