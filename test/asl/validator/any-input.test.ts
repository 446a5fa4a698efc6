import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Arbitrary, array, assert, constantFrom, integer, jsonValue, oneof, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf } from "../../../asl/graph.js";
import type { Json } from "../../../asl/spec/index.js";
import { validate } from "../../../asl/validator/index.js";

const golden = "test/asl/workflows/golden";
const definitions = readdirSync(golden)
  .filter((file) => file.endsWith(".asl.json"))
  .map((file): Json => JSON.parse(readFileSync(join(golden, file), "utf8")));
const cases = readdirSync("test/asl/validator/cases").flatMap((file): Json[] => {
  const read: { definition: Json }[] = JSON.parse(readFileSync(join("test/asl/validator/cases", file), "utf8"));
  return read.map(({ definition }) => definition);
});
const all = [...definitions, ...cases].filter((definition) => typeof definition === "object");

const json: Arbitrary<Json> = jsonValue({ maxDepth: 3 }).map((value): Json => JSON.parse(JSON.stringify(value)));

/** What is put somewhere into a definition: anything, or something that means something in it. */
const piece = oneof(
  json,
  constantFrom<Json>(
    "$",
    "$$",
    "$.",
    "{%%}",
    "{% $ %}",
    "{% ( %}",
    "States.Format('",
    "${X}",
    "",
    -1,
    1e99,
    null,
    [],
    {},
  ),
  constantFrom<Json>(
    ...["Task", "Map", "Parallel", "Choice", "JSONata", "arn:aws:states:::lambda:invoke", "__proto__", "toString"],
  ),
  constantFrom<Json>(...all),
);

const mutations = array(tuple(integer({ min: 0, max: 1_000 }), constantFrom("replace", "remove", "rename"), piece), {
  minLength: 1,
  maxLength: 4,
});

describe("whatever it is given", () => {
  test("workflows of ours are found nothing wrong with", () => {
    expect(definitions.length).toBeGreaterThan(0);
    for (const definition of definitions) expect(validate(definition)).toEqual([]);
  });

  test("mutated definitions give findings, whose pointers lead to where they say", () => {
    assert(
      property(constantFrom(...all), mutations, (definition, changes) => {
        const mutated = changes.reduce<Json>((value, [at, how, by]) => mutate(value, at, how, by), definition);
        graphOf(mutated);
        for (const { message, pointer } of validate(mutated)) {
          expect(message).not.toMatch(/undefined|\[object/);
          expect(resolves(mutated, pointer)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("any JSON, as a value and as text", () => {
    assert(
      property(jsonValue(), (value) => {
        validate(value);
        validate(JSON.stringify(value));
        validate(JSON.stringify(value).slice(1));
      }),
    );
  });

  test("what is no JSON at all", () => {
    const cycle: Record<string, unknown> = { StartAt: "A", States: { A: { Type: "Pass", Result: {} } } };
    cycle.Comment = cycle;
    for (const value of [undefined, Number.NaN, 5n, Symbol("x"), () => 1, new Date(), new Map(), cycle]) {
      expect(validate(value).length).toBeGreaterThan(0);
    }
  });

  test("what is nested without end", () => {
    let deep: Json = "x";
    for (let level = 0; level < 20_000; level++) deep = level % 2 === 0 ? [deep] : { And: deep };
    const expression = `{% ${"(".repeat(20_000)}1${")".repeat(20_000)} %}`;
    const rule = { ...(typeof deep === "object" ? { And: [deep] } : {}), Next: "A" };
    const definition = (json: Json): Json => ({ StartAt: "A", States: { A: json } });
    for (const field of ["Result", "Parameters", "Retry", "Branches", "Assign", "Comment", "Resource"]) {
      expect(validate(definition({ Type: "Pass", [field]: deep, End: true })).length).toBeGreaterThan(0);
    }
    expect(validate(definition({ Type: "Choice", Choices: [rule], Default: "A" })).length).toBeGreaterThan(0);
    expect(
      validate(definition({ Type: "Pass", QueryLanguage: "JSONata", Output: expression, End: true })).length,
    ).toBeGreaterThan(0);
    expect(validate("[".repeat(100_000)).length).toBe(1);
  });
});

describe("however long it is", () => {
  const chain = (length: number): Json => {
    const States: Record<string, Json> = {};
    for (let i = 0; i < length; i++) {
      States[`S${i}`] = {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "f", "Payload.$": i === 0 ? "$" : `$v${i - 1}.x` },
        Assign: { [`v${i}.$`]: "$.Payload" },
        ResultPath: `$.r${i}`,
        Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 2 }],
        Next: i === length - 1 ? "End" : `S${i + 1}`,
      };
    }
    return { StartAt: "S0", States: { ...States, End: { Type: "Succeed" } } };
  };

  test("50,000 states that each read what the one before assigned are found too large, and nothing else", () => {
    const findings = validate(chain(50_000));
    expect(findings.map(({ code }) => code)).toEqual(["TOO_LARGE"]);
  });

  test("the time grows with the length, and not with its square", () => {
    const time = (length: number): number => {
      const definition = chain(length);
      const start = performance.now();
      validate(definition);
      return performance.now() - start;
    };
    time(1_000);
    const [short, long] = [Math.min(time(2_000), time(2_000), time(2_000)), Math.min(time(32_000), time(32_000))];
    // Sixteen times as long would be 256 times the time if it were the square. The machine may be busy.
    expect(long / short).toBeLessThan(80);
  });
});

/** Changes the n-th place of a value, counted in depth first, without touching the value. */
function mutate(value: Json, at: number, how: string, by: Json): Json {
  let left = at % (countPlaces(value) + 1);
  const visit = (json: Json): Json => {
    if (left-- === 0) return by;
    if (Array.isArray(json)) return json.map((item: Json) => visit(item));
    if (typeof json !== "object" || json === null) return json;
    return Object.fromEntries(
      Object.entries(json).flatMap(([key, inner]): [string, Json][] => {
        if (left !== 0 || how === "replace") return [[key, visit(inner)]];
        left -= 1;
        return how === "remove" ? [] : [[`${key}${typeof by === "string" ? by : "x"}`, inner]];
      }),
    );
  };
  return visit(value);
}

function countPlaces(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner: Json) => sum + countPlaces(inner), 1);
}

/** Whether a JSON pointer leads to something; its last part may name what is missing. */
function resolves(value: Json, pointer: string): boolean {
  let at: Json | undefined = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return true;
}
