import { describe, expect, it } from "vitest";
import { TaskFailure } from "../../../asl/interpreter/index.js";
import { matches } from "../../../asl/interpreter/retry.js";
import { eventTypes, lambdaTask, runStates, startStates, startTime } from "./helpers.js";

/** The seconds at which the attempts of a task that always fails were made. */
async function attemptTimes(retry: unknown, errors: readonly string[] = ["E"]): Promise<number[]> {
  const times: number[] = [];
  const { execution, clock } = startStates(
    { T: { ...lambdaTask, Retry: retry } },
    {
      call: async () => {
        times.push((clock.now() - startTime) / 1000);
        throw new TaskFailure(errors[(times.length - 1) % errors.length], "why");
      },
    },
  );
  await clock.runUntil(execution.done);
  expect(execution).toMatchObject({ status: "FAILED", cause: "why" });
  return times;
}

describe("Retry", () => {
  it("waits 1, 2 and 4 seconds and makes 3 retries unless told otherwise", async () => {
    expect(await attemptTimes([{ ErrorEquals: ["States.ALL"] }])).toEqual([0, 1, 3, 7]);
  });

  it("follows IntervalSeconds, BackoffRate, MaxAttempts and MaxDelaySeconds", async () => {
    const retry = { ErrorEquals: ["E"], IntervalSeconds: 3, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 };
    expect(await attemptTimes([retry])).toEqual([0, 3, 12, 32, 52]);
  });

  it("never retries with MaxAttempts 0, nor another error", async () => {
    expect(await attemptTimes([{ ErrorEquals: ["E"], MaxAttempts: 0 }])).toEqual([0]);
    expect(await attemptTimes([{ ErrorEquals: ["Other"] }])).toEqual([0]);
  });

  it("counts each retrier by itself", async () => {
    const retry = [
      { ErrorEquals: ["A"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
      { ErrorEquals: ["B"], IntervalSeconds: 10, MaxAttempts: 1 },
    ];
    expect(await attemptTimes(retry, ["A", "B"])).toEqual([0, 1, 11, 12]);
  });

  it("lets the first matching retrier decide, even when it is used up", async () => {
    const retry = [
      { ErrorEquals: ["E"], MaxAttempts: 1 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 9 },
    ];
    expect(await attemptTimes(retry)).toEqual([0, 1]);
  });

  it("spreads delays over the whole interval with full jitter", async () => {
    const retry = {
      ErrorEquals: ["E"],
      IntervalSeconds: 100,
      BackoffRate: 1,
      MaxAttempts: 200,
      JitterStrategy: "FULL",
    };
    const times = await attemptTimes([retry]);
    const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(delays).toHaveLength(200);
    expect(Math.min(...delays)).toBeLessThan(10);
    expect(Math.max(...delays)).toBeGreaterThan(90);
    expect(delays.every((delay) => delay >= 0 && delay <= 100)).toBe(true);
  });

  it("records each attempt after the failure of the one before, without an event for the delay", async () => {
    let attempts = 0;
    const execution = await runStates(
      { T: { ...lambdaTask, Retry: [{ ErrorEquals: ["E"] }] } },
      {
        call: async ({ attempt }) => {
          attempts = attempt;
          if (attempt === 1) throw new TaskFailure("E");
          return {};
        },
      },
    );
    expect(attempts).toBe(2);
    expect(eventTypes(execution)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskFailed",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(execution.history.map((event) => event.previousEventId)).toEqual([0, 0, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("matches", () => {
  it.each([
    [["States.ALL"], "E", true],
    [["States.ALL"], undefined, true],
    [["States.ALL"], "States.Runtime", false],
    [["States.TaskFailed"], "E", true],
    [["States.TaskFailed"], "States.Timeout", false],
    [["States.HeartbeatTimeout"], "States.Timeout", false],
    [["States.HeartbeatTimeout"], "States.HeartbeatTimeout", true],
    [["A", "B"], "B", true],
    [["A"], "B", false],
  ])("%j takes %s: %s", (errorEquals, error, expected) => {
    expect(matches(errorEquals, { error, isHeartbeat: false })).toBe(expected);
  });

  it("takes an expired heartbeat by its own name and by that of every time-out, and no other time-out by it", async () => {
    const states = (limits: object, name: string) => ({
      T: {
        ...lambdaTask,
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        ...limits,
        Catch: [{ ErrorEquals: [name], Next: "C" }],
      },
      C: { Type: "Succeed" },
    });
    const status = async (limits: object, name: string) => (await runStates(states(limits, name))).status;
    expect(await status({ HeartbeatSeconds: 1, TimeoutSeconds: 2 }, "States.HeartbeatTimeout")).toBe("SUCCEEDED");
    expect(await status({ HeartbeatSeconds: 1, TimeoutSeconds: 2 }, "States.Timeout")).toBe("SUCCEEDED");
    expect(await status({ TimeoutSeconds: 2 }, "States.HeartbeatTimeout")).toBe("FAILED");
    expect(await status({ TimeoutSeconds: 2 }, "States.Timeout")).toBe("SUCCEEDED");
  });
});
