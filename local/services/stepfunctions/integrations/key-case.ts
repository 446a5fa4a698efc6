import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";

/** An input as a service takes it whose model writes its fields in camelCase; a state writes them in PascalCase. */
export function camelKeys(input: JsonObject): JsonObject {
  return mapKeys(input, (key) => key.charAt(0).toLowerCase() + key.slice(1));
}

/** The answer of a service whose model writes its fields in camelCase, as Step Functions gives it. */
export function pascalKeys(answer: JsonObject): JsonObject {
  return mapKeys(answer, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

function mapKeys(fields: JsonObject, change: (key: string) => string): JsonObject {
  const value = (field: Json): Json => {
    if (Array.isArray(field)) return field.map(value);
    return isObject(field) ? mapKeys(field, change) : field;
  };
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [change(key), value(field)]));
}
