import type { Json, JsonObject } from "../spec/index.js";

/** Says whether a value is a JSON object: neither `null` nor a list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
