import type { Json, JsonObject } from "../spec/index.js";
import { choicePathInvalid } from "./causes.js";
import type { Environment } from "./environment.js";
import { isObject } from "./json.js";
import { compilePath, type JsonPath } from "./json-path.js";
import { isList } from "./json-size.js";
import { compareTimestamps, parseTimestamp } from "./timestamp.js";

type Comparison = (value: Json, comparand: Json) => boolean;
/** A comparison with a value that is known beforehand. */
type Prepared = (value: Json) => boolean;
type Order = (order: number) => boolean;

/** Whether a rule of a Choice state holds for the data that `$` stands for. */
export type Condition = (environment: Environment, data: Json) => boolean;

/** The order of two values of one type; undefined when either is of another. Each family of operators has its own. */
const families: Readonly<Record<string, (value: Json, comparand: Json) => number | undefined>> = {
  String: (value, comparand) =>
    typeof value === "string" && typeof comparand === "string" ? order(value, comparand) : undefined,
  Numeric: (value, comparand) =>
    typeof value === "number" && typeof comparand === "number" ? value - comparand : undefined,
  Boolean: (value, comparand) =>
    typeof value === "boolean" && typeof comparand === "boolean" ? Number(value) - Number(comparand) : undefined,
  Timestamp: (value, comparand) =>
    typeof value === "string" && typeof comparand === "string" ? compareTimestamps(value, comparand) : undefined,
};

const orders: Readonly<Record<string, Order>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThan: (order) => order > 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** The operators that compare with a value, by name; each but `StringMatches` also has a form that ends in `Path`. */
const comparisons: Readonly<Record<string, Comparison>> = {
  ...Object.fromEntries(
    Object.entries(families).flatMap(([family, compare]) =>
      Object.entries(orders)
        .filter(([name]) => family !== "Boolean" || name === "Equals")
        .map(([name, holds]): [string, Comparison] => [
          family + name,
          (value, comparand) => {
            const difference = compare(value, comparand);
            return difference !== undefined && holds(difference);
          },
        ]),
    ),
  ),
  StringMatches: (value, pattern) =>
    typeof value === "string" && typeof pattern === "string" && wildcard(pattern).test(value),
};

/** Comparisons with a literal whose work can be done, or be made less, beforehand. */
const prepared: Readonly<Record<string, (comparand: Json) => Prepared | undefined>> = {
  // Of two texts it is cheaper to ask whether they are the same than which comes first.
  StringEquals: (comparand) => (typeof comparand === "string" ? (value) => value === comparand : undefined),
  NumericEquals: (comparand) => (typeof comparand === "number" ? (value) => value === comparand : undefined),
  BooleanEquals: (comparand) => (typeof comparand === "boolean" ? (value) => value === comparand : undefined),
  StringMatches(comparand) {
    if (typeof comparand !== "string") return undefined;
    const pattern = wildcard(comparand);
    return (value) => typeof value === "string" && pattern.test(value);
  },
};

/** The operators that ask what a value is; they compare the answer with true or false. */
const tests: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => typeof value === "string" && parseTimestamp(value) !== undefined,
};

const withPath = Object.keys(comparisons).filter((name) => name !== "StringMatches");

/** Every operator that a rule can have. Source: Amazon States Language specification, "Choice State Comparison Operators". */
export const choiceOperators: readonly string[] = [
  ...Object.keys(comparisons),
  ...withPath.map((name) => `${name}Path`),
  ...Object.keys(tests),
  "IsPresent",
  "And",
  "Or",
  "Not",
];

/** Compiles a rule; reports what is wrong with it. */
export function compileCondition(rule: JsonObject, report: (message: string) => void): Condition {
  const used = choiceOperators.filter((name) => rule[name] !== undefined);
  const [operator] = used;
  if (operator === undefined || used.length > 1) {
    report(`A rule must have exactly one comparison, And, Or or Not, but has ${used.join(", ") || "none"}.`);
    return () => false;
  }
  try {
    return compileOperator(rule, operator, rule[operator] ?? null, report);
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return () => false;
  }
}

function compileOperator(
  rule: JsonObject,
  operator: string,
  comparand: Json,
  report: (message: string) => void,
): Condition {
  if (operator === "And" || operator === "Or") {
    if (!isList(comparand) || comparand.length === 0) throw new Error(`'${operator}' must be a list of rules.`);
    const conditions = comparand.map((inner) => compileCondition(isObject(inner) ? inner : {}, report));
    return operator === "And"
      ? (environment, data) => {
          for (const condition of conditions) if (!condition(environment, data)) return false;
          return true;
        }
      : (environment, data) => {
          for (const condition of conditions) if (condition(environment, data)) return true;
          return false;
        };
  }
  if (operator === "Not") {
    const condition = compileCondition(isObject(comparand) ? comparand : {}, report);
    return (environment, data) => !condition(environment, data);
  }
  if (typeof rule.Variable !== "string") throw new Error("A comparison needs a 'Variable', a path.");
  const variable = compilePath(rule.Variable);
  if (operator === "IsPresent") {
    return (environment, data) => (variable.find(environment, data) !== undefined) === comparand;
  }
  const test = tests[operator];
  if (test !== undefined) return (environment, data) => test(present(variable, environment, data)) === comparand;
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    const holds = prepared[operator]?.(comparand) ?? ((value: Json) => comparison(value, comparand));
    return (environment, data) => holds(present(variable, environment, data));
  }
  const other = compilePath(String(comparand));
  const compare = comparisons[operator.slice(0, -"Path".length)] ?? (() => false);
  return (environment, data) => compare(present(variable, environment, data), present(other, environment, data));
}

function present(path: JsonPath, environment: Environment, data: Json): Json {
  const value = path.find(environment, data);
  if (value === undefined) throw choicePathInvalid(path.text);
  return value;
}

const order = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

/** `*` stands for any text, `\*` for a star. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\.|\*|[^\\*]+/gs) ?? [];
  const source = parts.map((part) => {
    if (part === "*") return "[\\s\\S]*";
    return (part.startsWith("\\") ? part.slice(1) : part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}
