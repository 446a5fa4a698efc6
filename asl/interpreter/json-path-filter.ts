import type { Json } from "../spec/index.js";
import { isObject, parseJson } from "./json.js";
import { scan } from "./json-path-scan.js";
import { isList } from "./json-size.js";

type Test = (item: Json) => boolean;
type Operand = (item: Json) => Json | undefined;

/**
 * Compiles what stands in `[?( ... )]`: comparisons of `@` with literals, joined by `&&`, `||` and `!`. A word without quotes is a text, as
 * published workflows have it.
 *
 * Source: AWS Step Functions Developer Guide, "Paths": neither regular expressions nor references to other values.
 */
export function compileFilter(expression: string): Test {
  const alternatives = split(expression, "||");
  if (alternatives.length > 1) return any(alternatives.map(compileFilter));
  const conditions = split(expression, "&&");
  if (conditions.length > 1) return all(conditions.map(compileFilter));
  const text = expression.trim();
  if (text.startsWith("!") && !text.startsWith("!=")) {
    const test = compileFilter(text.slice(1));
    return (item) => !test(item);
  }
  if (text.startsWith("(") && text.endsWith(")")) return compileFilter(text.slice(1, -1));
  const comparison = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/s.exec(text);
  if (comparison === null) {
    const operand = compileOperand(text);
    return (item) => operand(item) !== undefined;
  }
  const [, left = "", operator = "", right = ""] = comparison;
  return compare(compileOperand(left), operator, compileOperand(right));
}

const any =
  (tests: readonly Test[]): Test =>
  (item) =>
    tests.some((test) => test(item));

const all =
  (tests: readonly Test[]): Test =>
  (item) =>
    tests.every((test) => test(item));

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
    const { tokens } = scan(`$${trimmed.slice(1)}`);
    return (item) => {
      let value: Json | undefined = item;
      for (const token of tokens) {
        if (token.kind === "name")
          value = isObject(value) && Object.hasOwn(value, token.name) ? value[token.name] : undefined;
        else if (token.kind === "index") value = isList(value) ? value.at(token.index) : undefined;
        else throw new Error(`only names and indexes are supported after '@': ${trimmed}`);
      }
      return value;
    };
  }
  const quoted = /^'(.*)'$/s.exec(trimmed)?.[1];
  const literal = quoted ?? parseJson(trimmed) ?? /^[\p{L}\p{N}_-]+$/u.exec(trimmed)?.[0];
  if (literal === undefined) throw new Error(`'${trimmed}' is neither a literal nor a path that starts with '@'`);
  return () => literal;
}

function compare(left: Operand, operator: string, right: Operand): Test {
  return (item) => {
    const [a, b] = [left(item), right(item)];
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
