import { describe, expect, it } from "vitest";
import { TaskFailure } from "../../../asl/interpreter/index.js";
import { eventTypes, lambdaTask, runStates, startStates, startTime } from "./helpers.js";

describe("an execution", () => {
  it("ends with the output, and its history says how", async () => {
    const { execution } = startStates(
      { A: { Type: "Pass", Output: { n: 1 }, End: true } },
      { input: [2], roleArn: "r" },
    );
    await expect(execution.done).resolves.toEqual({ status: "SUCCEEDED", output: { n: 1 } });
    expect(execution.history).toEqual([
      {
        id: 1,
        previousEventId: 0,
        timestamp: startTime,
        type: "ExecutionStarted",
        executionStartedEventDetails: { input: "[2]", inputDetails: { truncated: false }, roleArn: "r" },
      },
      {
        id: 2,
        previousEventId: 0,
        timestamp: startTime,
        type: "PassStateEntered",
        stateEnteredEventDetails: { name: "A", input: "[2]", inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp: startTime,
        type: "PassStateExited",
        stateExitedEventDetails: { name: "A", output: '{"n":1}', outputDetails: { truncated: false } },
      },
      {
        id: 4,
        previousEventId: 3,
        timestamp: startTime,
        type: "ExecutionSucceeded",
        executionSucceededEventDetails: { output: '{"n":1}', outputDetails: { truncated: false } },
      },
    ]);
  });

  it("times out as a whole", async () => {
    const { execution, clock, calls } = startStates(
      { T: lambdaTask },
      { timeout: 60, call: () => new Promise(() => {}) },
    );
    await clock.runUntil(execution.done);
    expect(execution).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout", stopDate: startTime + 60_000 });
    expect(eventTypes(execution).at(-1)).toBe("ExecutionTimedOut");
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it("leaves no timer behind when it ends before its time-out", async () => {
    const { clock } = startStates({ A: { Type: "Succeed" } }, { timeout: 60 });
    expect(clock.next).toBeUndefined();
  });

  it("is stopped from outside, once", async () => {
    const { execution, clock } = startStates({ W: { Type: "Wait", Seconds: 5, End: true } });
    execution.stop("Cancelled", "by the user");
    execution.stop("Again");
    await expect(execution.done).resolves.toEqual({ status: "ABORTED", error: "Cancelled", cause: "by the user" });
    expect(clock.next).toBeUndefined();
    expect(execution.history.at(-1)).toMatchObject({
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "Cancelled", cause: "by the user" },
    });
  });

  it("fails with the Error and Cause that a Fail state computes", async () => {
    const Cause = '{% $string({"results": [{"channel": $states.input.channel}]}) %}';
    const execution = await runStates({ F: { Type: "Fail", Error: "Not sent", Cause } }, { input: { channel: "sms" } });
    await expect(execution.done).resolves.toEqual({
      status: "FAILED",
      error: "Not sent",
      cause: '{"results":[{"channel":"sms"}]}',
    });
  });

  it("stops an endless loop at 25,000 events", async () => {
    const execution = await runStates({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(execution.history).toHaveLength(25_000);
    expect(eventTypes(execution).at(-1)).toBe("ExecutionFailed");
  });

  it("fails a state whose output is over 256 KiB of UTF-8, counted in bytes", async () => {
    const output = async (text: string) =>
      runStates({ A: { Type: "Pass", Output: "{% $states.input & $states.input %}", End: true } }, { input: text });
    expect(await output("a".repeat(131_071))).toMatchObject({ status: "SUCCEEDED" });
    expect(await output("é".repeat(131_071))).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause: "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("is not disturbed by an answer that comes after its end", async () => {
    let answer: (value: string) => void = () => {};
    const { execution, clock } = startStates(
      { T: lambdaTask },
      { call: () => new Promise((resolve) => (answer = resolve)) },
    );
    await clock.advanceBy(0);
    execution.stop();
    const events = execution.history.length;
    answer("late");
    await clock.advanceBy(0);
    expect([execution.status, execution.history.length]).toEqual(["ABORTED", events]);
  });
});

describe("Catch", () => {
  const catching = (catcher: object) => ({
    T: { ...lambdaTask, Assign: { x: "unused" }, Catch: [{ ErrorEquals: ["States.ALL"], Next: "C", ...catcher }] },
    C: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($x) ? $x : 0 %}"], End: true },
  });
  const call = () => Promise.reject(new TaskFailure("E", "why"));

  it("passes on the error, unless it has an Output; its Assign replaces the state's", async () => {
    expect((await runStates(catching({}), { call })).output).toEqual([{ Error: "E", Cause: "why" }, 0]);
    const Output = { in: "{% $states.input %}", error: "{% $states.errorOutput.Error %}" };
    const Assign = { x: "{% $states.errorOutput.Cause %}" };
    expect((await runStates(catching({ Output, Assign }), { call, input: 1 })).output).toEqual([
      { in: 1, error: "E" },
      "why",
    ]);
  });

  it("takes the first catcher that matches", async () => {
    const Catch = [
      { ErrorEquals: ["Other"], Next: "A" },
      { ErrorEquals: ["E"], Next: "B" },
      { ErrorEquals: ["States.ALL"], Next: "A" },
    ];
    const states = { T: { ...lambdaTask, Catch }, A: { Type: "Succeed" }, B: { Type: "Succeed" } };
    expect((await runStates(states, { call })).path).toEqual(["T", "B"]);
  });

  it("cannot catch its own failure", async () => {
    const execution = await runStates(catching({ Output: "{% $nope %}" }), { call });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
    expect(execution.cause).toContain("'Catch[0]/Output' returned nothing (undefined).");
    expect(eventTypes(execution).slice(-3)).toEqual(["TaskFailed", "EvaluationFailed", "ExecutionFailed"]);
  });

  it("takes a failing expression of its state", async () => {
    const Catch = [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "A" }];
    const states = { T: { ...lambdaTask, Output: "{% $nope %}", Catch }, A: { Type: "Succeed" } };
    const execution = await runStates(states);
    expect(execution.path).toEqual(["T", "A"]);
    expect(eventTypes(execution)).toContain("EvaluationFailed");
  });
});

describe("Assign", () => {
  it("reads everything as it was on entry, so that two variables can be swapped", async () => {
    const execution = await runStates({
      A: { Type: "Pass", Assign: { x: 1, y: 2 }, Next: "B" },
      B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Output: "{% [$x, $y] %}", Next: "C" },
      C: { Type: "Pass", Output: ["{% $states.input %}", "{% [$x, $y] %}"], End: true },
    });
    expect(execution.output).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(execution.history[4]).toMatchObject({
      stateExitedEventDetails: {
        assignedVariables: { x: "2", y: "1" },
        assignedVariablesDetails: { truncated: false },
      },
    });
  });

  it("lets a branch read outer variables and keeps its own to itself", async () => {
    const branch = {
      StartAt: "I",
      States: {
        I: { Type: "Pass", Assign: { inner: "{% $outer + 1 %}" }, Next: "J" },
        J: { Type: "Pass", Output: "{% [$outer, $inner] %}", End: true },
      },
    };
    const execution = await runStates({
      A: { Type: "Pass", Assign: { outer: 1, nothing: null }, Next: "P" },
      P: { Type: "Parallel", Branches: [branch], Next: "Z" },
      Z: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($inner) %}", "{% $nothing %}"], End: true },
    });
    expect(execution.output).toEqual([[[1, 2]], false, null]);
  });
});

describe("the context object", () => {
  it("says which execution, machine and state this is", async () => {
    const execution = await runStates(
      { S: { Type: "Pass", Output: "{% $states.context %}", End: true } },
      { input: 5, name: "n", stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:m", roleArn: "role" },
    );
    expect(execution.output).toEqual({
      Execution: {
        Id: "arn:aws:states:eu-west-1:123456789012:execution:m:n",
        Input: 5,
        Name: "n",
        RoleArn: "role",
        StartTime: "2026-01-01T00:00:00.000Z",
        RedriveCount: 0,
      },
      State: { Name: "S", EnteredTime: "2026-01-01T00:00:00.000Z" },
      StateMachine: { Id: "arn:aws:states:eu-west-1:123456789012:stateMachine:m", Name: "m" },
    });
  });
});
