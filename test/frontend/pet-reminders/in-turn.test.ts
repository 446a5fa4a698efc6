import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inTurn } from "../../../frontend/pet-reminders/in-turn.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("only so many calls run at a time, each after a pause, in the order in which they came", async () => {
  const began: string[] = [];
  const call = inTurn(
    async (name: string) => {
      began.push(`${name} at ${performance.now()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (name === "b") throw new Error("lost");
      return name.toUpperCase();
    },
    { atOnce: 2, pause: 100 },
  );
  const start = performance.now();
  const results = Promise.allSettled(["a", "b", "c", "d", "e"].map(call));
  await vi.advanceTimersByTimeAsync(1000);
  expect(began).toEqual(
    [
      ["a", 0],
      ["b", 0],
      ["c", 150],
      ["d", 150],
      ["e", 300],
    ].map(([name, at]) => `${name} at ${start + Number(at)}`),
  );
  expect((await results).map((result) => (result.status === "fulfilled" ? result.value : "lost"))).toEqual([
    "A",
    "lost",
    "C",
    "D",
    "E",
  ]);
});
