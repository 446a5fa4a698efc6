import { describe, expect, it } from "vitest";
import { type Execution, type TaskCall, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { eventTypes, lambdaTask, startStates } from "./helpers.js";

const branch = (states: Record<string, unknown>) => ({ StartAt: Object.keys(states)[0], States: states });
const broken = new TaskFailure("Broken", "on purpose");

/** Answers by the state's name; those of `failing` fail as often as they are told to. */
function flaky(failing: Record<string, number>): (task: TaskCall) => Promise<Json> {
  const left = new Map(Object.entries(failing));
  return async ({ stateName, mapIndex }) => {
    const key = mapIndex === undefined ? stateName : `${stateName}${mapIndex}`;
    const times = left.get(key) ?? 0;
    left.set(key, times - 1);
    if (times > 0) throw broken;
    return key;
  };
}

/** The types of the events after the last redrive. */
function afterRedrive(execution: Execution): readonly string[] {
  const types = eventTypes(execution);
  return types.slice(types.lastIndexOf("ExecutionRedriven"));
}

const last = (execution: Execution) => execution.history.at(-1);

describe("redrive", () => {
  it("goes on from the state that failed, with its variables, and keeps the history", async () => {
    const { execution, clock, calls } = startStates(
      {
        First: { ...lambdaTask, Assign: { first: "{% $states.result %}" }, End: undefined, Next: "Second" },
        Second: { ...lambdaTask, Output: "{% $first & $states.result %}" },
      },
      { call: flaky({ Second: 1 }) },
    );
    await clock.runUntil(execution.done);
    const before = execution.history;
    expect(execution).toMatchObject({ status: "FAILED", error: "Broken", redriveCount: 0 });
    await clock.advanceBy(60_000);

    execution.redrive();
    expect(execution).toMatchObject({ status: "RUNNING", error: undefined, stopDate: undefined, redriveCount: 1 });
    await clock.runUntil(execution.done);
    expect(execution).toMatchObject({ status: "SUCCEEDED", output: "FirstSecond", redriveDate: clock.now() });
    expect(calls.map(({ stateName, attempt }) => `${stateName} ${attempt}`)).toEqual([
      "First 1",
      "Second 1",
      "Second 1",
    ]);
    expect(execution.history.slice(0, before.length)).toEqual(before);
    const redriven = execution.history[before.length];
    expect(redriven).toMatchObject({
      type: "ExecutionRedriven",
      previousEventId: before.length,
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
    expect(execution.history[before.length + 1]).toMatchObject({
      type: "TaskScheduled",
      previousEventId: redriven?.id,
    });
    expect(execution.path).toEqual(["First", "Second"]);
  });

  it("shows in the context object, and counts", async () => {
    const { execution, clock } = startStates(
      { Task: { ...lambdaTask, Output: "{% $states.context.Execution.RedriveCount %}" } },
      { call: flaky({ Task: 2 }) },
    );
    await clock.runUntil(execution.done);
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("FAILED");
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.output).toBe(2);
  });

  it("lets Retry begin anew", async () => {
    const retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 1 }];
    const { execution, clock, calls } = startStates(
      { Task: { ...lambdaTask, Retry: retry } },
      { call: flaky({ Task: 3 }) },
    );
    await clock.runUntil(execution.done);
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("SUCCEEDED");
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2]);
  });

  it("gives a time-out that begins anew, and a task token that is new", async () => {
    const task = { ...lambdaTask, Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" };
    const { execution, clock, calls } = startStates({ Ask: task }, { timeout: 10 });
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("TIMED_OUT");
    execution.redrive();
    await clock.advanceBy(9000);
    expect(execution.status).toBe("RUNNING");
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("TIMED_OUT");
    expect(new Set(calls.map(({ taskToken }) => taskToken)).size).toBe(2);
  });

  it("waits again after an abort", async () => {
    const { execution, clock } = startStates({ Wait: { Type: "Wait", Seconds: 60, End: true } });
    execution.stop();
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("SUCCEEDED");
    expect(afterRedrive(execution)).toEqual(["ExecutionRedriven", "WaitStateExited", "ExecutionSucceeded"]);
  });

  it("enters a Fail state again", async () => {
    const { execution } = startStates({ Fail: { Type: "Fail", Error: "No" } });
    execution.redrive();
    expect(execution).toMatchObject({ status: "FAILED", error: "No" });
    expect(afterRedrive(execution)).toEqual(["ExecutionRedriven", "FailStateEntered", "ExecutionFailed"]);
  });

  it("does nothing while it runs or when it has succeeded", async () => {
    const { execution, clock } = startStates({ Wait: { Type: "Wait", Seconds: 60, End: true } });
    execution.redrive();
    await clock.runUntil(execution.done);
    execution.redrive();
    expect(execution).toMatchObject({ status: "SUCCEEDED", redriveCount: 0 });
  });

  it("runs only those branches that did not succeed", async () => {
    const { execution, clock, calls } = startStates(
      {
        P: {
          Type: "Parallel",
          Branches: [
            branch({ Good: lambdaTask }),
            branch({ Before: { Type: "Wait", Seconds: 1, Next: "Bad" }, Bad: lambdaTask }),
            branch({ Slow: { Type: "Wait", Seconds: 30, Output: "slow", End: true } }),
          ],
          End: true,
        },
      },
      { call: flaky({ Bad: 1 }) },
    );
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("FAILED");
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.output).toEqual(["Good", "Bad", "slow"]);
    expect(calls.map(({ stateName }) => stateName)).toEqual(["Good", "Bad", "Bad"]);
    expect(execution.path).toEqual(["P", "Good", "Before", "Slow", "Bad"]);
  });

  it("runs only those iterations that did not succeed, nested ones too", async () => {
    const inner = {
      Type: "Map",
      Items: "{% [1, 2] %}",
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...branch({ Work: lambdaTask }) },
      End: true,
    };
    const { execution, clock, calls } = startStates(
      {
        M: {
          Type: "Map",
          Items: "{% [1, 2, 3] %}",
          MaxConcurrency: 1,
          ItemProcessor: {
            ProcessorConfig: { Mode: "INLINE" },
            ...branch({
              P: {
                Type: "Parallel",
                Branches: [branch({ Each: inner })],
                Output: "{% $states.result[0] %}",
                End: true,
              },
            }),
          },
          End: true,
        },
      },
      { call: flaky({ Work1: 2 }) },
    );
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("FAILED");
    const asked = calls.length;
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.status).toBe("FAILED");
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.output).toEqual([
      ["Work0", "Work1"],
      ["Work0", "Work1"],
      ["Work0", "Work1"],
    ]);
    // Of the first item the second part alone, twice; of the two others both.
    expect(calls.slice(asked).map(({ mapIndex }) => mapIndex)).toEqual([1, 1, 0, 1, 0, 1]);
  });

  it.each(["STANDARD", "EXPRESS"])("redrives a Map run's %s children that did not succeed", async (ExecutionType) => {
    const { execution, clock, calls } = startStates(
      {
        M: {
          Type: "Map",
          Items: "{% ['a', 'b', 'c', 'd'] %}",
          MaxConcurrency: 2,
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
            ...branch({ Work: { ...lambdaTask, Arguments: "{% $states.input %}" } }),
          },
          End: true,
        },
      },
      {
        call: (() => {
          let failures = 1;
          return async ({ parameters }) => {
            if (parameters === "b" && failures-- > 0) throw broken;
            return parameters;
          };
        })(),
      },
    );
    await clock.runUntil(execution.done);
    expect(execution).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
    const done = calls.map(({ parameters }) => parameters);
    execution.redrive();
    await clock.runUntil(execution.done);
    expect(execution.output).toEqual(["a", "b", "c", "d"]);
    expect(calls.filter(({ parameters }) => parameters === "a")).toHaveLength(1);
    expect(calls.slice(done.length).map(({ parameters }) => parameters)).toContain("b");
    expect(execution.mapRuns).toHaveLength(1);
    expect(execution.mapRuns[0]).toMatchObject({ status: "SUCCEEDED", redriveCount: 1, counts: { succeeded: 4 } });
    expect(last(execution)?.type).toBe("ExecutionSucceeded");
    expect(afterRedrive(execution).slice(0, 2)).toEqual(["ExecutionRedriven", "MapRunRedriven"]);
  });
});
