import { afterAll, describe, expect, test } from "vitest";
import { render } from "../../../asl/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { coverage, type Mocks, runWorkflow, type WorkflowRun } from "../../../asl/testing/index.js";
import { hello } from "../../../asl/workflows/hello.js";
import { handler } from "../../../handlers/hello/nice.js";

const definition = render(hello, { lambda: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` });
const runs: WorkflowRun[] = [];

/** What the function itself makes of a greeting. */
const answer = async (hello: string) => ({ output: { ...(await handler({ hello })) } });
const nice = async (hello: string): Promise<Mocks> => ({ Nice: [await answer(hello)] });

async function run(input: Json, mocks: Mocks): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, { input, mocks, now: "2026-01-01T00:00:00Z", seed: 1 });
  runs.push(finished);
  return finished;
}

test("greets by name", async () => {
  const greeted = await run({ name: "Ada" }, await nice("Hello, Ada!"));
  expect(greeted).toMatchObject({
    status: "SUCCEEDED",
    output: { greeting: "Hello, Ada! Nice to meet you." },
    path: ["IsNamed", "ByName", "Hello", "Nice", "Greeted"],
  });
  expect(greeted.calls.map(({ parameters }) => parameters)).toEqual([
    {
      FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:nice",
      Payload: { hello: "Hello, Ada!" },
    },
  ]);
});

test("takes a name for a text, whatever stands in it", async () => {
  const greeted = await run({ name: '{% 1 %} ${x} "&' }, await nice('Hello, {% 1 %} ${x} "&!'));
  expect(greeted.calls[0]?.parameters).toMatchObject({ Payload: { hello: 'Hello, {% 1 %} ${x} "&!' } });
});

test.each<[string, Json]>([
  ["no name", {}],
  ["an empty name", { name: "" }],
  ["a number", { name: 7 }],
  ["null", { name: null }],
  ["a list", { name: ["Ada"] }],
  ["an object", { name: { first: "Ada" } }],
  ["an input that is a text", "Ada"],
  ["an input that is null", null],
  ["an input that is a list", []],
])("greets %s as a stranger", async (_, input) => {
  const greeted = await run(input, await nice("Hello, stranger!"));
  expect(greeted).toMatchObject({
    status: "SUCCEEDED",
    output: { greeting: "Hello, stranger! Nice to meet you." },
    path: ["IsNamed", "AsStranger", "Hello", "Nice", "Greeted"],
  });
  expect(greeted.calls[0]?.parameters).toMatchObject({ Payload: { hello: "Hello, stranger!" } });
});

describe("when the function has no capacity", () => {
  const busy = { error: "Lambda.TooManyRequestsException" };

  test("tries again, and greets", async () => {
    const greeted = await run({ name: "Ada" }, { Nice: [busy, busy, await answer("Hello, Ada!")] });
    expect(greeted).toMatchObject({ status: "SUCCEEDED", output: { greeting: "Hello, Ada! Nice to meet you." } });
    expect(greeted.calls).toHaveLength(3);
  });

  test("gives up before the caller's time is over", async () => {
    const failed = await run({ name: "Ada" }, { Nice: [busy, busy, busy] });
    expect(failed).toMatchObject({ status: "FAILED", error: "Lambda.TooManyRequestsException" });
    expect(failed.elapsedSeconds).toBeLessThan(20);
  });
});

afterAll(() => {
  const report = coverage(definition, runs);
  console.log(`hello: ${report.text}`);
  expect(report.missed).toEqual([]);
});
