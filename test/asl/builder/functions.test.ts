import jsonata2 from "jsonata";
import { describe, expect, test } from "vitest";
import { toExpression } from "../../../asl/builder/expression.js";
import { toJsonata } from "../../../asl/builder/jsonata.js";
import { reference } from "../../../asl/builder/reference.js";
import {
  abs,
  add,
  append,
  at,
  ceil,
  contains,
  context,
  count,
  distinct,
  eq,
  filterList,
  floor,
  fromMillis,
  gt,
  hash,
  join,
  jsonata,
  keys,
  lengthOf,
  lowercase,
  mapList,
  max,
  merge,
  millis,
  min,
  now,
  number,
  parse,
  partition,
  random,
  range,
  render,
  replace,
  reverse,
  round,
  sort,
  split,
  string,
  substring,
  sum,
  toMillis,
  trim,
  uppercase,
  uuid,
  workflow,
} from "../../../asl/index.js";

interface Basket {
  readonly name: string;
  readonly lines: readonly { readonly sku: string; readonly price: number; readonly tags: readonly string[] }[];
  readonly prices: readonly number[];
  readonly at: string;
}

const basket = reference<Basket>("$basket");
const data = {
  name: " Ada  Lovelace ",
  lines: [
    { sku: "a", price: 1, tags: ["x"] },
    { sku: "b", price: 20, tags: ["x", "y"] },
  ],
  prices: [3, 1, 2, 3],
  at: "2026-11-21T04:00:00Z",
};

const evaluate = async (value: unknown) => {
  const result: unknown = await jsonata2(toJsonata(toExpression(value), {})).evaluate({}, { basket: data });
  return result === undefined ? undefined : JSON.parse(JSON.stringify(result));
};

describe("functions mean what they say", () => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ["uppercase", uppercase("ada"), "ADA"],
    ["lowercase", lowercase("ADA"), "ada"],
    ["trim", trim(basket.name), "Ada Lovelace"],
    ["lengthOf", lengthOf("four"), 4],
    ["contains", contains(basket.name, "Love"), true],
    ["substring", substring("abcdef", 1, 2), "bc"],
    ["substring to the end", substring("abcdef", -2), "ef"],
    ["split", split("a,b", ","), ["a", "b"]],
    ["split into one", split("a", ","), ["a"]],
    ["join", join(["a", "b"], "-"), "a-b"],
    ["replace", replace("a.b.c", ".", "-"), "a-b-c"],
    ["string of a number", string(1), "1"],
    ["number", number("1.5"), 1.5],
    ["round", round(2.345, 2), 2.34],
    ["floor", floor(-1.5), -2],
    ["ceil", ceil(1.2), 2],
    ["abs", abs(-3), 3],
    ["sum", sum(basket.prices), 9],
    ["max", max(basket.prices), 3],
    ["min", min(basket.prices), 1],
    ["count", count(basket.lines), 2],
    ["append", append(basket.prices, [9]), [3, 1, 2, 3, 9]],
    ["sort", sort(basket.prices), [1, 2, 3, 3]],
    ["reverse", reverse(basket.prices), [3, 2, 1, 3]],
    ["distinct", distinct(basket.prices), [3, 1, 2]],
    ["at", at(basket.prices, 1), 1],
    ["at from the end", at(basket.prices, -1), 3],
    ["at of a computed list", at(sort(basket.prices), 0), 1],
    ["at of nothing", at(basket.prices, 9), undefined],
    ["mapList", mapList(basket.lines, (line) => line.sku), ["a", "b"]],
    ["mapList to computed values", mapList(basket.prices, (price) => add(price, 1)), [4, 2, 3, 4]],
    ["filterList to one item stays a list", filterList(basket.lines, (line) => gt(line.price, 10)), [data.lines[1]]],
    ["filterList to nothing is an empty list", filterList(basket.lines, (line) => gt(line.price, 100)), []],
    [
      "functions inside functions",
      mapList(basket.lines, (line) => count(filterList(line.tags, (tag) => eq(tag, "x")))),
      [1, 1],
    ],
    ["keys", keys(basket), ["name", "lines", "prices", "at"]],
    ["merge", merge(reference<{ a: number }>("$basket.lines[0]"), { extra: true }).extra, true],
    ["toMillis", toMillis(basket.at), Date.parse(data.at)],
    ["fromMillis", fromMillis(0), "1970-01-01T00:00:00.000Z"],
    ["raw JSONata", jsonata<number>`$sum(${basket.lines}.(price * 2))`, 42],
    ["raw JSONata keeps its brackets", add(jsonata<number>`1 - 1`, jsonata<number>`2 - 1`), 1],
    ["a field of raw JSONata", jsonata<{ sku: string }>`${basket.lines}[0]`.sku, "a"],
  ];

  test.each(cases)("%s", async (_name, expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  test("the time of evaluation", async () => {
    expect(Math.abs(Number(await evaluate(millis())) - Date.now())).toBeLessThan(5000);
    expect(await evaluate(now())).toMatch(/^\d{4}-\d\d-\d\dT/);
  });
});

describe("what Step Functions adds to JSONata", () => {
  test.each([
    [partition(basket.prices, 2), "$partition($basket.prices, 2)"],
    [range(1, 9, 2), "$range(1, 9, 2)"],
    [hash("input", "SHA-1"), '$hash("input", "SHA-1")'],
    [random(), "$random()"],
    [random(42), "$random(42)"],
    [uuid(), "$uuid()"],
    [parse<{ a: { b: number } }>("{}").a.b, '$parse("{}").a.b'],
    [context.Execution.Name, "$states.context.Execution.Name"],
    [context.State.RetryCount, "$states.context.State.RetryCount"],
  ])("%#", (expression, text) => {
    expect(toJsonata(toExpression(expression), {})).toBe(text);
  });
});

describe("raw JSONata", () => {
  test("is parsed when the workflow is built", () => {
    expect(() => jsonata<number>`1 +`).toThrow("This JSONata cannot be parsed: Unexpected end of expression. In: 1 +");
  });

  test("may not use what Step Functions lacks", () => {
    expect(() => jsonata<number>`$eval("1")`).toThrow("Step Functions has no $eval");
  });

  test("stands in a workflow with its declared type", () => {
    const flow = workflow<Basket>("basket")
      .set("Total", ({ input }) => ({ total: jsonata<number>`$sum(${input.lines}.price)` }))
      .succeed("Done", ({ total }) => add(total, 1));
    expect(render(flow, {}).States.Total).toMatchObject({
      Assign: { total: "{% $sum($states.context.Execution.Input.lines.price) %}" },
    });
  });
});
