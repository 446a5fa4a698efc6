import type { Json, JsonObject } from "../../asl/spec/index.js";
import { isObject } from "../service.js";
import { parseTemplate, type Reference, type Template } from "./template.js";

/** Every template in a JSON value, at any depth. */
export function templatesIn(value: Json): readonly Template[] {
  if (typeof value === "string") return [parseTemplate(value)];
  if (isObject(value)) return Object.values(value).flatMap(templatesIn);
  return Array.isArray(value) ? value.flatMap(templatesIn) : [];
}

/** Every reference in a JSON value, at any depth. */
export function referencesIn(value: Json): readonly Reference[] {
  return templatesIn(value).flatMap(({ parts }) => parts.filter((part) => typeof part !== "string"));
}

/**
 * A JSON value with its references replaced. A string that is one reference takes the value's own type, as in Terraform.
 *
 * @param lookUp gives a reference's value, or throws
 * @throws Error where a list or an object stands inside text
 */
export function resolve(value: JsonObject, lookUp: (reference: Reference) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveValue(item, lookUp)]));
}

/** The same for a value of any kind. */
export function resolveValue(value: Json, lookUp: (reference: Reference) => Json): Json {
  if (typeof value === "string") return resolveText(value, lookUp);
  if (isObject(value)) return resolve(value, lookUp);
  return Array.isArray(value) ? value.map((item) => resolveValue(item, lookUp)) : value;
}

function resolveText(text: string, lookUp: (reference: Reference) => Json): Json {
  const { parts } = parseTemplate(text);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string") return lookUp(only);
  return parts.map((part) => (typeof part === "string" ? part : asText(lookUp(part), part))).join("");
}

function asText(value: Json, { source }: Reference): string {
  if (value !== null && typeof value !== "object") return String(value);
  throw new Error(`${source} is ${value === null ? "null" : "not a single value"} and cannot stand inside text.`);
}

/** The value at the end of a path, or `undefined`. A single block may be read as a list of one: `.0.` and `[0]`. */
export function follow(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = typeof key === "number" ? at[key] : undefined;
    else if (isObject(at)) at = key === 0 ? at : at[String(key)];
    else return undefined;
  }
  return at;
}
