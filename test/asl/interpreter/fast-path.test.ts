import fc from "fast-check";
import jsonata from "jsonata";
import { describe, expect, it } from "vitest";
import { type Environment, Scope } from "../../../asl/interpreter/environment.js";
import { compileFast, slow } from "../../../asl/interpreter/fast-path.js";
import { toPlainJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";

const names = ["a", "b", "items"] as const;
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(null, true, false, 0, 1, 2.5, "", "a", "b"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 3 }),
  ),
})).value;

const pathText = fc
  .tuple(
    fc.constantFrom("$states.input", "$states.result", "$states.context.Execution.Input", "$x", "$y", "$missing"),
    fc.array(fc.constantFrom(...names, "`a`"), { maxLength: 3 }),
  )
  .map(([root, steps]) => [root, ...steps].join("."));

const expression = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    pathText,
    fc.constantFrom("1", "2.5", '"a"', '""', "true", "false", "null"),
    fc
      .tuple(tie("text"), fc.constantFrom("=", "!=", "<", "<=", ">", ">=", "&", "and", "or"), tie("text"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(tie("text"), tie("text"), tie("text")).map(([test, yes, no]) => `(${test}) ? (${yes}) : (${no})`),
    fc.tuple(tie("text"), tie("text")).map(([test, yes]) => `(${test}) ? (${yes})`),
    fc.array(tie("text"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(tie("text"), { maxLength: 3 })
      .map((items) => `{${items.map((item, i) => `"k${i}": ${item}`).join(", ")}}`),
    tie("text").map((text) => `$exists(${text})`),
    tie("text").map((text) => `$not(${text})`),
  ),
})).text;

function environment(input: Json, result: Json, x: Json, y: Json): Environment {
  const scope = new Scope();
  scope.assign({ x, y });
  return {
    input,
    result,
    errorOutput: undefined,
    executionInput: input,
    ports: { clock: { now: () => 0, setTimer: () => () => {} }, random: () => 0, uuid: () => "" },
    context: (): JsonObject => ({ Execution: { Input: input } }),
    variable: (name) => scope.get(name),
  };
}

describe("the fast path", () => {
  it("gives what the library gives, or leaves it to the library", async () => {
    let fast = 0;
    const check = async (text: string, values: readonly [Json, Json, Json, Json]): Promise<void> => {
      const [input, result, x, y] = values;
      const library = jsonata(text);
      const value = compileFast(library.ast())?.(environment(...values)) ?? undefined;
      if (value === slow || compileFast(library.ast()) === undefined) return;
      fast += 1;
      const context = { Execution: { Input: input } };
      const expected: unknown = await library.evaluate(undefined, { states: { input, result, context }, x, y });
      const actual = compileFast(library.ast())?.(environment(...values));
      expect(actual, text).toEqual(expected === undefined ? undefined : toPlainJson(expected));
    };
    await fc.assert(fc.asyncProperty(expression, fc.tuple(json, json, json, json), check), { numRuns: 8000, seed: 1 });
    expect(fast, "the property must not hold for want of cases").toBeGreaterThan(2000);
  });

  it.each([
    "$states.input",
    "$states.context.Execution.Input.a.b",
    "$x.a",
    '$states.input.a = "b"',
    '{"a": $x, "b": [1, $y]}',
    '"x" & $states.input.a',
  ])("takes on what workflows are full of: %s", (text) => {
    const value = compileFast(jsonata(text).ast())?.(environment({ a: "b" }, null, { a: 1 }, 2));
    expect(value).not.toBe(slow);
    expect(compileFast(jsonata(text).ast())).toBeDefined();
  });

  it.each(["$states.input.a[0]", "$sum($x)", "$x.a^(b)", "$states.input.constructor", "$x.*", "$x.$y", "a.b"])(
    "leaves to the library: %s",
    (text) => {
      expect(compileFast(jsonata(text).ast())).toBeUndefined();
    },
  );
});
