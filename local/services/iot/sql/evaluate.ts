import { parseJson } from "../../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";
import { functions, type Surroundings } from "./functions.js";
import type { Template } from "./parse.js";
import type { BinaryOperator, Expression, Statement } from "./syntax.js";
import { SqlError } from "./tokens.js";
import { cast, isSame, toBoolean, toNumber, toText, type Value } from "./values.js";

/** What a statement makes of a message: JSON, or the payload's bytes where it is no JSON and `SELECT *` passes it on. */
export type Selection = { readonly json: Json } | { readonly bytes: Uint8Array };

/** A message as a statement sees it: `payload` is `undefined` for one that is no JSON. */
interface Scope extends Surroundings {
  readonly json: Value;
}

/**
 * Runs a statement on a message.
 *
 * @returns `undefined` where the WHERE is not true (Undefined is not)
 * @throws SqlError where AWS IoT fails to evaluate the rule: fields are added to a payload that is no JSON object
 * @example
 * select(parseStatement("SELECT pressId, topic(2) AS button FROM 'buttons/+/pressed'"), message);
 */
export function select(statement: Statement, message: Surroundings): Selection | undefined {
  const scope = scopeOf(message);
  if (statement.where !== undefined && toBoolean(evaluate(statement.where, scope)) !== true) return undefined;
  if ("value" in statement.select) return { json: evaluate(statement.select.value, scope) ?? "" };
  const [first, ...others] = statement.select;
  if (first === "*" && others.length === 0) return wholePayload(scope);
  let result: JsonObject = {};
  for (const item of statement.select) {
    const added = item === "*" ? payloadObject(scope) : named(item.name, evaluate(item.value, scope));
    result = { ...result, ...added };
  }
  return { json: result };
}

/**
 * Fills in a substitution template; Undefined becomes an empty text.
 *
 * @example fillIn(parseTemplate("press-${pressId}-"), message); // "press-7-"
 */
export function fillIn({ texts, expressions }: Template, message: Surroundings): string {
  const scope = scopeOf(message);
  return texts.reduce((filled, text, index) => {
    const expression = expressions[index - 1];
    return filled + (expression === undefined ? "" : (toText(evaluate(expression, scope)) ?? "")) + text;
  }, "");
}

function scopeOf(message: Surroundings): Scope {
  // An empty payload counts as an object without fields.
  const text = Buffer.from(message.payload).toString("utf8");
  return { ...message, json: text === "" ? {} : parseJson(text) };
}

function wholePayload({ json, payload }: Scope): Selection {
  return json === undefined ? { bytes: payload } : { json };
}

function payloadObject({ json }: Scope): JsonObject {
  if (isObject(json)) return json;
  const what = json === undefined ? "no JSON" : "JSON, but no object";
  throw new SqlError(`the payload is ${what}, so that nothing can be added to it`);
}

function named(name: string, value: Value): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "payload":
      return scope.json;
    case "name":
      return member(scope.json, expression.name);
    case "member":
      return member(evaluate(expression.of, scope), expression.name);
    case "index":
      return index(evaluate(expression.of, scope), evaluate(expression.at, scope));
    case "call":
      return call(expression.name, expression.args, scope);
    case "cast":
      return cast(evaluate(expression.of, scope), expression.type);
    case "not": {
      const value = toBoolean(evaluate(expression.of, scope));
      return value === undefined ? undefined : !value;
    }
    case "minus": {
      const value = toNumber(evaluate(expression.of, scope));
      return value === undefined ? undefined : -value;
    }
    case "binary":
      return operators[expression.operator](evaluate(expression.left, scope), evaluate(expression.right, scope));
    case "case":
      return evaluateCase(expression, scope);
    case "array":
      return expression.items.flatMap((item) => evaluate(item, scope) ?? []);
    case "object":
      return Object.fromEntries(
        expression.fields.flatMap(({ name, value }) => Object.entries(named(name, evaluate(value, scope)))),
      );
  }
}

function call(name: string, args: readonly Expression[], scope: Scope): Value {
  // The only function that takes a payload that is no JSON.
  if (name === "encode" && args[0]?.kind === "payload") {
    return Buffer.from(scope.payload).toString("base64");
  }
  return functions[name]?.(
    args.map((arg) => evaluate(arg, scope)),
    scope,
  );
}

function member(value: Value, name: string): Value {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function index(value: Value, at: Value): Value {
  return Array.isArray(value) && typeof at === "number" ? value[at] : undefined;
}

function evaluateCase(expression: Extract<Expression, { kind: "case" }>, scope: Scope): Value {
  const value = evaluate(expression.of, scope);
  if (value === undefined) return undefined;
  const found = expression.branches.find(({ when }) => {
    const candidate = evaluate(when, scope);
    return candidate !== undefined && isSame(candidate, value);
  });
  const result = found?.result ?? expression.otherwise;
  return result === undefined ? undefined : evaluate(result, scope);
}

type Operator = (left: Value, right: Value) => Value;

function compare(test: (left: number, right: number) => boolean): Operator {
  return (left, right) => {
    const [a, b] = [toNumber(left), toNumber(right)];
    return a === undefined || b === undefined ? undefined : test(a, b);
  };
}

function compute(calculate: (left: number, right: number) => number): Operator {
  return (left, right) => {
    const [a, b] = [toNumber(left), toNumber(right)];
    const result = a === undefined || b === undefined ? Number.NaN : calculate(a, b);
    return Number.isFinite(result) ? result : undefined;
  };
}

function logic(decide: (left: boolean, right: boolean) => boolean): Operator {
  return (left, right) => {
    const [a, b] = [toBoolean(left), toBoolean(right)];
    return a === undefined || b === undefined ? undefined : decide(a, b);
  };
}

/** Undefined on either side gives Undefined; values of two types are not equal. */
function equality(wanted: boolean): Operator {
  return (left, right) => (left === undefined || right === undefined ? undefined : isSame(left, right) === wanted);
}

const add = compute((left, right) => left + right);

/** Source: AWS IoT developer guide, "Operators". */
const operators: Readonly<Record<BinaryOperator, Operator>> = {
  AND: logic((left, right) => left && right),
  OR: logic((left, right) => left || right),
  IN: (left, right) =>
    left === undefined || !Array.isArray(right) ? undefined : right.some((item) => isSame(item, left)),
  "=": equality(true),
  "<>": equality(false),
  "<": compare((left, right) => left < right),
  "<=": compare((left, right) => left <= right),
  ">": compare((left, right) => left > right),
  ">=": compare((left, right) => left >= right),
  "+": (left, right) => {
    if (typeof left !== "string" && typeof right !== "string") return add(left, right);
    const [a, b] = [toText(left), toText(right)];
    return a === undefined || b === undefined ? undefined : a + b;
  },
  "-": compute((left, right) => left - right),
  "*": compute((left, right) => left * right),
  // Two whole numbers give a whole number.
  "/": (left, right) => {
    const whole = Number.isInteger(left) && Number.isInteger(right);
    return compute((a, b) => (whole ? Math.trunc(a / b) : a / b))(left, right);
  },
  "%": compute((left, right) => left % right),
};
