import { describe, expect, test } from "vitest";
import { virtualClock } from "../../../asl/interpreter/index.js";
import type { Outcome } from "../../../frontend/common/call-api.js";
import type { ReminderState, Status } from "../../../frontend/pet-reminders/reminder.js";
import { pauseAfter, watch } from "../../../frontend/pet-reminders/watch.js";

const start = Date.parse("2026-11-21T12:00:00Z");
const state = (status: Status): Outcome<ReminderState> => ({ ok: true, value: { status, results: [] } });
const lost: Outcome<ReminderState> = { ok: false, problem: { errors: [] } };

function watched(sendAt: number, answers: readonly Outcome<ReminderState>[]) {
  const clock = virtualClock({ start });
  const asked: number[] = [];
  const states: Status[] = [];
  const reachable: boolean[] = [];
  const watching = watch({
    sendAt,
    clock: { now: clock.now, after: (milliseconds, action) => clock.setTimer(clock.now() + milliseconds, action) },
    ask: async () => {
      asked.push(clock.now() - sendAt);
      return answers[asked.length - 1] ?? state("sending");
    },
    onState: ({ status }) => states.push(status),
    onReachable: (isReachable) => reachable.push(isReachable),
  });
  return { clock, asked, states, reachable, watching };
}

describe("a watch", () => {
  test("asks nothing before the time, then with growing pauses, and ends with the final status", async () => {
    const { clock, asked, states } = watched(start + 3_600_000, [state("scheduled"), state("sending"), state("sent")]);
    await clock.advanceBy(3_600_000);
    expect(asked).toEqual([]);
    await clock.advanceBy(60_000);
    expect(asked).toEqual([700, 2200, 4450]);
    expect(states).toEqual(["scheduled", "sending", "sent"]);
    await clock.advanceBy(86_400_000);
    expect(asked).toHaveLength(3);
  });

  test("waits for a time that no single timer of a browser reaches", async () => {
    const sendAt = start + 364 * 86_400_000;
    const { clock, asked } = watched(sendAt, [state("sent")]);
    await clock.advanceTo(sendAt);
    expect(asked).toEqual([]);
    await clock.advanceBy(1000);
    expect(asked).toEqual([700]);
  });

  test("goes on after lost answers, and says so", async () => {
    const { clock, asked, states, reachable } = watched(start, [lost, lost, state("sent")]);
    await clock.advanceBy(60_000);
    expect(asked).toHaveLength(3);
    expect(reachable).toEqual([false, false, true]);
    expect(states).toEqual(["sent"]);
  });

  test("ends at a reminder that the service forgot", async () => {
    const { clock, asked, states } = watched(start, [{ ok: false, problem: { status: 404, errors: [] } }]);
    await clock.advanceBy(86_400_000);
    expect(asked).toHaveLength(1);
    expect(states).toEqual(["unknown"]);
  });

  test("looks ahead of time when it is told to, once, and then is silent again", async () => {
    const { clock, asked, watching } = watched(start + 3_600_000, [state("scheduled")]);
    watching.look();
    await clock.advanceBy(3_500_000);
    expect(asked).toEqual([-3_600_000]);
    await clock.advanceBy(101_000);
    expect(asked).toHaveLength(2);
  });

  test("is silent once stopped", async () => {
    const { clock, asked, watching } = watched(start + 1000, []);
    watching.stop();
    watching.look();
    await clock.advanceBy(3_600_000);
    expect(asked).toEqual([]);
  });
});

test("pauses grow from a second to a minute", () => {
  expect([0, 1, 2, 3, 20].map(pauseAfter)).toEqual([1000, 1500, 2250, 3375, 60_000]);
});
