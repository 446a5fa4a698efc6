import type { Json, JsonObject } from "../spec/index.js";
import { invalidPath } from "./causes.js";
import type { Environment } from "./environment.js";
import { compilePath } from "./json-path.js";
import { compilePayload, type Value } from "./json-path-value.js";
import type { Reader } from "./reader.js";
import { compileResultPath, type PutResult } from "./result-path.js";
import { checkVariableNames } from "./variable-names.js";

/** `InputPath` and `OutputPath`: select from the data; null selects nothing, which is `{}`. */
export function selection(reader: Reader, field: "InputPath" | "OutputPath" | "ItemsPath"): Value {
  const path = reader.json[field];
  if (path === undefined || path === "$") return (_, data) => data;
  if (path === null) return () => ({});
  if (typeof path !== "string") {
    reader.problem(field, `must be a path or null but is ${JSON.stringify(path)}.`);
    return (_, data) => data;
  }
  return strictPath(reader, field, path);
}

/** A path that must lead somewhere. */
export function strictPath(reader: Reader, field: string, text: string): Value {
  try {
    const path = compilePath(text);
    return (environment, data) => {
      const value = path.find(environment, data);
      if (value === undefined) throw invalidPath(text, path.describeMissing(environment, data));
      return value;
    };
  } catch (error) {
    reader.problem(field, error instanceof Error ? error.message : String(error));
    return () => null;
  }
}

/** A payload template in a field; undefined when the field is not there. */
export function payload(reader: Reader, field: string): Value | undefined {
  const value = reader.json[field];
  return value === undefined ? undefined : compilePayload(value, (problem) => reader.problem(field, problem));
}

/** `ResultPath`. */
export function resultPath(reader: Reader): PutResult {
  const path = reader.json.ResultPath;
  try {
    if (path === undefined) return compileResultPath("$");
    if (path === null || typeof path === "string") return compileResultPath(path);
    reader.problem("ResultPath", `must be a reference path or null but is ${JSON.stringify(path)}.`);
  } catch (error) {
    reader.problem("ResultPath", error instanceof Error ? error.message : String(error));
  }
  return (data) => data;
}

/** `Assign`: the variables to set, computed from the data that `$` stands for. */
export function assignment(reader: Reader): (environment: Environment, data: Json) => JsonObject | undefined {
  const fields = reader.object("Assign");
  if (fields === undefined || Object.keys(fields).length === 0) return () => undefined;
  checkVariableNames(
    reader,
    Object.keys(fields).map((name) => name.replace(/\.\$$/, "")),
  );
  const values = Object.entries(fields).map(([name, value]): readonly [string, Value] => {
    const compiled = compilePayload({ [name]: value }, (problem) => reader.problem("Assign", problem));
    return [name, compiled];
  });
  return (environment, data) => Object.assign({}, ...values.map(([, value]) => value(environment, data)));
}
