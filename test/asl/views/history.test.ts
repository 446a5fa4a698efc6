import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { executionPath, historyTable, visits } from "../../../asl/views/history/index.js";

const order: unknown = JSON.parse(readFileSync("test/asl/views/cases/order.history.json", "utf8"));

const entered = (
  id: number,
  previousEventId: number,
  type: string,
  name: string,
  timestamp: unknown = 1.7e12 + id,
) => ({
  id,
  previousEventId,
  timestamp,
  type: `${type}StateEntered`,
  stateEnteredEventDetails: { name },
});
const exited = (id: number, previousEventId: number, type: string, name: string, timestamp: unknown = 1.7e12 + id) => ({
  id,
  previousEventId,
  timestamp,
  type: `${type}StateExited`,
  stateExitedEventDetails: { name },
});
const event = (id: number, previousEventId: number, type: string, more: object = {}) => ({
  id,
  previousEventId,
  timestamp: 1.7e12 + id,
  type,
  ...more,
});

describe("an execution's stays", () => {
  test("tell attempts, errors, nesting and iterations", () => {
    const rows = visits(order).map(({ state, depth, outcome, attempts, error, iteration }) => [
      state,
      depth,
      outcome,
      attempts,
      error,
      iteration,
    ]);
    expect(rows).toEqual([
      ["Pay", 0, "succeeded", 2, "States.Timeout", undefined],
      ["Ship", 0, "succeeded", 1, undefined, undefined],
      ["Pack", 1, "succeeded", 0, undefined, undefined],
      ["Notify", 1, "succeeded", 0, undefined, undefined],
      ["EachItem", 0, "caught", 1, undefined, undefined],
      ["Send", 1, "succeeded", 1, undefined, 0],
      ["Send", 1, "failed", 1, "SQS.AmazonSQSException", 1],
      ["UntilMonday", 0, "running", 0, undefined, undefined],
    ]);
  });

  test("end with the execution's error, also where no event of the state has one", () => {
    const history = [
      event(1, 0, "ExecutionStarted"),
      entered(2, 0, "Choice", "Which"),
      event(3, 2, "ExecutionFailed", { executionFailedEventDetails: { error: "States.NoChoiceMatched" } }),
    ];
    expect(visits(history)).toMatchObject([
      { state: "Which", outcome: "failed", error: "States.NoChoiceMatched", exitedAt: 1.7e12 + 3 },
    ]);
  });

  test("are cut off by a stop, and by a sibling that failed", () => {
    const stopped = [event(1, 0, "ExecutionStarted"), entered(2, 0, "Wait", "Long"), event(3, 2, "ExecutionAborted")];
    expect(visits(stopped)).toMatchObject([{ outcome: "aborted" }]);
    const sibling = [
      entered(2, 0, "Parallel", "Both"),
      event(3, 2, "ParallelStateStarted"),
      entered(4, 3, "Task", "One"),
      entered(5, 3, "Wait", "Other"),
      event(6, 4, "TaskScheduled"),
      event(7, 6, "TaskFailed", { taskFailedEventDetails: { error: "E" } }),
      event(8, 7, "ParallelStateFailed"),
      exited(9, 8, "Parallel", "Both"),
      entered(10, 9, "Pass", "Repair"),
    ];
    expect(visits(sibling).map(({ state, outcome }) => [state, outcome])).toEqual([
      ["Both", "caught"],
      ["One", "failed"],
      ["Other", "aborted"],
      ["Repair", "running"],
    ]);
  });

  test("are the same for every way to write a time, and for the newest event first", () => {
    const at = Date.UTC(2025, 0, 2, 3, 4, 5, 678);
    const ways = [at, at / 1000, new Date(at), new Date(at).toISOString(), "2025-01-02T03:04:05.678000+00:00"];
    for (const time of ways) {
      const history = [exited(3, 2, "Pass", "A", time), entered(2, 0, "Pass", "A", time)];
      expect(visits({ events: history })).toMatchObject([{ enteredAt: at, exitedAt: at, outcome: "succeeded" }]);
    }
  });

  test("come of anything", () => {
    const odd = fc.record(
      {
        id: fc.jsonValue(),
        previousEventId: fc.nat(9),
        type: fc.constantFrom("TaskStateEntered", "TaskStateExited", "MapIterationStarted", "TaskFailed", "x"),
        timestamp: fc.jsonValue(),
        stateEnteredEventDetails: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(odd)), (history) => {
        expect(historyTable(history)).toMatch(/^state /);
      }),
    );
  });
});

describe("an execution's path", () => {
  test("has each state's last outcome and every transition that was taken", () => {
    expect(executionPath(order)).toEqual({
      states: {
        Pay: "succeeded",
        Ship: "succeeded",
        Pack: "succeeded",
        Notify: "succeeded",
        EachItem: "caught",
        Send: "failed",
        UntilMonday: "running",
      },
      transitions: [
        { from: "Pay", to: "Ship", caught: false },
        { from: "Ship", to: "EachItem", caught: false },
        { from: "EachItem", to: "UntilMonday", caught: true },
      ],
    });
  });
});
