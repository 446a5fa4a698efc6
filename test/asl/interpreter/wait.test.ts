import { describe, expect, it } from "vitest";
import { eventTypes, runStates, startStates, startTime } from "./helpers.js";

const next = { Next: "D" };
const done = { D: { Type: "Succeed" } };
const at = (seconds: number): string => new Date(startTime + seconds * 1000).toISOString();

describe("Wait", () => {
  it.each([
    ["Seconds", 90, 90],
    ["Seconds", "{% $states.input.s * 2 %}", 14],
    ["Timestamp", "2026-12-31T00:00:00Z", 364 * 24 * 3600],
    ["Timestamp", "{% $states.input.at %}", 60],
    ["Timestamp", "2026-01-01T02:00:00+01:30", 1800],
  ])("%s %s ends after %s seconds", async (field, value, expected) => {
    const execution = await runStates(
      { W: { Type: "Wait", [field]: value, ...next }, ...done },
      { input: { s: 7, at: at(60) } },
    );
    expect(execution.status).toBe("SUCCEEDED");
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(expected * 1000);
  });

  it.each(["2020-01-01T00:00:00Z", at(0)])("does not wait until a time that has passed: %s", (Timestamp) => {
    const { execution } = startStates({ W: { Type: "Wait", Timestamp, ...next }, ...done });
    expect([execution.status, execution.stopDate]).toEqual(["SUCCEEDED", startTime]);
    expect(eventTypes(execution).slice(1, 3)).toEqual(["WaitStateEntered", "WaitStateExited"]);
  });

  it("waits 24,855 days, as far as the execution's year goes, and fails for one day more", async () => {
    const day = 24 * 3600;
    const states = { W: { Type: "Wait", Timestamp: "{% $states.input %}", ...next }, ...done };
    const year = await runStates(states, { input: at(24_855 * day) });
    expect(year).toMatchObject({
      status: "TIMED_OUT",
      error: "States.Timeout",
      stopDate: startTime + 365 * day * 1000,
    });
    const { execution } = startStates(states, { input: at(24_855 * day) });
    expect(execution.skipWait()).toBe(1);
    expect(execution.status).toBe("SUCCEEDED");
    expect(await runStates(states, { input: at(24_856 * day) })).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: expect.stringContaining("Wait state delay is too long"),
    });
  });

  it.each(["2026-02-30T00:00:00Z", "2026-01-01T24:30:00Z", "2026-01-01", "2026-01-01T00:00:00"])(
    "fails for what is no time: %s",
    async (input) => {
      const states = { W: { Type: "Wait", Timestamp: "{% $states.input %}", ...next }, ...done };
      const execution = await runStates(states, { input });
      expect(execution).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
      expect(execution.history.at(-2)).toMatchObject({ type: "EvaluationFailed", previousEventId: 2 });
    },
  );

  it("fails for a negative or broken number of seconds", async () => {
    for (const input of [-1, 1.5, "7"]) {
      const states = { W: { Type: "Wait", Seconds: "{% $states.input %}", ...next }, ...done };
      expect(await runStates(states, { input })).toMatchObject({ error: "States.QueryEvaluationError" });
    }
  });

  it("is told by waiting() and ended by skipWait(), in branches too", async () => {
    const branch = (name: string, seconds: number) => ({
      StartAt: name,
      States: { [name]: { Type: "Wait", Seconds: seconds, End: true } },
    });
    const { execution, clock } = startStates({
      P: { Type: "Parallel", Branches: [branch("A", 10), branch("B", 20)], End: true },
    });
    expect(execution.waiting()).toEqual([
      { state: "A", until: startTime + 10_000 },
      { state: "B", until: startTime + 20_000 },
    ]);
    expect(execution.skipWait()).toBe(2);
    expect([execution.status, execution.stopDate, clock.next]).toEqual(["SUCCEEDED", startTime, undefined]);
    expect([execution.waiting(), execution.skipWait()]).toEqual([[], 0]);
  });
});
