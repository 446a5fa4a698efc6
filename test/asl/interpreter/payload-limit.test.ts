import { describe, expect, it } from "vitest";
import { bucketFiles } from "../../../asl/testing/index.js";
import { lambdaTask, runStates, startStates } from "./helpers.js";

/** An expression of a text that is one byte longer, as JSON in UTF-8, than the limit; and of one that just fits. */
const tooLarge = "{% $pad('', 131072, 'é') %}";
const fits = "{% $pad('', 131071, 'é') %}";

const nested = { StartAt: "A", States: { A: { Type: "Succeed", Output: 1 } } };
const distributed = {
  ...nested,
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
};

describe("256 KiB of UTF-8", () => {
  it.each<[string, (value: string) => Record<string, unknown>]>([
    ["a task's parameters", (value) => ({ ...lambdaTask, End: undefined, Arguments: value })],
    ["the input of branches", (value) => ({ Type: "Parallel", Arguments: value, Branches: [nested] })],
    ["the input of an iteration", (value) => ({ Type: "Map", Items: [1], ItemSelector: value, ItemProcessor: nested })],
    [
      "the input of a child execution",
      (value) => ({ Type: "Map", Items: [1], ItemSelector: value, ItemProcessor: distributed }),
    ],
    ["an output", (value) => ({ Type: "Parallel", Branches: [nested], Output: value })],
    ["variables", (value) => ({ Type: "Parallel", Branches: [nested], Output: 1, Assign: { variable: value } })],
  ])("bound %s; more is an error that can be caught", async (what, state) => {
    const run = (value: string) =>
      runStates({
        S: { ...state(value), Next: "End", Catch: [{ ErrorEquals: ["States.DataLimitExceeded"], Next: "Caught" }] },
        End: { Type: "Succeed", Output: "fits" },
        Caught: { Type: "Succeed", Output: "too large" },
      });
    // A variable's name and the braces around it count, too.
    expect((await run(what === "variables" ? "{% $pad('', 131000, 'é') %}" : fits)).output).toBe("fits");
    expect((await run(tooLarge)).output).toBe("too large");
  });

  it("bound the outputs of a Map's iterations together", async () => {
    const iteration = { StartAt: "A", States: { A: { Type: "Succeed", Output: "{% $pad('', 65536, 'é') %}" } } };
    const map = (Items: number[]) => runStates({ M: { Type: "Map", Items, ItemProcessor: iteration, End: true } });
    expect(await map([1])).toMatchObject({ status: "SUCCEEDED" });
    expect(await map([1, 2])).toMatchObject({
      error: "States.DataLimitExceeded",
      cause: "The state/task 'M' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("bound what a Pass state passes on in JSONPath mode, even where it is dropped", async () => {
    const pass = { Type: "Pass", ResultPath: null, End: true };
    const input = "x".repeat(200_000);
    const run = (Parameters: object) => runStates({ P: { ...pass, Parameters } }, { input, language: "JSONPath" });
    expect(await run({ "a.$": "$" })).toMatchObject({ status: "SUCCEEDED" });
    const twice = await run({ "a.$": "$", "b.$": "$" });
    expect(twice).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });

  it("bound each item that is read from a file", async () => {
    const map = {
      Type: "Map",
      ItemReader: { Resource: "arn:aws:states:::s3:getObject", Arguments: { Bucket: "b", Key: "k" } },
      ItemProcessor: distributed,
      End: true,
    };
    const objects = bucketFiles({ "b/k": JSON.stringify(["x".repeat(300_000)]) });
    const execution = await runStates({ M: map }, { objects });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(execution.history.some(({ type }) => type === "MapRunFailed")).toBe(true);
  });

  it("bound an execution's input, which is refused", () => {
    const states = { P: { Type: "Pass", End: true } };
    expect(() => startStates(states, { input: "é".repeat(131_071) })).not.toThrow();
    expect(() => startStates(states, { input: "é".repeat(131_072) })).toThrow(RangeError);
  });
});
