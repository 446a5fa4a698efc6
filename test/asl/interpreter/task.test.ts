import { describe, expect, it } from "vitest";
import { TaskFailure, TaskTokenError, taskTokens } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { eventTypes, lambdaTask, runStates, startStates } from "./helpers.js";

const never = (): Promise<Json> => new Promise(() => {});
const callback = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { MessageBody: "{% $states.context.Task.Token %}" },
  End: true,
} as const;

describe("Task", () => {
  it("hands over the evaluated arguments and takes the result", async () => {
    const { execution, clock, calls } = startStates(
      { T: { ...lambdaTask, Arguments: { FunctionName: "f", Payload: "{% $states.input.n %}" } } },
      { input: { n: 7 }, call: async () => ({ Payload: "done" }) },
    );
    await clock.runUntil(execution.done);
    expect(calls[0]).toMatchObject({
      resource: "arn:aws:states:::lambda:invoke",
      pattern: "requestResponse",
      parameters: { FunctionName: "f", Payload: 7 },
      stateName: "T",
      attempt: 1,
      executionArn: execution.executionArn,
    });
    expect(execution.output).toEqual({ Payload: "done" });
  });

  it("times out, aborts the call and ignores an answer that comes later", async () => {
    const { execution, clock, calls } = startStates(
      { T: { ...lambdaTask, TimeoutSeconds: "{% 2 + 3 %}" } },
      { call: never },
    );
    await clock.advanceBy(0);
    const signal = calls[0]?.signal;
    await clock.advanceBy(4999);
    expect([execution.status, signal?.aborted]).toEqual(["RUNNING", false]);
    await clock.advanceBy(1);
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout", cause: undefined });
    expect(signal?.aborted).toBe(true);
    expect(execution.history.at(-2)).toMatchObject({
      type: "TaskTimedOut",
      taskTimedOutEventDetails: { error: "States.Timeout", resourceType: "lambda", resource: "invoke" },
    });
  });

  it("refuses a computed time-out that is no positive whole number", async () => {
    const execution = await runStates({ T: { ...lambdaTask, TimeoutSeconds: "{% 0 %}" } });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  it("fails, uncatchably, when the port rejects with something that is no failure of the task", async () => {
    const states = {
      T: { ...lambdaTask, Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }] },
      C: { Type: "Succeed" },
    };
    const execution = await runStates(states, { call: () => Promise.reject(new Error("broken port")) });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime", cause: "broken port" });
  });

  it("reports a result over 256 KiB as the task's failure, which Catch takes", async () => {
    const states = {
      T: { ...lambdaTask, Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }] },
      C: { Type: "Succeed" },
    };
    const execution = await runStates(states, { call: async () => "é".repeat(131_100) });
    expect(execution.output).toEqual({
      Error: "States.DataLimitExceeded",
      Cause:
        "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("shows a Lambda function named by its ARN in events of its own", async () => {
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:f";
    const { execution, clock, calls } = startStates(
      { T: { Type: "Task", Resource: arn, Arguments: [1], End: true } },
      { call: async () => 2 },
    );
    await clock.runUntil(execution.done);
    expect(calls[0]).toMatchObject({ resource: arn, parameters: [1] });
    expect(eventTypes(execution).slice(2, 5)).toEqual([
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionSucceeded",
    ]);
  });
});

describe("a task that waits for its token", () => {
  it("goes on when the token is completed, with the output as the result", async () => {
    const tokens = taskTokens();
    const { execution, clock, calls } = startStates(
      { T: callback },
      { tokens, call: async () => ({ MessageId: "1" }) },
    );
    await clock.run();
    const token = calls[0]?.taskToken ?? "";
    expect(calls[0]).toMatchObject({
      resource: "arn:aws:states:::sqs:sendMessage",
      pattern: "waitForTaskToken",
      parameters: { MessageBody: token },
    });
    tokens.sendTaskSuccess(token, '{"ok":true}');
    expect(execution.output).toEqual({ ok: true });
    expect(eventTypes(execution)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(() => tokens.sendTaskSuccess(token, "1")).toThrow(expect.objectContaining({ code: "TaskTimedOut" }));
  });

  it("fails without error and cause when the reply has none, and catches that as null", async () => {
    const tokens = taskTokens();
    const states = { T: { ...callback, Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }] }, C: { Type: "Succeed" } };
    const { execution, clock, calls } = startStates(states, { tokens });
    await clock.run();
    tokens.sendTaskFailure(calls[0]?.taskToken ?? "");
    expect(execution.output).toEqual({ Error: null, Cause: null });
  });

  it("has a new token each attempt; the old one is dead", async () => {
    const tokens = taskTokens();
    const states = { T: { ...callback, Retry: [{ ErrorEquals: ["E"] }] } };
    const { execution, clock, calls } = startStates(states, { tokens });
    await clock.run();
    const old = calls[0]?.taskToken ?? "";
    tokens.sendTaskFailure(old, "E", "again");
    await clock.run();
    expect(calls[1]?.taskToken).not.toBe(old);
    expect(() => tokens.sendTaskHeartbeat(old)).toThrow(TaskTokenError);
    tokens.sendTaskSuccess(calls[1]?.taskToken ?? "", "1");
    expect(execution.output).toBe(1);
  });

  it("times out without heartbeats; a heartbeat restarts that clock only and leaves no event", async () => {
    const tokens = taskTokens();
    const states = { T: { ...callback, HeartbeatSeconds: 10, TimeoutSeconds: 25 } };
    const { execution, clock, calls } = startStates(states, { tokens });
    for (const _ of [1, 2]) {
      await clock.advanceBy(9000);
      tokens.sendTaskHeartbeat(calls[0]?.taskToken ?? "");
    }
    const events = execution.history.length;
    await clock.advanceBy(6900);
    expect([execution.status, execution.history.length]).toEqual(["RUNNING", events]);
    await clock.advanceBy(100);
    expect(execution).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
      stopDate: execution.startDate + 25_000,
    });
    const { execution: silent, clock: time } = startStates({ T: { ...callback, HeartbeatSeconds: 10 } });
    await time.runUntil(silent.done);
    expect(silent.stopDate).toBe(silent.startDate + 10_000);
  });

  it("refuses tokens and outputs that are none", async () => {
    const tokens = taskTokens();
    const { clock, calls } = startStates({ T: callback }, { tokens });
    await clock.run();
    const token = calls[0]?.taskToken ?? "";
    const refused = (code: string) => expect.objectContaining({ name: "TaskTokenError", code });
    expect(() => tokens.sendTaskSuccess("nonsense", "1")).toThrow(refused("InvalidToken"));
    expect(() => tokens.sendTaskSuccess("A".repeat(86), "1")).toThrow(refused("TaskDoesNotExist"));
    expect(() => tokens.sendTaskSuccess(token, "{")).toThrow(refused("InvalidOutput"));
    expect(() => tokens.sendTaskSuccess(token, JSON.stringify("a".repeat(262_144)))).toThrow(refused("InvalidOutput"));
    tokens.sendTaskSuccess(token, "1");
  });

  it.each([
    ["a call for a token", callback],
    ["a job", { ...callback, Resource: "arn:aws:states:::batch:submitJob.sync" }],
  ])("fails when it cannot be submitted: %s", async (_, task) => {
    const states = {
      T: { ...task, Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "C" }] },
      C: { Type: "Succeed" },
    };
    const execution = await runStates(states, { call: () => Promise.reject(new TaskFailure("Service.Error", "why")) });
    expect(execution.output).toEqual({ Error: "Service.Error", Cause: "why" });
    expect(execution.history[4]).toMatchObject({
      type: "TaskSubmitFailed",
      taskSubmitFailedEventDetails: { error: "Service.Error", cause: "why" },
    });
  });

  it("fails as a task once it was submitted", async () => {
    const job = { ...callback, Resource: "arn:aws:states:::batch:submitJob.sync" };
    const execution = await runStates(
      { T: job },
      {
        call: (task) => {
          task.submitted({ JobId: "1" });
          return Promise.reject(new TaskFailure("States.TaskFailed", "{}"));
        },
      },
    );
    expect(eventTypes(execution)).toContain("TaskFailed");
  });
});
