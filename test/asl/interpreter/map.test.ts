import { describe, expect, it } from "vitest";
import { TaskFailure } from "../../../asl/interpreter/index.js";
import { eventTypes, lambdaTask, runStates, startStates } from "./helpers.js";

const processor = (state: unknown) => ({ ProcessorConfig: { Mode: "INLINE" }, StartAt: "I", States: { I: state } });
const map = (more: object, state: unknown = { Type: "Pass", End: true }) => ({
  M: { Type: "Map", ItemProcessor: processor(state), End: true, ...more },
});

describe("Map", () => {
  it("gives the outputs in the items' order", async () => {
    const wait = { Type: "Wait", Seconds: "{% $states.input %}", End: true };
    const execution = await runStates(map({ Items: [30, 10, 20] }, wait));
    expect(execution.output).toEqual([30, 10, 20]);
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(30_000);
  });

  it("runs no more iterations at once than MaxConcurrency allows", async () => {
    const wait = { Type: "Wait", Seconds: 10, End: true };
    const { execution, clock } = startStates(map({ Items: "{% [1..5] %}", MaxConcurrency: 2 }, wait));
    await clock.advanceBy(0);
    expect(execution.waiting()).toHaveLength(2);
    await clock.runUntil(execution.done);
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(30_000);
  });

  it("makes each iteration's input with ItemSelector, also where that takes the library", async () => {
    const ItemSelector = {
      index: "{% $states.context.Map.Item.Index %}",
      value: "{% $states.context.Map.Item.Value %}",
      sum: "{% $sum($states.input) %}",
    };
    const execution = await runStates(map({ ItemSelector }), { input: [5, 6] });
    expect(execution.output).toEqual([
      { index: 0, value: 5, sum: 11 },
      { index: 1, value: 6, sum: 11 },
    ]);
  });

  it("fails with its first failing iteration and aborts the others", async () => {
    const { execution, clock } = startStates(
      map({ Items: [0, 1, 2] }, { ...lambdaTask, Arguments: "{% $states.input %}" }),
      {
        call: ({ mapIndex }) => (mapIndex === 1 ? Promise.reject(new TaskFailure("E", "why")) : new Promise(() => {})),
      },
    );
    await clock.runUntil(execution.done);
    expect(execution).toMatchObject({ status: "FAILED", error: "E", cause: "why" });
    expect(eventTypes(execution).slice(-7)).toEqual([
      "MapIterationFailed",
      "TaskStateAborted",
      "MapIterationAborted",
      "TaskStateAborted",
      "MapIterationAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
  });

  it("lets ItemSelector's failure be caught", async () => {
    const catcher = [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "C" }];
    const states = { ...map({ Items: [1], ItemSelector: "{% $nope %}", Catch: catcher }), C: { Type: "Succeed" } };
    expect((await runStates(states)).path).toEqual(["M", "C"]);
  });

  it("runs 10,000 items without deep recursion until the history is full", async () => {
    const execution = await runStates(map({ Items: "{% [1..5000] %}" }));
    expect(execution.output).toHaveLength(5000);
    expect(await runStates(map({ Items: "{% [1..10000] %}" }))).toMatchObject({
      status: "FAILED",
      cause: "The execution reached the maximum number of history events (25000).",
    });
  });

  it("gives up the iterations that run when an item cannot be selected, and is done with them", async () => {
    const { execution, clock } = startStates(
      {
        M: {
          Type: "Map",
          ItemSelector: "{% $states.context.Map.Item.Value.a %}",
          ItemProcessor: { StartAt: "W", States: { W: { Type: "Wait", Seconds: 5, End: true } } },
          Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Later" }],
          End: true,
        },
        Later: { Type: "Wait", Seconds: 60, Output: "caught", End: true },
      },
      { input: [{ a: 1 }, {}] },
    );
    await clock.runUntil(execution.done);
    expect(execution.output).toBe("caught");
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(60_000);
    expect(eventTypes(execution)).toContain("WaitStateAborted");
  });

  it("runs 40 iterations at once at most", async () => {
    const { execution } = startStates(
      {
        M: {
          Type: "Map",
          MaxConcurrency: 100,
          ItemProcessor: { StartAt: "W", States: { W: { Type: "Wait", Seconds: 5, End: true } } },
          End: true,
        },
      },
      { input: Array.from({ length: 60 }, (_, index) => index) },
    );
    expect(execution.waiting()).toHaveLength(40);
  });
});
