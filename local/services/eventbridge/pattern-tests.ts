import { BlockList, isIP } from "node:net";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";

/** A test of one value that is no object and no list; `undefined` where the event has none. */
export type LeafTest = (value: Json | undefined) => boolean;

/**
 * The comparison operators by name.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const operators: Readonly<Record<string, (argument: Json) => LeafTest>> = {
  prefix: (argument) => affix("prefix", argument, (value, text) => value.startsWith(text)),
  suffix: (argument) => affix("suffix", argument, (value, text) => value.endsWith(text)),
  "equals-ignore-case": (argument) => {
    const wanted = text("equals-ignore-case", argument).toLowerCase();
    return ofText((value) => value.toLowerCase() === wanted);
  },
  wildcard: (argument) => {
    const expression = wildcard(text("wildcard", argument));
    return ofText((value) => expression.test(value));
  },
  exists: (argument) => {
    if (typeof argument !== "boolean") throw new Error(`exists takes true or false, not ${JSON.stringify(argument)}`);
    return (value) => (value !== undefined) === argument;
  },
  numeric,
  cidr,
  "anything-but": anythingBut,
};

/** Whether an object of a pattern is an operator, such as `{"prefix": "a"}`, and not fields. */
export function isOperator(pattern: JsonObject): boolean {
  const [name = "", ...more] = Object.keys(pattern);
  return more.length === 0 && Object.hasOwn(operators, name);
}

/**
 * Compiles one entry of a field's list: a value to equal, or an operator.
 *
 * @throws Error that says what is wrong, without the place
 */
export function compileTest(test: Json): LeafTest {
  if (Array.isArray(test)) throw new Error("a list may not stand in a list");
  if (!isObject(test)) return (value) => value === test;
  const [name = "", ...more] = Object.keys(test);
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined || more.length > 0) {
    throw new Error(`${JSON.stringify(test)} is no operator; possible: ${Object.keys(operators).join(", ")}`);
  }
  return operator(test[name] ?? null);
}

function ofText(test: (value: string) => boolean): LeafTest {
  return (value) => typeof value === "string" && test(value);
}

function text(operator: string, argument: Json): string {
  if (typeof argument === "string" && argument !== "") return argument;
  throw new Error(`${operator} takes a text that is not empty, not ${JSON.stringify(argument)}`);
}

function affix(name: string, argument: Json, test: (value: string, text: string) => boolean): LeafTest {
  if (isObject(argument) && Object.keys(argument).join() === "equals-ignore-case") {
    const wanted = text(name, argument["equals-ignore-case"] ?? null).toLowerCase();
    return ofText((value) => test(value.toLowerCase(), wanted));
  }
  const wanted = text(name, argument);
  return ofText((value) => test(value, wanted));
}

/** `*` stands for any characters; `\*` and `\\` for themselves. */
function wildcard(pattern: string): RegExp {
  if (/\\[^*\\]|(?:^|[^\\])(?:\\\\)*\\$/u.test(pattern)) throw new Error(`wildcard has a wrong escape in "${pattern}"`);
  const parts = pattern.match(/\\[*\\]|\*|[^\\*]+/gu) ?? [];
  if (parts.some((part, index) => part === "*" && parts[index + 1] === "*")) {
    throw new Error(`wildcard has two * in a row in "${pattern}"`);
  }
  const literal = (part: string) => part.replace(/^\\(?=[*\\]$)/u, "").replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
  return new RegExp(`^${parts.map((part) => (part === "*" ? ".*" : literal(part))).join("")}$`, "su");
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

/** `["=", n]`, `[">", n]`, ... or a range such as `[">", 0, "<=", 5]`. */
function numeric(argument: Json): LeafTest {
  const refuse = () => new Error(`numeric takes a list such as [">", 0, "<=", 5], not ${JSON.stringify(argument)}`);
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) throw refuse();
  const [from = null, low = null, to = null, high = null] = argument;
  const isRange = argument.length === 4;
  if (isRange && !(/^>=?$/u.test(String(from)) && /^<=?$/u.test(String(to)))) throw refuse();
  const pairs = isRange ? [[from, low] as const, [to, high] as const] : [[from, low] as const];
  const tests = pairs.map(([name, limit]) => {
    const compare = typeof name === "string" && Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
    if (compare === undefined || typeof limit !== "number") throw refuse();
    return (value: number) => compare(value, limit);
  });
  if (isRange && Number(low) >= Number(high))
    throw new Error(`numeric has an empty range in ${JSON.stringify(argument)}`);
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function cidr(argument: Json): LeafTest {
  const [, address = "", bits = ""] = /^(.+)\/(\d{1,3})$/u.exec(text("cidr", argument)) ?? [];
  const version = isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) {
    throw new Error(`cidr takes a block such as 10.0.0.0/24, not ${JSON.stringify(argument)}`);
  }
  const block = new BlockList();
  block.addSubnet(address, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return ofText((value) => isIP(value) !== 0 && block.check(value, isIP(value) === 4 ? "ipv4" : "ipv6"));
}

/** Any value that is there but those given: values, or texts that an inner operator matches. */
function anythingBut(argument: Json): LeafTest {
  const tests = isObject(argument) ? innerTests(argument) : scalars(argument).map((one) => compileTest(one));
  return (value) => value !== undefined && !tests.some((test) => test(value));
}

function scalars(argument: Json): readonly Json[] {
  const values: readonly Json[] = Array.isArray(argument) ? argument : [argument];
  const types = new Set(values.map((one) => typeof one));
  const [type = ""] = types;
  if (types.size === 1 && ["string", "number"].includes(type)) return values;
  throw new Error(`anything-but takes texts or numbers, not ${JSON.stringify(argument)}`);
}

function innerTests(argument: JsonObject): readonly LeafTest[] {
  const [name = "", ...more] = Object.keys(argument);
  const operator = ["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(name) ? operators[name] : undefined;
  if (operator === undefined || more.length > 0) {
    throw new Error(`anything-but cannot take ${JSON.stringify(argument)}`);
  }
  const inner = argument[name] ?? null;
  const all: readonly Json[] = Array.isArray(inner) ? inner : [inner];
  if (all.length === 0) throw new Error("anything-but has an empty list");
  return all.map((one) => operator(one));
}
