import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { invalidValue, missingParameter } from "./errors.js";

/** A text parameter, where it is given. Throws `SerializationException` when it is something else. */
export function textOf(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new JsonApiError(serializationException);
}

/** A text parameter that must be given and not be empty. */
export function requiredTextOf(input: JsonObject, name: string): string {
  const value = textOf(input, name);
  if (value) return value;
  throw missingParameter(name);
}

/** A number parameter, where it is given, within its limits. */
export function integerOf(input: JsonObject, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) throw new JsonApiError(serializationException);
  if (value >= least && value <= most) return value;
  throw invalidValue(value, name, `Must be between ${least} and ${most}, if provided.`);
}

/** A list of texts; an absent one is empty. */
export function textsOf(input: JsonObject, name: string): readonly string[] {
  return listOf(input, name).map((item) => {
    if (typeof item === "string") return item;
    throw new JsonApiError(serializationException);
  });
}

/** A list of structures; an absent one is empty. */
export function objectsOf(input: JsonObject, name: string): readonly JsonObject[] {
  return listOf(input, name).map(structure);
}

/** A map of structures; an absent one is empty. */
export function mapOf(input: JsonObject, name: string): readonly (readonly [string, JsonObject])[] {
  return Object.entries(structure(input[name] ?? {})).map(([key, value]) => [key, structure(value)]);
}

function structure(value: Json): JsonObject {
  if (isObject(value)) return value;
  throw new JsonApiError(serializationException);
}

function listOf(input: JsonObject, name: string): readonly Json[] {
  const value = input[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new JsonApiError(serializationException);
}
