import { describe, expect, it } from "vitest";
import { compile, start } from "../../../asl/interpreter/index.js";
import { runWorkflow } from "../../../asl/testing/index.js";
import { runStates, startStates } from "./helpers.js";

const pass = { StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } };
const distributed = { ...pass, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };
const input = { prices: { a: 3, b: { c: 4 } } };
const entries = [
  { k: "a", v: 3, i: 0 },
  { k: "b", v: { c: 4 }, i: 1 },
];

describe("a Map over an object", () => {
  it.each([
    ["inline", pass],
    ["distributed", distributed],
  ])("runs for each field, %s, in both languages", async (_mode, ItemProcessor) => {
    const item = "$states.context.Map.Item";
    const ItemSelector = { k: `{% ${item}.Key %}`, v: `{% ${item}.Value %}`, i: `{% ${item}.Index %}` };
    const Items = "{% $states.input.prices %}";
    const each = await runStates({ Each: { Type: "Map", Items, ItemSelector, ItemProcessor, End: true } }, { input });
    expect(each).toMatchObject({ status: "SUCCEEDED", output: entries });
    const Parameters = { "k.$": "$$.Map.Item.Key", "v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index" };
    const state = { Type: "Map", ItemsPath: "$.prices", ItemSelector: Parameters, ItemProcessor, End: true };
    const paths = await runWorkflow({ StartAt: "Each", States: { Each: state } }, { input });
    expect(paths).toMatchObject({ status: "SUCCEEDED", output: entries });
  });

  it("gives an iteration the pair where nothing selects from it", async () => {
    const each = await runStates({ Each: { Type: "Map", ItemProcessor: pass, End: true } }, { input: input.prices });
    expect(each.output).toEqual([
      { Key: "a", Value: 3 },
      { Key: "b", Value: { c: 4 } },
    ]);
  });

  it("is refused where only lists are taken, as it was recorded", () => {
    const { clock } = startStates({ Done: { Type: "Succeed" } });
    const Each = { Type: "Map", Items: "{% $states.input.prices %}", ItemProcessor: pass, End: true };
    const definition = { QueryLanguage: "JSONata", StartAt: "Each", States: { Each } };
    const machine = compile(definition, { onlyLists: true });
    const outside = { clock, random: () => 0.5, uuid: () => "u", call: async () => null };
    const execution = start(machine, { ports: outside, input });
    expect(execution).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
    expect(execution.cause).toContain("Expected 'array', but was 'object'");
  });
});
