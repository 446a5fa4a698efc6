import type { Json } from "../spec/index.js";
import { isObject, parseJson } from "./json.js";
import { scan } from "./json-path-scan.js";
import { isList } from "./json-size.js";

/** Whether an item is taken; `root` is what the whole path begins with. */
export type Test = (item: Json, root: Json) => boolean;
type Operand = (item: Json, root: Json) => Json | undefined;

/**
 * Compiles what stands in `[?( ... )]`: comparisons of `@` with literals and with values elsewhere in the data (`$.a.b`), joined by `&&`, `||`
 * and `!`. A word without quotes is a text, and `.5` a number, as published workflows have them.
 *
 * Source: Jayway JsonPath, "Filter Operators"; AWS Step Functions Developer Guide, "Paths": no regular expressions.
 */
export function compileFilter(expression: string): Test {
  const alternatives = split(expression, "||");
  if (alternatives.length > 1) return any(alternatives.map(compileFilter));
  const conditions = split(expression, "&&");
  if (conditions.length > 1) return all(conditions.map(compileFilter));
  const text = expression.trim();
  if (text.startsWith("!") && !text.startsWith("!=")) {
    const test = compileFilter(text.slice(1));
    return (item, root) => !test(item, root);
  }
  if (text.startsWith("(") && text.endsWith(")")) return compileFilter(text.slice(1, -1));
  const comparison = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/s.exec(text);
  if (comparison === null) {
    const operand = compileOperand(text);
    return (item, root) => operand(item, root) !== undefined;
  }
  const [, left = "", operator = "", right = ""] = comparison;
  return compare(compileOperand(left), operator, compileOperand(right));
}

const any =
  (tests: readonly Test[]): Test =>
  (item, root) =>
    tests.some((test) => test(item, root));

const all =
  (tests: readonly Test[]): Test =>
  (item, root) =>
    tests.every((test) => test(item, root));

/** Splits at an operator that stands outside quotes and parentheses. */
function split(text: string, operator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index));
      start = index + operator.length;
      index = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}

function compileOperand(text: string): Operand {
  const trimmed = text.trim();
  if (trimmed.startsWith("@")) {
    const find = singlePlace(`$${trimmed.slice(1)}`, trimmed);
    return (item) => find(item);
  }
  if (/^\$(\.|\[|$)/.test(trimmed)) {
    const find = singlePlace(trimmed, trimmed);
    return (_, root) => find(root);
  }
  const literal = literalOf(trimmed);
  if (literal === undefined)
    throw new Error(`'${trimmed}' is neither a literal nor a path that starts with '@' or '$'`);
  return () => literal;
}

/** What a path of names and indexes finds. */
function singlePlace(path: string, written: string): (data: Json) => Json | undefined {
  const { tokens } = scan(path);
  for (const { kind } of tokens) {
    if (kind !== "name" && kind !== "index") {
      throw new Error(`only names and indexes are supported in a filter: ${written}`);
    }
  }
  return (data) => {
    let value: Json | undefined = data;
    for (const token of tokens) {
      if (token.kind === "name")
        value = isObject(value) && Object.hasOwn(value, token.name) ? value[token.name] : undefined;
      else if (token.kind === "index") value = isList(value) ? value.at(token.index) : undefined;
    }
    return value;
  };
}

function literalOf(text: string): Json | undefined {
  const quoted = /^'(.*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  if (/^-?(\d+\.?|\d*\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  const json = parseJson(text);
  return json === undefined ? /^[\p{L}\p{N}_-]+$/u.exec(text)?.[0] : json;
}

function compare(left: Operand, operator: string, right: Operand): Test {
  return (item, root) => {
    const [a, b] = [left(item, root), right(item, root)];
    if (operator === "==") return a !== undefined && a === b;
    if (operator === "!=") return a !== b;
    const comparable =
      (typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string");
    if (!comparable || a === undefined || b === undefined || a === null || b === null) return false;
    if (operator === "<") return a < b;
    if (operator === "<=") return a <= b;
    return operator === ">" ? a > b : a >= b;
  };
}
