import type { Json } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";

/** A value of the rules engine: JSON, or `undefined` for its `Undefined`. */
export type Value = Json | undefined;

const decimal = /^-?\d+(?:\.\d+)?(?:[eE]-?\d+)?$/u;

/** The engine's conversion of a value to a number. Source: AWS IoT developer guide, "Data types", "Conversions". */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && decimal.test(value) ? Number(value) : undefined;
}

/** The conversion to a text: objects and arrays as JSON, Null and Undefined to none. */
export function toText(value: Value): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The conversion to a truth value: texts `true` and `false` in any case count, numbers do not. */
export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (word === "true") return true;
  return word === "false" ? false : undefined;
}

/** Whether two values are equal: of one type, arrays in order, objects in any order of keys. */
export function isSame(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

/**
 * `cast(value AS type)`, which, unlike a conversion, also takes truth values for numbers and the reverse.
 *
 * @param type in capitals, e.g. `INT`
 */
export function cast(value: Value, type: string): Value {
  if (["INT", "INTEGER"].includes(type)) return floor(castNumber(value));
  if (["DOUBLE", "DECIMAL"].includes(type)) return castNumber(value);
  if (["BOOL", "BOOLEAN"].includes(type)) return typeof value === "number" ? value !== 0 : toBoolean(value);
  return toText(value);
}

function castNumber(value: Value): number | undefined {
  return typeof value === "boolean" ? Number(value) : toNumber(value);
}

function floor(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.floor(value);
}
