import { describe, expect, it } from "vitest";
import {
  compile,
  type Execution,
  seededRandom,
  start,
  TaskFailure,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import { choiceOperators } from "../../../asl/interpreter/json-path-choice.js";
import type { Json } from "../../../asl/spec/index.js";

async function run(
  states: Readonly<Record<string, unknown>>,
  input: Json,
  call: (parameters: Json) => Promise<Json> = async () => null,
): Promise<Execution> {
  const clock = virtualClock();
  const [first = ""] = Object.keys(states);
  const execution = start(compile({ StartAt: first, States: states }), {
    input,
    ports: { clock, random: seededRandom(1), uuid: () => "id", call: (task) => call(task.parameters) },
  });
  await clock.runUntil(execution.done);
  return execution;
}

const pass = { Type: "Pass", End: true };

describe("data flow in JSONPath", () => {
  it.each<[string, object, Json]>([
    ["nothing", {}, { a: { b: 1 }, list: [3, 4] }],
    ["InputPath", { InputPath: "$.a" }, { b: 1 }],
    ["InputPath null", { InputPath: null }, {}],
    ["OutputPath", { OutputPath: "$.list[1]" }, 4],
    ["OutputPath null", { OutputPath: null }, {}],
    ["Result", { Result: { r: 1 } }, { r: 1 }],
    ["ResultPath", { Result: 9, ResultPath: "$.a.c.d" }, { a: { b: 1, c: { d: 9 } }, list: [3, 4] }],
    ["ResultPath of an index", { Result: 9, ResultPath: "$.list[0]" }, { a: { b: 1 }, list: [9, 4] }],
    ["ResultPath null", { Result: 9, ResultPath: null }, { a: { b: 1 }, list: [3, 4] }],
    [
      "Parameters",
      { Parameters: { "x.$": "$.a.b", y: [{ "z.$": "$.list" }], literal: "$.a" } },
      { x: 1, y: [{ z: [3, 4] }], literal: "$.a" },
    ],
    [
      "InputPath, then Parameters, then ResultPath into the whole input",
      { InputPath: "$.a", Parameters: { "x.$": "$.b" }, ResultPath: "$.r" },
      { a: { b: 1 }, list: [3, 4], r: { x: 1 } },
    ],
  ])("%s", async (_, fields, expected) => {
    expect((await run({ P: { ...pass, ...fields } }, { a: { b: 1 }, list: [3, 4] })).output).toEqual(expected);
  });

  it("selects a task's result, and puts it and a caught error into the input", async () => {
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { "MessageBody.$": "States.Format('{}!', $.text)" },
      ResultSelector: { "id.$": "$.MessageId" },
      ResultPath: "$.sent",
      Catch: [{ ErrorEquals: ["E"], ResultPath: "$.problem", Next: "C" }],
      End: true,
    };
    const states = { T: task, C: pass };
    const sent = await run(states, { text: "hi" }, async (parameters) => ({ MessageId: parameters }));
    expect(sent.output).toEqual({ text: "hi", sent: { id: { MessageBody: "hi!" } } });
    const failed = await run(states, { text: "hi" }, () => Promise.reject(new TaskFailure("E", "why")));
    expect(failed.output).toEqual({ text: "hi", problem: { Error: "E", Cause: "why" } });
  });

  it("assigns variables from the result, and reads them in later states and in branches", async () => {
    const states = {
      A: { ...pass, Result: { n: 1 }, Assign: { "x.$": "$.n", y: "plain" }, End: undefined, Next: "M" },
      M: {
        Type: "Map",
        ItemsPath: "$$.Execution.Input.items",
        ItemSelector: { "item.$": "$$.Map.Item.Value", "x.$": "$x" },
        Iterator: { StartAt: "I", States: { I: { ...pass, Parameters: { "all.$": "$", "y.$": "$y" } } } },
        End: true,
      },
    };
    expect((await run(JSON.parse(JSON.stringify(states)), { items: ["a"] })).output).toEqual([
      { all: { item: "a", x: 1 }, y: "plain" },
    ]);
  });

  it("fails with States.Runtime, which nothing catches, for a path that leads nowhere", async () => {
    const branch = { StartAt: "P", States: { P: { ...pass, Parameters: { "x.$": "$.nowhere" } } } };
    const states = {
      S: { Type: "Parallel", Branches: [branch], Catch: [{ ErrorEquals: ["States.ALL"], Next: "C" }], End: true },
      C: pass,
    };
    expect(await run(states, {})).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause:
        "An error occurred while executing the state 'P' (entered at the event id #4). The JSONPath '$.nowhere' specified for the field 'x.$' could not be found in the input '{}'",
    });
  });

  it("takes an index past the end of a list for null, but no other place that is missing", async () => {
    const taken = async (path: string) => run({ P: { ...pass, Parameters: { "v.$": path } } }, { list: [1], a: {} });
    expect((await taken("$.list[1]")).output).toEqual({ v: null });
    for (const path of ["$.a[1]", "$.list[1].b", "$.none[1]"]) {
      expect(await taken(path)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    }
  });

  it.each([
    [{ Type: "Pass", Parameters: { "v.$": "$" }, End: true }],
    [{ Type: "Pass", InputPath: "$.v", End: true }],
    [{ Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "End" }], Default: "End" }],
  ])("has no path into null: %j", async (state) => {
    const execution = await run({ Null: { Type: "Pass", Result: null, Next: "S" }, S: state, End: pass }, {});
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(execution.cause).toContain("Unable to apply Path transformation to null or empty input.");
  });

  it("mixes with JSONata, state by state", async () => {
    const states = {
      P: { Type: "Pass", Result: [1, 2], ResultPath: "$.list", Next: "Q" },
      Q: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $sum($states.input.list) %}", End: true },
    };
    expect((await run(states, {})).output).toBe(3);
  });
});

describe("a Choice state in JSONPath", () => {
  const holds = async (rule: object, input: Json): Promise<boolean> => {
    const states = {
      C: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
      Yes: { Type: "Succeed" },
      No: { Type: "Succeed" },
    };
    return (await run(states, input)).path[1] === "Yes";
  };
  const [before, after] = ["2026-01-01T00:00:00Z", "2026-01-01T02:00:01+01:00"];

  // Three values of each family, in order; the rule compares with the middle one.
  it.each<[string, readonly [Json, Json, Json]]>([
    ["String", ["a", "b", "c"]],
    ["Numeric", [1, 2.5, 3]],
    ["Timestamp", [before, "2026-01-01T01:00:00Z", after]],
  ])("compares %s values, with a literal and with a path", async (family, [low, middle, high]) => {
    const expected = {
      Equals: [0, 1, 0],
      LessThan: [1, 0, 0],
      LessThanEquals: [1, 1, 0],
      GreaterThan: [0, 0, 1],
      GreaterThanEquals: [0, 1, 1],
    };
    for (const [order, answers] of Object.entries(expected)) {
      for (const [index, v] of [low, middle, high].entries()) {
        const input = { v, m: middle };
        expect(await holds({ Variable: "$.v", [family + order]: middle }, input), order).toBe(answers[index] === 1);
        expect(await holds({ Variable: "$.v", [`${family}${order}Path`]: "$.m" }, input), order).toBe(
          answers[index] === 1,
        );
      }
    }
    expect(await holds({ Variable: "$.v", [`${family}Equals`]: middle }, { v: true })).toBe(false);
  });

  it.each<[object, Json, boolean]>([
    [{ Variable: "$.v", BooleanEquals: true }, { v: true }, true],
    [{ Variable: "$.v", BooleanEqualsPath: "$.w" }, { v: true, w: false }, false],
    [{ Variable: "$.v", StringMatches: "log-*.txt" }, { v: "log-7.txt" }, true],
    [{ Variable: "$.v", StringMatches: "a\\*b" }, { v: "a*b" }, true],
    [{ Variable: "$.v", StringMatches: "a\\*b" }, { v: "axb" }, false],
    [{ Variable: "$.v", IsNull: true }, { v: null }, true],
    [{ Variable: "$.v", IsNumeric: false }, { v: "1" }, true],
    [{ Variable: "$.v", IsString: true }, { v: "1" }, true],
    [{ Variable: "$.v", IsBoolean: true }, { v: 0 }, false],
    [{ Variable: "$.v", IsTimestamp: true }, { v: before }, true],
    [
      { Variable: "$.v", TimestampLessThanPath: "$.w" },
      { v: "2026-01-01T00:00:00.000000001Z", w: "2026-01-01T00:00:00.000000002Z" },
      true,
    ],
    [
      { Variable: "$.v", TimestampEquals: "2026-01-01T00:00:00.5Z" },
      { v: "2026-01-01T01:00:00.500000000+01:00" },
      true,
    ],
    [{ Variable: "$.v", IsPresent: false }, {}, true],
    [{ Not: { Variable: "$.v", IsPresent: true } }, {}, true],
    [
      {
        And: [
          { Variable: "$.v", IsPresent: true },
          { Variable: "$.v", NumericGreaterThan: 0 },
        ],
      },
      {},
      false,
    ],
    [
      {
        Or: [
          { Variable: "$.v", NumericLessThan: 0 },
          { Variable: "$.v", NumericGreaterThan: 9 },
        ],
      },
      { v: 10 },
      true,
    ],
  ])("%j for %j: %s", async (rule, input, expected) => {
    expect(await holds(rule, input)).toBe(expected);
  });

  it("has every operator of the language", () => {
    expect(choiceOperators).toHaveLength(16 + 1 + 16 + 5 + 1 + 3);
  });

  it("fails for a variable that is not there, and refuses a rule with two comparisons", async () => {
    const states = {
      C: { Type: "Choice", Choices: [{ Variable: "$.v", IsNull: true, Next: "D" }] },
      D: { Type: "Succeed" },
    };
    expect(await run(states, {})).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    const two = {
      ...states,
      C: { Type: "Choice", Choices: [{ Variable: "$.v", IsNull: true, IsString: true, Next: "D" }] },
    };
    await expect(run(two, {})).rejects.toThrow("exactly one comparison");
  });
});
