import { describe, expect, it } from "vitest";
import { compile, type TaskCall, TaskFailure, taskTokens } from "../../../asl/interpreter/index.js";
import { eventTypes, runStates, startStates } from "./helpers.js";

const job = {
  Type: "Task",
  Resource: "arn:aws:states:::states:startExecution.sync:2",
  Arguments: { Name: "n" },
  End: true,
};
const activity = {
  Type: "Task",
  Resource: "arn:aws:states:us-east-1:123456789012:activity:a",
  Arguments: 7,
  End: true,
};

describe(".sync", () => {
  it("records that the job was started, and its end as the result", async () => {
    const execution = await runStates(
      { J: job },
      {
        call: async ({ pattern, resource, submitted }) => {
          submitted({ ExecutionArn: "arn" });
          return { pattern, resource };
        },
      },
    );
    expect(execution.output).toEqual({ pattern: "sync:2", resource: "arn:aws:states:::states:startExecution" });
    expect(eventTypes(execution).slice(2, -2)).toEqual([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
    ]);
    expect(execution.history[4]?.taskSubmittedEventDetails).toMatchObject({ resource: "startExecution.sync:2" });
  });

  it("fails as its job fails, and can be ended by its token first", async () => {
    const failed = await runStates(
      { J: job },
      { call: () => Promise.reject(new TaskFailure("States.TaskFailed", "{}")) },
    );
    expect(failed).toMatchObject({ error: "States.TaskFailed", cause: "{}" });
    const tokens = taskTokens();
    const { execution, clock, calls } = startStates({ J: job }, { tokens, call: () => new Promise(() => {}) });
    await clock.run();
    tokens.sendTaskSuccess(calls[0]?.taskToken ?? "", "1");
    expect(execution.output).toBe(1);
  });
});

describe("an activity", () => {
  const start = async (state: Readonly<Record<string, unknown>>) => {
    const tokens = taskTokens();
    const started = startStates({ A: state }, { tokens, call: async () => null });
    await started.clock.advanceBy(0);
    const call: TaskCall | undefined = started.calls[0];
    if (call === undefined) throw new Error("The activity was not offered.");
    return { ...started, tokens, call };
  };

  it("waits for a worker, and for the worker's token", async () => {
    const { execution, call, tokens } = await start(activity);
    expect(call).toMatchObject({ pattern: "activity", parameters: 7 });
    expect(eventTypes(execution).slice(2)).toEqual(["ActivityScheduled"]);
    call.started("worker-1");
    call.started("worker-2");
    expect(execution.history.at(-1)).toMatchObject({ activityStartedEventDetails: { workerName: "worker-1" } });
    tokens.sendTaskSuccess(call.taskToken ?? "", '"done"');
    expect(execution.output).toBe("done");
    expect(eventTypes(execution).slice(2, -2)).toEqual(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]);
  });

  it("times out only after a worker took it", async () => {
    const { execution, call, clock } = await start({ ...activity, TimeoutSeconds: 10, HeartbeatSeconds: 5 });
    await clock.advanceBy(60_000);
    expect(execution.status).toBe("RUNNING");
    call.started();
    await clock.advanceBy(5000);
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(eventTypes(execution)).toContain("ActivityTimedOut");
  });
});

describe("an Express execution", () => {
  it("ends after five minutes at the latest", async () => {
    const execution = await runStates({ W: { Type: "Wait", Seconds: 301, End: true } }, { type: "EXPRESS" });
    expect(execution).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
    expect((execution.stopDate ?? 0) - execution.startDate).toBe(300_000);
    expect(execution.executionArn).toMatch(/:express:workflow:[0-9a-f-]+:[0-9a-f-]+$/);
  });

  it("ends when it loops without end", async () => {
    const execution = await runStates(
      { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } },
      { type: "EXPRESS" },
    );
    expect(execution).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  it.each([
    [job.Resource, "does not support '.sync' service integration"],
    ["arn:aws:states:::sqs:sendMessage.waitForTaskToken", "does not support '.waitForTaskToken' service integration"],
    [activity.Resource, "does not support Activity ARN"],
  ])("has no %s", (Resource, problem) => {
    const definition = { StartAt: "T", States: { T: { Type: "Task", Resource, End: true } } };
    expect(() => compile(definition, { type: "EXPRESS" })).toThrow(problem);
    expect(() => compile(definition)).not.toThrow();
  });
});
