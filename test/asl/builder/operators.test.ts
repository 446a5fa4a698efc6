import jsonata from "jsonata";
import { describe, expect, test } from "vitest";
import { toExpression } from "../../../asl/builder/expression.js";
import { toJsonata, toTemplate } from "../../../asl/builder/jsonata.js";
import { reference } from "../../../asl/builder/reference.js";
import {
  add,
  and,
  type Condition,
  divide,
  type Expr,
  eq,
  exists,
  gt,
  gte,
  inList,
  lt,
  lte,
  multiply,
  ne,
  not,
  or,
  orElse,
  remainder,
  subtract,
  text,
  toJson,
} from "../../../asl/index.js";

interface Order {
  readonly size: "small" | "large";
  readonly count: number;
  readonly customer?: string;
  readonly friend?: { readonly name: string };
  readonly tags?: readonly string[];
  readonly "odd name": string;
  readonly "back`quote": string;
  readonly and: string;
  readonly lines: readonly number[];
  readonly pair: readonly ["a", { readonly deep: boolean }];
}

const order = reference<Order>("$order");
const data = {
  size: "small",
  count: 3,
  "odd name": "odd",
  "back`quote": "quoted",
  and: "word",
  lines: [1, 2],
  pair: ["a", { deep: true }],
};

const jsonataOf = (value: unknown) => toJsonata(toExpression(value), {});

/** What JSONata itself makes of an expression: the text is judged by its meaning, not by its look. */
const evaluate = async (value: unknown) => jsonata(jsonataOf(value)).evaluate({}, { order: data });

describe("operators mean what they say", () => {
  const cases: readonly (readonly [string, Expr<unknown> | Condition, unknown])[] = [
    ["eq", eq(order.size, "small"), true],
    ["eq with a reference", eq(order.count, order.count), true],
    ["ne", ne(order.size, "small"), false],
    ["lt", lt(order.count, 3), false],
    ["lte", lte(order.count, 3), true],
    ["gt", gt(order.count, 2), true],
    ["gte", gte(order.size, "tiny"), false],
    ["inList", inList(order.size, ["large", "small"]), true],
    ["and", and(eq(order.count, 3), eq(order.size, "large")), false],
    ["or", or(eq(order.count, 3), eq(order.size, "large")), true],
    ["not", not(eq(order.count, 3)), false],
    ["and in or", or(and(eq(order.count, 0), eq(order.count, 3)), eq(order.count, 3)), true],
    ["or in and", and(or(eq(order.count, 3), eq(order.count, 0)), eq(order.count, 0)), false],
    ["exists of a missing field", exists(order.customer), false],
    ["exists of a field", exists(order.size), true],
    ["orElse of a missing field", orElse(order.customer, "stranger"), "stranger"],
    ["orElse of a field", orElse(order.size, "large"), "small"],
    ["orElse of a missing object, and its field", orElse(order.friend, { name: "guest" }).name, "guest"],
    ["orElse of a missing list", orElse(order.tags, []), []],
    ["a field of what is missing is missing", orElse(order.friend.name, "nobody"), "nobody"],
    ["a product of a sum", multiply(add(order.count, 1), 2), 8],
    ["a difference of a difference", subtract(10, subtract(5, order.count)), 8],
    ["a quotient", divide(multiply(order.count, 3), subtract(4, 2)), 4.5],
    ["a remainder", remainder(order.count, 2), 1],
    ["add", add(order.count, 2), 5],
    ["subtract keeps its brackets", subtract(10, subtract(order.count, 1)), 8],
    ["toJson", toJson({ size: order.size, list: [order.count, null, true] }), '{"size":"small","list":[3,null,true]}'],
    ["text", text`${order.size} & ${order.count}`, "small & 3"],
    ["text of one reference", text`${order.count}`, "3"],
    ["text that begins with an expression", text`${order.count}${order.count}`, "33"],
    ["plain text", text`hello`, "hello"],
    ["a reference into a tuple", order.pair[1].deep, true],
    ["a field with a space", order["odd name"], "odd"],
    ["a field with a back-quote", order["back`quote"], "quoted"],
    ["a field called and", order.and, "word"],
  ];

  test.each(cases)("%s", async (_name, expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  test.each(['"', "\\", "\n", "\u2028", "${x}", "%{x}", "{% x %}", "%}", "'", "`", "é", "\ud83d\ude00"])(
    "the text %j keeps its characters",
    async (value) => {
      expect(await evaluate(text`<${value}>`)).toBe(`<${value}>`);
    },
  );
});

describe("templates", () => {
  test("objects and lists stay JSON; only what is computed becomes an expression", () => {
    expect(toTemplate(toExpression({ a: 1, b: [order.count, "x"], c: { d: null } }), {})).toEqual({
      a: 1,
      b: ["{% $order.count %}", "x"],
      c: { d: null },
    });
  });

  test("a literal that looks like an expression is quoted into one", () => {
    expect(toTemplate(toExpression("{% $x %}"), {})).toBe('{% "{% $x %}" %}');
  });

  test.each([undefined, Number.NaN, new Map(), () => 1, 1n])("%s is refused with its place", (value) => {
    expect(() => toExpression({ order: [value] }, "payload")).toThrow("payload.order[0] is");
  });
});
