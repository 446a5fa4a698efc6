import { describe, expect, it } from "vitest";
import { TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { eventTypes, lambdaTask, runStates, startStates } from "./helpers.js";

const branch = (states: Record<string, unknown>) => ({ StartAt: Object.keys(states)[0], States: states });
const never = (): Promise<Json> => new Promise(() => {});

describe("Parallel", () => {
  it("gives the outputs in the branches' order, whichever ends first", async () => {
    const wait = (name: string, seconds: number) =>
      branch({ [name]: { Type: "Wait", Seconds: seconds, Output: name, End: true } });
    const execution = await runStates({
      P: { Type: "Parallel", Branches: [wait("Slow", 20), wait("Fast", 1), wait("Middle", 5)], End: true },
    });
    expect(execution.output).toEqual(["Slow", "Fast", "Middle"]);
    expect(eventTypes(execution).slice(-3)).toEqual([
      "ParallelStateSucceeded",
      "ParallelStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("hands Arguments to every branch, and nests", async () => {
    const inner = { Type: "Parallel", Branches: [branch({ X: { Type: "Pass", End: true } })], End: true };
    const states = {
      P: { Type: "Parallel", Arguments: { n: "{% $states.input + 1 %}" }, Branches: [branch({ I: inner })], End: true },
    };
    expect((await runStates(states, { input: 1 })).output).toEqual([[{ n: 2 }]]);
  });

  it("ends at once when branches end at once, without a promise", () => {
    const { execution } = startStates({
      P: {
        Type: "Parallel",
        Branches: [branch({ A: { Type: "Pass", End: true } }), branch({ B: { Type: "Succeed" } })],
        End: true,
      },
    });
    expect(execution.status).toBe("SUCCEEDED");
  });

  it("is passed over by what nothing can catch: the execution fails in the branch", async () => {
    const fast = { Type: "Pass", Parameters: { "v.$": "$.no" }, End: true };
    const states = {
      P: {
        Type: "Parallel",
        Branches: [branch({ Fast: fast }), branch({ Slow: { Type: "Wait", Seconds: 9, End: true } })],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }],
        End: true,
      },
      C: { Type: "Succeed" },
    };
    const execution = await runStates(states, { language: "JSONPath", input: { x: "a" } });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(execution.cause).toContain("while executing the state 'Fast' (entered at the event id #4)");
    expect(eventTypes(execution)).toEqual([
      "ExecutionStarted",
      "ParallelStateEntered",
      "ParallelStateStarted",
      "PassStateEntered",
      "ExecutionFailed",
    ]);
    expect(execution.history.at(-1)?.previousEventId).toBe(4);
  });

  it("aborts the iterations of a Map state in another branch", async () => {
    const waits = branch({ Waits: { Type: "Wait", Seconds: 1000, End: true } });
    const execution = await runStates({
      P: {
        Type: "Parallel",
        Branches: [
          branch({ All: { Type: "Map", Items: [1], ItemProcessor: waits, End: true } }),
          branch({ Soon: { Type: "Wait", Seconds: 1, Next: "Fails" }, Fails: { Type: "Fail", Error: "E" } }),
        ],
        End: true,
      },
    });
    expect(
      execution.history.flatMap(({ type, previousEventId }) =>
        type.endsWith("Aborted") ? [[type, previousEventId]] : [],
      ),
    ).toEqual([
      ["WaitStateAborted", 7],
      ["MapIterationAborted", 7],
      ["MapStateAborted", 5],
    ]);
  });

  it("aborts the other branches when one fails, and can be caught", async () => {
    const { execution, clock, calls } = startStates(
      {
        P: {
          Type: "Parallel",
          Branches: [
            branch({ Fails: lambdaTask }),
            branch({ Hangs: lambdaTask }),
            branch({ Waits: { Type: "Wait", Seconds: 1000, End: true } }),
          ],
          Catch: [{ ErrorEquals: ["E"], Next: "C" }],
          End: true,
        },
        C: { Type: "Succeed" },
      },
      { call: ({ stateName }) => (stateName === "Fails" ? Promise.reject(new TaskFailure("E", "why")) : never()) },
    );
    await clock.runUntil(execution.done);
    expect(execution.output).toEqual({ Error: "E", Cause: "why" });
    expect(execution.stopDate).toBe(execution.startDate);
    expect(calls.find((call) => call.stateName === "Hangs")?.signal.aborted).toBe(true);
    const types = eventTypes(execution);
    expect(types.filter((type) => type.endsWith("Aborted"))).toEqual([
      "TaskStateAborted",
      "TaskStateAborted",
      "WaitStateAborted",
    ]);
    expect(types.slice(types.indexOf("ParallelStateFailed"))).toEqual([
      "ParallelStateFailed",
      "ParallelStateExited",
      "SucceedStateEntered",
      "SucceedStateExited",
      "ExecutionSucceeded",
    ]);
    expect(clock.next).toBeUndefined();
  });

  it("starts no further branch once one has failed, and tells nothing of those", async () => {
    const fails = branch({ F: { Type: "Fail", Error: "E" } });
    const execution = await runStates({
      P: { Type: "Parallel", Branches: [fails, branch({ T: lambdaTask })], End: true },
    });
    expect(execution.path).toEqual(["P", "F"]);
    expect(eventTypes(execution)).not.toContain("TaskStateAborted");
  });

  it("is retried as a whole", async () => {
    let calls = 0;
    const execution = await runStates(
      {
        P: {
          Type: "Parallel",
          Branches: [branch({ T: lambdaTask })],
          Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 5 }],
          End: true,
        },
      },
      {
        call: async () => {
          calls += 1;
          if (calls < 3) throw new TaskFailure("E");
          return "ok";
        },
      },
    );
    expect(execution.output).toEqual(["ok"]);
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(15_000);
    expect(eventTypes(execution).filter((type) => type === "ParallelStateStarted")).toHaveLength(3);
    expect(eventTypes(execution)).not.toContain("ParallelStateFailed");
  });
});
