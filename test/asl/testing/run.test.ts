import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { assertCovered, coverage, coverageDiagram, mergeCoverage, runWorkflow } from "../../../asl/testing/index.js";

const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Send",
  States: {
    Send: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload: "{% $states.input %}" },
      TimeoutSeconds: 10,
      Output: "{% $states.result.Payload %}",
      Retry: [
        { ErrorEquals: ["Throttled"], IntervalSeconds: 2 },
        { ErrorEquals: ["States.Timeout"], MaxAttempts: 1 },
      ],
      Catch: [{ ErrorEquals: ["Refused"], Next: "NotSent" }],
      Next: "Which",
    },
    Which: { Type: "Choice", Choices: [{ Condition: "{% $states.input.ok %}", Next: "Sent" }], Default: "NotSent" },
    Sent: { Type: "Succeed" },
    NotSent: { Type: "Fail", Error: "NotSent" },
  },
};

describe("runWorkflow", () => {
  it.each([
    [{ output: 1 }, "must be a function or a list of answers"],
    [[{}], "Answer 1 of the mock of 'Send' must have one of output, response, error, timeout, untaken, but has none."],
    [[{ output: 1 }, { output: 1, error: "E" }], "Answer 2 of the mock of 'Send' must have one of"],
    [[{ output: 1, afterSeconds: -1 }], "must have a number of seconds in 'afterSeconds', not -1"],
  ])("refuses a mock that is none, from where types are not checked: %j", async (mock, problem) => {
    const mocks = JSON.parse(JSON.stringify({ Send: mock }));
    await expect(runWorkflow(definition, { mocks })).rejects.toThrow(problem);
  });

  it("answers calls in sequence, on virtual time, and tells the calls", async () => {
    const run = await runWorkflow(definition, {
      input: { to: "ann" },
      mocks: { Send: [{ error: "Throttled", cause: "busy" }, { timeout: true }, { output: { ok: true } }] },
    });
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      output: { ok: true },
      path: ["Send", "Which", "Sent"],
      elapsedSeconds: 13,
    });
    const parameters = { FunctionName: "f", Payload: { to: "ann" } };
    expect(run.calls).toEqual([
      { state: "Send", parameters, attempt: 1, at: 0 },
      { state: "Send", parameters, attempt: 2, at: 2 },
      { state: "Send", parameters, attempt: 3, at: 13 },
    ]);
  });

  it("takes a definition as JSON text", async () => {
    const run = await runWorkflow(JSON.stringify(definition), { mocks: { Send: [{ output: { ok: true } }] } });
    expect(run.path).toEqual(["Send", "Which", "Sent"]);
    expect(coverage(JSON.stringify(definition), [run]).points).toEqual(coverage(definition, [run]).points);
  });

  it("asks a function, and waits for real work without letting time pass", async () => {
    const run = await runWorkflow(definition, {
      mocks: {
        Send: async ({ attempt }) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return { ok: attempt === 1 };
        },
      },
    });
    expect(run).toMatchObject({ status: "SUCCEEDED", elapsedSeconds: 0 });
  });

  it("stops the test, and not the workflow's catchers, when a mock is missing or broken", async () => {
    const catching = {
      ...definition,
      States: {
        ...definition.States,
        Send: { ...definition.States.Send, Catch: [{ ErrorEquals: ["States.ALL"], Next: "NotSent" }] },
      },
    };
    await expect(runWorkflow(catching)).rejects.toThrow("No mock for the state 'Send'");
    const broken = () => {
      throw new TypeError("mistake in the mock");
    };
    await expect(runWorkflow(catching, { mocks: { Send: broken } })).rejects.toThrow("mistake in the mock");
  });

  it("completes the tokens of tasks that wait for them", async () => {
    const waiting = {
      QueryLanguage: "JSONata",
      StartAt: "Ask",
      States: {
        Ask: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
          Arguments: { FunctionName: "f", Payload: "{% $states.context.Task.Token %}" },
          Retry: [{ ErrorEquals: ["Busy"] }],
          End: true,
        },
      },
    };
    const run = await runWorkflow(waiting, { mocks: { Ask: [{ error: "Busy" }, { output: "blended" }] } });
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "blended", elapsedSeconds: 1 });
  });

  it("ends jobs with their mocks, and lets a worker take activities", async () => {
    const job = { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync", Arguments: {}, Next: "Work" };
    const work = { Type: "Task", Resource: "arn:aws:states:us-east-1:123456789012:activity:a", End: true };
    const machine = { QueryLanguage: "JSONata", StartAt: "Job", States: { Job: job, Work: work } };
    const run = await runWorkflow(machine, { mocks: { Job: [{ output: { done: true } }], Work: [{ output: 7 }] } });
    expect(run.output).toBe(7);
    expect(run.calls[1]?.parameters).toEqual({ done: true });
    const types = run.history.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["TaskSubmitted", "ActivityStarted", "ActivitySucceeded"]));
    const failed = await runWorkflow(machine, { mocks: { Job: [{ error: "States.TaskFailed" }] } });
    expect(failed).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  });

  it("is the same run for the same seed", async () => {
    const golden = "test/asl/workflows/golden/pet-reminders.asl.json";
    const reminders: unknown = JSON.parse(readFileSync(golden, "utf8"));
    const input = { id: "1", sendAt: "2026-12-31T00:00:00Z", message: "m", channel: "email", email: "a@b.example" };
    const times = async (seed: number) => {
      const mocks = {
        SendEmail: [{ error: "EmailThrottled" }, { output: { channel: "email", status: "sent", messageId: "1" } }],
      };
      return (await runWorkflow(reminders, { input, seed, mocks })).calls.map((call) => call.at);
    };
    expect(await times(1)).toEqual(await times(1));
    expect(await times(1)).not.toEqual(await times(2));
  });
});

describe("coverage", () => {
  it("tells what runs reached and what not", async () => {
    const sent = await runWorkflow(definition, { mocks: { Send: [{ error: "Throttled" }, { output: { ok: true } }] } });
    const refused = await runWorkflow(definition, { mocks: { Send: [{ error: "Refused" }] } });
    const result = coverage(definition, [sent, refused]);
    expect(result.missed).toEqual(["Send / Retry[1]", "Which / Default"]);
    expect(result.reached.map(({ name, runs }) => `${name} ${runs}`)).toEqual([
      "Send 2",
      "Send / Retry[0] 1",
      "Send / Catch[0] 1",
      "Which 1",
      "Which / Choices[0] 1",
      "Sent 1",
      "NotSent 1",
    ]);
    expect(result.text).toBe(
      "7 of 9 states and rules reached in 2 runs; not reached:\n  Send / Retry[1]\n  Which / Default",
    );
  });

  it("fails clearly below 100 %, and adds up over files, kept as JSON", async () => {
    const sent = coverage(definition, [await runWorkflow(definition, { mocks: { Send: [{ output: { ok: true } }] } })]);
    const others = await Promise.all([
      runWorkflow(definition, { mocks: { Send: [{ error: "Refused" }] } }),
      runWorkflow(definition, {
        mocks: { Send: [{ error: "Throttled" }, { timeout: true }, { output: { ok: false } }] },
      }),
    ]);
    expect(() => assertCovered(sent)).toThrow(
      /^Coverage is 44 %, below 100 %: 4 of 9 .* not reached:\n {2}Send \/ Retry\[0\]\n/,
    );
    const kept = JSON.parse(JSON.stringify(coverage(definition, others)));
    const all = mergeCoverage(sent, kept);
    expect(() => assertCovered(all)).not.toThrow();
    expect(all.text).toBe("9 of 9 states and rules reached in 3 runs.");
    expect(all.points.find(({ name }) => name === "NotSent")?.runs).toBe(2);
    const other = coverage({ StartAt: "A", States: { A: { Type: "Succeed" } } }, []);
    expect(() => mergeCoverage(sent, other)).toThrow("Coverage of different definitions");
    expect(() => mergeCoverage(other, sent)).toThrow("Coverage of different definitions");
  });

  it("stands on the diagram: states, branches, catchers and retriers", async () => {
    const none = coverageDiagram(definition, coverage(definition, []));
    expect(none).toContain("<title>Coverage: 0 of 9 states and rules reached</title>");
    expect(none.match(/class="halo missed"/g)).toHaveLength(4);
    const sent = await runWorkflow(definition, { mocks: { Send: [{ error: "Throttled" }, { output: { ok: true } }] } });
    const drawn = coverageDiagram(definition, coverage(definition, [sent]));
    expect(drawn.match(/class="halo missed"/g)).toHaveLength(2);
    expect(drawn).toContain("Retry[1] not reached");
    expect(drawn).not.toContain("Retry[0]");
    expect(drawn).toContain('class="label catch missed"><title>Refused: not reached</title>');
    expect(drawn).toContain('class="label missed"><title>default: not reached</title>');
    const refused = await runWorkflow(definition, { mocks: { Send: [{ error: "Refused" }] } });
    const slow = await runWorkflow(definition, { mocks: { Send: [{ timeout: true }, { output: { ok: false } }] } });
    const all = coverageDiagram(definition, coverage(definition, [sent, refused, slow]));
    expect(all).not.toContain("not reached");
    expect(all.match(/class="halo reached"/g)).toHaveLength(4);
  });
});
