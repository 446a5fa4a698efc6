import type { Json } from "../spec/index.js";
import { causeOfIntrinsic, pathNotFound } from "./causes.js";
import type { Environment } from "./environment.js";
import { fill, type IntrinsicFunction, intrinsicFunctions } from "./intrinsic-functions.js";
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
    if (value !== undefined) return value;
    // As AWS has it, an index past the end of a list gives null, where a field that is missing fails the state.
    if (path.isPastEnd(environment, data)) return null;
    throw pathNotFound(text, field, data);
  };
}

function compileCall(text: string): Value {
  const call = /^States\.([A-Za-z0-9]+)\((.*)\)$/s.exec(text.trim());
  const [, name = "", list = ""] = call ?? [];
  const texts = splitArguments(list);
  const implementation =
    formatOf(name, texts) ?? (Object.hasOwn(intrinsicFunctions, name) ? intrinsicFunctions[name] : undefined);
  if (implementation === undefined) throw new Error(`There is no such intrinsic function: ${text}`);
  const args = texts.map((argument) => compileArgument(argument, text));
  return (environment, data) => {
    const values = args.map((argument) => argument(environment, data));
    try {
      return implementation(values, environment);
    } catch (error) {
      throw causeOfIntrinsic(text, error instanceof Error ? error.message : String(error));
    }
  };
}

/** `States.Format` with a template that is written out: in it `\\{` and `\\}` are braces and no place for a value. */
function formatOf(name: string, [template = ""]: readonly string[]): IntrinsicFunction | undefined {
  const quoted = quotedText(template);
  if (name !== "Format" || quoted === undefined) return undefined;
  const parts = [""];
  for (const [part] of quoted.matchAll(/\{\}|\\.|./gs)) {
    if (part === "{}") parts.push("");
    else parts[parts.length - 1] += unescaped(part);
  }
  return ([, ...values]) => fill(parts, values);
}

/** What stands between the quotes of a text, escapes as they are; undefined when it is no text. */
const quotedText = (text: string): string | undefined => /^'((?:[^'\\]|\\.)*)'$/s.exec(text)?.[1];

const unescaped = (text: string): string => text.replace(/\\(.)/gs, "$1");

function compileArgument(text: string, call: string): Value {
  if (text.startsWith("States.")) return compileCall(text);
  if (text.startsWith("$")) return compileLookup(text, call);
  const quoted = quotedText(text);
  if (quoted !== undefined) {
    const literal = unescaped(quoted);
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
