import type { Json } from "../spec/index.js";
import { causeOfIntrinsic, pathNotFound } from "./causes.js";
import type { Environment } from "./environment.js";
import { intrinsicFunctions } from "./intrinsic-functions.js";
import { isObject } from "./json.js";
import { compilePath } from "./json-path.js";
import { isList } from "./json-size.js";

/** Computes a value from the data that `$` stands for. */
export type Value = (environment: Environment, data: Json) => Json;

/** Is told what is wrong with a path or a function call. */
export type Report = (message: string) => void;

/** Compiles a path or an intrinsic function; `field` is what causes call the place where it stands. */
export function compileValue(text: string, field: string, report: Report): Value {
  try {
    return text.startsWith("States.") ? compileCall(text) : compileLookup(text, field);
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return () => null;
  }
}

/** Compiles a payload template: a key that ends in `.$` holds a path or an intrinsic function. */
export function compilePayload(value: Json, report: Report): Value {
  if (isList(value)) {
    const items = value.map((item) => compilePayload(item, report));
    return (environment, data) => items.map((item) => item(environment, data));
  }
  if (!isObject(value)) return () => value;
  const fields = Object.entries(value).map(([key, field]): readonly [string, Value] => {
    if (!key.endsWith(".$")) return [key, compilePayload(field, report)];
    if (typeof field === "string") return [key.slice(0, -2), compileValue(field, key, report)];
    report(`The value for the field '${key}' must be a valid JSONPath or a valid intrinsic function call`);
    return [key, () => null];
  });
  return (environment, data) => Object.fromEntries(fields.map(([key, field]) => [key, field(environment, data)]));
}

function compileLookup(text: string, field: string): Value {
  const path = compilePath(text);
  return (environment, data) => {
    const value = path.find(environment, data);
    if (value === undefined) throw pathNotFound(text, field, data);
    return value;
  };
}

function compileCall(text: string): Value {
  const call = /^States\.([A-Za-z0-9]+)\((.*)\)$/s.exec(text.trim());
  const [, name = "", list = ""] = call ?? [];
  const implementation = Object.hasOwn(intrinsicFunctions, name) ? intrinsicFunctions[name] : undefined;
  if (implementation === undefined) throw new Error(`There is no such intrinsic function: ${text}`);
  const args = splitArguments(list).map((argument) => compileArgument(argument, text));
  return (environment, data) => {
    const values = args.map((argument) => argument(environment, data));
    try {
      return implementation(values, environment);
    } catch (error) {
      throw causeOfIntrinsic(text, error instanceof Error ? error.message : String(error));
    }
  };
}

function compileArgument(text: string, call: string): Value {
  if (text.startsWith("States.")) return compileCall(text);
  if (text.startsWith("$")) return compileLookup(text, call);
  const quoted = /^'((?:[^'\\]|\\.)*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) {
    const literal = quoted.replace(/\\(.)/gs, "$1");
    return () => literal;
  }
  const literal: Json | undefined = { true: true, false: false, null: null }[text];
  if (literal !== undefined) return () => literal;
  const number = Number(text);
  if (text === "" || Number.isNaN(number))
    throw new Error(`'${text}' is no argument of an intrinsic function: ${call}`);
  return () => number;
}

/** Splits at commas that stand outside quotes, brackets and parentheses. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? "";
    if (quoted && character === "\\") {
      part += character + (text[++index] ?? "");
      continue;
    }
    if (character === "'") quoted = !quoted;
    else if (!quoted && (character === "(" || character === "[")) depth++;
    else if (!quoted && (character === ")" || character === "]")) depth--;
    if (character === "," && !quoted && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += character;
  }
  return part.trim() === "" && parts.length === 0 ? [] : [...parts, part.trim()];
}
