import { describe, expect, it } from "vitest";
import { runWorkflow } from "../../../asl/testing/index.js";
import { invoke, machine, waitForToken } from "./fixtures.js";

const ask = machine({
  Ask: {
    ...waitForToken,
    TimeoutSeconds: 60,
    HeartbeatSeconds: 10,
    Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Silent" }],
    End: true,
  },
  Silent: { Type: "Pass", End: true },
});

const types = ({ history }: { readonly history: readonly { readonly type: string }[] }) =>
  history.map(({ type }) => type);

describe("a task that waits for its token", () => {
  it("is submitted, and then answered after a while that its heartbeats bridge", async () => {
    const run = await runWorkflow(ask, { mocks: { Ask: [{ output: 1, afterSeconds: 35, heartbeatEverySeconds: 9 }] } });
    expect(run).toMatchObject({ status: "SUCCEEDED", output: 1, elapsedSeconds: 35, path: ["Ask"] });
    expect(types(run).slice(2, 5)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted"]);
  });

  it("times out when heartbeats are missing, and refuses the answer that comes after", async () => {
    const slow = machine({ ...ask.States, Silent: { Type: "Wait", Seconds: 100, End: true } });
    const run = await runWorkflow(slow, { mocks: { Ask: [{ output: 1, afterSeconds: 35 }] } });
    expect(run).toMatchObject({ path: ["Ask", "Silent"], elapsedSeconds: 110 });
    expect(run.lateAnswers).toEqual([{ state: "Ask", at: 35 }]);
  });

  it("times out when the heartbeats go on for ever", async () => {
    const run = await runWorkflow(ask, {
      mocks: {
        Ask: async (_call, task) => {
          for (;;) {
            task.heartbeat();
            await task.wait(5);
          }
        },
      },
    });
    expect(run).toMatchObject({ path: ["Ask", "Silent"], elapsedSeconds: 60 });
  });

  it("fails late, and never answers", async () => {
    const failed = await runWorkflow(ask, { mocks: { Ask: [{ error: "Broken", afterSeconds: 8 }] } });
    expect(failed).toMatchObject({ status: "FAILED", error: "Broken", elapsedSeconds: 8 });
    const silent = await runWorkflow(ask, { mocks: { Ask: [{ timeout: true }] } });
    expect(silent).toMatchObject({ path: ["Ask", "Silent"], elapsedSeconds: 10 });
    expect(types(silent)).toContain("TaskSubmitted");
  });

  it("is completed by another task's mock that was given the token", async () => {
    const both = machine({
      Both: {
        Type: "Parallel",
        Branches: [
          machine({ Ask: { ...waitForToken, End: true } }),
          machine({ Pause: { Type: "Wait", Seconds: 5, Next: "Tell" }, Tell: { ...invoke, End: true } }),
        ].map(({ QueryLanguage: _, ...branch }) => branch),
        End: true,
      },
    });
    let token = "";
    const run = await runWorkflow(both, {
      mocks: {
        Ask: ({ taskToken }, task) => {
          token = taskToken ?? "";
          return task.neverAnswer();
        },
        Tell: (_call, { tokens }) => {
          tokens.sendTaskSuccess(token, '"told"');
          return "done";
        },
      },
    });
    expect(run).toMatchObject({ status: "SUCCEEDED", output: ["told", "done"], elapsedSeconds: 5 });
  });

  it("says that a task without a token takes no heartbeat", async () => {
    const run = runWorkflow(machine({ Send: { ...invoke, End: true } }), {
      mocks: { Send: [{ output: 1, afterSeconds: 5, heartbeatEverySeconds: 2 }] },
    });
    await expect(run).rejects.toThrow("The task of the state 'Send' has no token");
  });
});

describe("an activity", () => {
  const work = machine({
    Work: { Type: "Task", Resource: "arn:aws:states:us-east-1:123456789012:activity:a", TimeoutSeconds: 9, End: true },
  });

  it("is worked on for a while, or not in time", async () => {
    const done = await runWorkflow(work, { mocks: { Work: [{ output: 7, afterSeconds: 8 }] } });
    expect(done).toMatchObject({ output: 7, elapsedSeconds: 8 });
    const silent = await runWorkflow(work, { mocks: { Work: [{ timeout: true }] } });
    expect(silent).toMatchObject({ status: "FAILED", error: "States.Timeout", elapsedSeconds: 9 });
  });

  it("has no time-out before a worker takes it", async () => {
    const run = await runWorkflow({ ...work, TimeoutSeconds: 1000 }, { mocks: { Work: [{ untaken: true }] } });
    expect(run).toMatchObject({ status: "TIMED_OUT", elapsedSeconds: 1000 });
  });
});
