import { describe, expect, it } from "vitest";
import { javaRandom } from "../../../asl/interpreter/random.js";
import { runStates } from "./helpers.js";

const evaluate = async (expression: string, input: string | number | null | object = null) => {
  const states = { A: { Type: "Pass", Output: `{% ${expression} %}`, End: true } };
  return runStates(states, { input: JSON.parse(JSON.stringify(input)) });
};

describe("JSONata as Step Functions has it", () => {
  it.each([
    ["[1/0, -1/0]", ["Infinity", "-Infinity"]],
    ["$range(-1.7, 2, 1)", [-1, 0, 1, 2]],
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$range(0, 10, 5)", [0, 5, 10]],
    ["$range(10, 1, -4)", [10, 6, 2]],
    ['$hash("input", "SHA-1")', "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"],
    ["$random(42)", 0.7275636800328681],
    ['$parse("{\\"a\\":[1]}")', { a: [1] }],
    ["$now()", "2026-01-01T00:00:00.000Z"],
    ["$millis()", 1767225600000],
    ['$now("[Y0001]")', "2026"],
    ["$length($uuid())", 36],
    ["$random() < 1", true],
    ["$sum($states.input.n)", 3],
    ["$states.input[n > 1].n", 2],
  ])("%s is %j", async (expression, expected) => {
    expect((await evaluate(expression, [{ n: 1 }, { n: 2 }])).output).toEqual(expected);
  });

  it.each([
    ["$eval('1')", "T1006: Attempted to invoke a non-function"],
    ["$parse('{')", 'D3120: Syntax error in expression passed to function eval: "{"'],
    ["$partition([1], 0)", 'T0410: Argument 2 of function "partition" does not match function signature'],
    ["$hash('a', 'CRC')", 'T0410: Argument 2 of function "hash" does not match function signature'],
    ["$range(0, 2e6, 1)", "D2014: The size of the sequence allocated by the range operator (..) must not exceed 1e6."],
    ["1 + 'a'", 'T2002: The right side of the "+" operator must evaluate to a number'],
  ])("%s throws %s", async (expression, message) => {
    const { cause } = await evaluate(expression);
    expect(cause).toContain(`The JSONata expression '${expression}' specified for the field 'Output' threw an error`);
    expect(cause).toContain(message);
  });

  it("gives plain data: a list that JSONata marked does not behave otherwise later", async () => {
    const execution = await runStates(
      {
        A: { Type: "Pass", Assign: { list: "{% $states.input[n = 1][] %}" }, Next: "B" },
        B: { Type: "Pass", Output: "{% $count($list) > 0 ? $list : 0 %}", End: true },
      },
      { input: [{ n: 1 }, { n: 2 }] },
    );
    expect(execution.output).toEqual([{ n: 1 }]);
  });

  it.each(["($f := function($n) { $f($n + 1) }; $f(0))", "($f := function($n) { 1 + $f($n) }; $f(0))"])(
    "stops an endless recursion: %s",
    async (expression) => {
      expect((await evaluate(expression)).cause).toContain(
        "U1001: Expression evaluation timeout: Check for infinite loop",
      );
    },
  );

  it("takes only a text with {% at its very start and %} at its very end for an expression", async () => {
    const Output = [" {% 1 %}", "{% 1 %} ", "{%1%}", "%}", "{%"];
    expect((await runStates({ A: { Type: "Pass", Output, End: true } })).output).toEqual([
      " {% 1 %}",
      "{% 1 %} ",
      1,
      "%}",
      "{%",
    ]);
  });

  it("names the field of an undefined value", async () => {
    const execution = await runStates({ A: { Type: "Pass", Output: { a: [0, { b: "{% $nope %}" }] }, End: true } });
    expect(execution.cause).toContain("specified for the field 'Output/a[1]/b' returned nothing (undefined).");
    expect(execution.history.at(-2)).toMatchObject({
      type: "EvaluationFailed",
      evaluationFailedEventDetails: { state: "A", location: "Output/a[1]/b", error: "States.QueryEvaluationError" },
    });
  });
});

it("javaRandom gives the numbers that Java gives for its best-known seeds", () => {
  expect([javaRandom(42), javaRandom(0)]).toEqual([0.7275636800328681, 0.730967787376657]);
});
