import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { answerLine, answerQuestion } from "../../../scripts/lib/replay/answer.js";

const machine = (states: Readonly<Record<string, unknown>>) => ({ StartAt: Object.keys(states)[0], States: states });
const task = (fields: Readonly<Record<string, unknown>> = {}) =>
  machine({
    T: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "q", MessageBody: "a" },
      End: true,
      ...fields,
    },
  });
const lambda = "arn:aws:lambda:us-east-1:111111111111:function:f";

describe("an answer", () => {
  it.each([
    ["no JSON", "{"],
    ["no object", "[1]"],
    ["an unknown kind", '{"kind":"x"}'],
    ["no definition", "{}"],
    ["a definition that is no JSON", '{"definition":"{"}'],
  ])("comes to %s, too", async (_, line) => {
    expect(JSON.parse(await answerLine(line))).toEqual({ unsupported: expect.any(String) });
  });

  it("has outcome and history of an execution", async () => {
    const definition = machine({ P: { Type: "Pass", Result: 7, End: true } });
    const context = { executionName: "n", stateMachineArn: "arn:aws:states:us-east-1:1:stateMachine:m" };
    const answer = await answerQuestion({ kind: "execution", definition, input: {}, context });
    expect(answer).toMatchObject({ status: "SUCCEEDED", output: 7 });
    expect(answer.history).toHaveLength(4);
  });

  it("takes mocks in the order of attempts, and by their parameters", async () => {
    const retried = task({ Retry: [{ ErrorEquals: ["E"] }] });
    const mocks = {
      T: [
        { error: "E", cause: "c" },
        { output: "ok", parameters: { QueueUrl: "q", MessageBody: "a" } },
      ],
    };
    // The second mock names these parameters, so it is the first attempt's.
    expect(await answerQuestion({ definition: retried, mocks })).toMatchObject({ output: "ok" });
    const inOrder = { T: [{ error: "E", cause: { why: 1 } }, { output: "ok" }] };
    const answer = await answerQuestion({ definition: retried, mocks: inOrder });
    expect(answer).toMatchObject({ output: "ok" });
    expect(JSON.stringify(answer.history)).toContain('"cause":"{\\"why\\":1}"');
  });

  it("lets a mocked time-out be the state's own, and completes tokens after submitting", async () => {
    const late = await answerQuestion({ definition: task({ TimeoutSeconds: 3 }), mocks: { T: [{ timeout: true }] } });
    expect(late).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    // The time-outs of an activity begin when a worker takes it.
    const Resource = "arn:aws:states:us-east-1:111111111111:activity:a";
    const activity = machine({ T: { Type: "Task", Resource, HeartbeatSeconds: 3, End: true } });
    const idle = await answerQuestion({ definition: activity, mocks: { T: [{ timeout: true }] } });
    expect(idle).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    const definition = task({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" });
    const done = await answerQuestion({ definition, mocks: { T: [{ submitted: { MessageId: "1" }, output: 2 }] } });
    expect(done.output).toBe(2);
    expect(JSON.stringify(done.history)).toContain("TaskSubmitted");
  });

  it("says which call it has no mock for", async () => {
    expect(await answerQuestion({ definition: task(), mocks: { T: [] } })).toEqual({
      unsupported: "No mock is left for the state 'T' (arn:aws:states:::sqs:sendMessage).",
    });
  });

  it("runs what the setup has: objects, known functions, other machines", async () => {
    const definition = machine({ F: { Type: "Task", Resource: lambda, End: true } });
    const setup = { lambdas: [{ name: "f", handler: "raise_exception.py" }] };
    expect(await answerQuestion({ definition, setup })).toMatchObject({ status: "FAILED", error: "Exception" });
    const slow = { lambdas: [{ name: "f", handler: "wait_60_seconds.py" }] };
    const hurried = machine({ F: { Type: "Task", Resource: lambda, TimeoutSeconds: 59, End: true } });
    expect(await answerQuestion({ definition: hurried, setup: slow })).toMatchObject({ error: "States.Timeout" });
    const nested = task({
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: { StateMachineArn: "arn:aws:states:us-east-1:1:stateMachine:inner", Input: { x: 1 } },
    });
    const inner = {
      arn: "arn:aws:states:us-east-1:1:stateMachine:inner",
      definition: machine({ S: { Type: "Succeed" } }),
    };
    const answer = await answerQuestion({ definition: nested, setup: { stateMachines: [inner] } });
    expect(answer.output).toMatchObject({ Status: "SUCCEEDED", Output: { x: 1 } });
  });

  it("reads objects that are binary", async () => {
    const map = {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Parameters: { Bucket: "b", Key: "manifest.csv" },
        ReaderConfig: { ManifestType: "ATHENA_DATA", InputType: "JSONL" },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...machine({ I: { Type: "Succeed" } }),
      },
      End: true,
    };
    const bodyBase64 = gzipSync('{"n":1}\n{"n":2}\n').toString("base64");
    const s3 = [
      { bucket: "b", key: "manifest.csv", body: "s3://b/data.gz\n" },
      { bucket: "b", key: "data.gz", bodyBase64 },
    ];
    const answer = await answerQuestion({ definition: machine({ M: map }), setup: { s3 } });
    expect(answer.output).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("refuses definitions as AWS does", async () => {
    const wrong = machine({ A: { Type: "Pass", Next: "Nowhere" } });
    expect(await answerQuestion({ kind: "creation-error", definition: wrong })).toMatchObject({
      refused: true,
      code: "InvalidDefinition",
    });
    expect(await answerQuestion({ kind: "creation-error", definition: task() })).toEqual({ refused: false });
    expect(await answerQuestion({ kind: "validate", definition: wrong })).toMatchObject({
      answer: { result: "FAIL", diagnostics: [{ code: "MISSING_TRANSITION_TARGET" }] },
    });
    expect(await answerQuestion({ kind: "validate", definition: "" })).toMatchObject({
      answer: { result: "FAIL", diagnostics: [{ code: "MISSING_DESCRIPTION" }] },
    });
    const map = (name: string, end: object) => ({
      Type: "Map",
      Label: "same",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...machine({ [name]: { Type: "Succeed" } }),
      },
      ...end,
    });
    const twice = machine({ A: map("I", { Next: "B" }), B: map("J", { End: true }) });
    expect(await answerQuestion({ kind: "validate", definition: twice })).toMatchObject({
      answer: { result: "FAIL", diagnostics: [{ code: "DUPLICATE_LABEL_NAME" }] },
    });
  });
});

describe("npm run engine", () => {
  it("answers each line with a line, in order", () => {
    const lines = ["oops", JSON.stringify({ definition: machine({ S: { Type: "Succeed" } }), input: { n: 1 } }), ""];
    const { stdout, status } = spawnSync(process.execPath, [join("scripts", "run.mjs"), "engine"], {
      input: lines.join("\n"),
      encoding: "utf8",
    });
    const answers = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(answers).toEqual([
      { unsupported: "The line is not JSON." },
      expect.objectContaining({ status: "SUCCEEDED", output: { n: 1 } }),
    ]);
    expect(status).toBe(0);
  });
});
