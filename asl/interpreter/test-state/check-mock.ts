import type { Json, JsonObject } from "../../spec/index.js";
import { isObject } from "../json.js";
import { isList } from "../json-size.js";
import { invalid } from "./refusal.js";
import { type Shape, shapeOf } from "./result-shapes.js";

/** How a mocked result is checked: with the fields that must be there, only the fields that are there, or not at all. */
export type FieldValidation = "STRICT" | "PRESENT" | "NONE";

/** Checks a mocked result against what the state can have as one. Throws a {@link TestStateRefusal}. */
export function checkMockResult(state: JsonObject, result: Json, mode: FieldValidation): void {
  switch (state.Type) {
    case "Map": {
      const { ResultWriter: writer } = state;
      if (isObject(writer) && writer.Resource !== undefined) {
        if (!isObject(result)) throw invalid("Mocked result must be a JSON object.");
      } else if (!isList(result)) throw invalid("Mocked result must be an array.");
      return;
    }
    case "Parallel":
      if (!isList(result)) throw invalid("Mocked result must be an array.");
      return;
    default:
      if (mode !== "NONE" && typeof state.Resource === "string") checkAnswer(state.Resource, result, mode);
  }
}

function checkAnswer(resource: string, result: Json, mode: FieldValidation): void {
  const shape = shapeOf(resource);
  if (shape !== undefined) check("result", shape, result, mode);
}

function check(name: string, shape: Shape, value: Json, mode: FieldValidation): void {
  const must = (what: string) => invalid(`Mock result schema validation error: Field '${name}' must be ${what}`);
  if (shape === "string") {
    if (typeof value !== "string") throw must("a string");
  } else if (shape === "boolean") {
    if (typeof value !== "boolean") throw must("a boolean");
  } else if (shape === "number") {
    if (typeof value !== "number") throw must("a number");
  } else if ("integer" in shape) {
    if (typeof value !== "number" || !Number.isInteger(value)) throw must("an integer");
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = shape.integer;
    if (value < min) throw outside(name, "less than the minimum value");
    if (value > max) throw outside(name, "greater than the maximum value");
  } else if ("text" in shape) {
    if (typeof value !== "string") throw must("a string");
    if (value.length < shape.text.min) throw outside(name, "shorter than the minimum length");
    if (value.length > shape.text.max) throw outside(name, "longer than the maximum length");
  } else if ("list" in shape) {
    if (!isList(value)) throw must("an array");
    for (const item of value) check(name, shape.list, item, mode);
  } else if ("map" in shape) {
    if (!isObject(value)) throw must("an object");
    for (const [key, item] of Object.entries(value)) check(key, shape.map, item, mode);
  } else {
    if (!isObject(value)) throw must("an object");
    const missing = mode === "STRICT" ? shape.required?.find((field) => value[field] === undefined) : undefined;
    if (missing !== undefined) {
      throw invalid(`Mock result schema validation error: Required field '${missing}' is missing`);
    }
    for (const [key, field] of Object.entries(value)) {
      const inner = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      if (inner !== undefined) check(key, inner, field, mode);
    }
  }
}

const outside = (name: string, problem: string) =>
  invalid(`Mock result schema validation error: Field '${name}' is ${problem}`);
