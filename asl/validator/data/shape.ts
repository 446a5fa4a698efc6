import { isList, isObject } from "../guards.js";
import { hasPlaceholder, isPlaceholder } from "../placeholder.js";
import type { Language } from "../scene.js";

/** What is known of a piece of data. `any` is known nothing of; an object has no other fields than those that are listed, unless it is open. */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "value" }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Shape>; readonly open?: true };

/** A step into data: a field's name, or an index. */
type Field = string | number;

/** Data of which nothing is known. */
export const anything: Shape = { kind: "any" };

/** A text, a number, true, false or null. */
export const value: Shape = { kind: "value" };

/** An object without fields. */
export const emptyObject: Shape = { kind: "object", fields: new Map() };

/** An object of which nothing is known. */
const openObject: Shape = { kind: "object", fields: new Map(), open: true };

/** What a caught error is. Source: Amazon States Language specification, "Error output". */
export const errorOutput: Shape = {
  kind: "object",
  fields: new Map([
    ["Error", value],
    ["Cause", value],
  ]),
};

// Each state of a chain may add a field: then the oldest are forgotten, or long chains would take the square of their length.
const mostFields = 20;

// Data that a loop wraps again on each turn would grow without end.
const deepestShape = 12;

/**
 * The shape of a JSON value as it stands. `text` and `entry` may know better what a text or a field is. What a template puts in may be
 * anything, fields of any name among it.
 */
export function shapeOf(
  json: unknown,
  text: (text: string) => Shape = () => value,
  entry: (key: string, inner: unknown) => readonly [string, Shape] | undefined = () => undefined,
  depth = 0,
): Shape {
  if (typeof json === "string") return isPlaceholder(json) ? anything : text(json);
  if (depth > deepestShape) return anything;
  if (isList(json)) {
    return { kind: "list", item: joinAll(json.map((item) => shapeOf(item, text, entry, depth + 1))) };
  }
  if (!isObject(json)) return value;
  const fields = new Map<string, Shape>();
  for (const key of Object.keys(json)) {
    if (hasPlaceholder(key)) return anything;
    const [name, shape] = entry(key, json[key]) ?? [key, shapeOf(json[key], text, entry, depth + 1)];
    fields.set(name, shape);
  }
  return { kind: "object", fields };
}

/** What data is that may be of either shape: what both lack is lacking. Gives the first back where the second adds nothing. */
export function join(one: Shape, other: Shape, depth = 0): Shape {
  if (one === other || one.kind === "any") return one;
  if (depth > deepestShape || one.kind !== other.kind) return anything;
  if (one.kind === "list" && other.kind === "list") {
    const item = join(one.item, other.item, depth + 1);
    return item === one.item ? one : { kind: "list", item };
  }
  if (one.kind !== "object" || other.kind !== "object") return one;
  return joinFields(one, other, depth);
}

type ObjectShape = Extract<Shape, { kind: "object" }>;

/** A field that only one of them lists is known no more where the other is open. */
function joinFields(one: ObjectShape, other: ObjectShape, depth: number): Shape {
  const fields = new Map(one.fields);
  let isSame = one.open === true || other.open !== true;
  for (const [name, before] of one.fields) {
    const shape = other.fields.get(name);
    if (shape === undefined && other.open !== true) continue;
    const joined = shape === undefined ? undefined : join(before, shape, depth + 1);
    if (joined === before) continue;
    isSame = false;
    if (joined === undefined) fields.delete(name);
    else fields.set(name, joined);
  }
  for (const [name, shape] of other.fields) {
    if (one.open === true || one.fields.has(name)) continue;
    fields.set(name, shape);
    isSame = false;
  }
  if (isSame) return one;
  return one.open || other.open ? { kind: "object", fields, open: true } : { kind: "object", fields };
}

/** What data is that may be of any of several shapes. */
export function joinAll(shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  return first === undefined ? anything : rest.reduce((joined, shape) => join(joined, shape), first);
}

/**
 * What is found below some fields: a shape, or the first field that is surely not there and what is there instead. JSONata looks for a
 * field in the items of a list; a JSONPath needs the index.
 */
export function select(
  shape: Shape,
  fields: readonly Field[],
  language: Language,
): Shape | { readonly missing: string; readonly known: string } {
  let at = shape;
  for (const field of fields) {
    if (typeof field === "number") {
      if (at.kind !== "list") return anything;
      at = at.item;
      continue;
    }
    if (at.kind === "list" && language === "JSONPath") return { missing: field, known: "a list" };
    while (at.kind === "list") at = at.item;
    if (at.kind === "any") return anything;
    if (at.kind === "value") return { missing: field, known: "a single value" };
    const inner = at.fields.get(field);
    if (inner === undefined) return at.open ? anything : { missing: field, known: describe(at.fields) };
    at = inner;
  }
  return at;
}

/** The shape below some fields, or any where none is known. */
export function below(shape: Shape, fields: readonly Field[], language: Language): Shape {
  const found = select(shape, fields, language);
  return "missing" in found ? anything : found;
}

/** The shape of data with something put into it at some fields. Source: ASL specification, "ResultPath". */
export function put(shape: Shape, fields: readonly string[], inner: Shape): Shape {
  const [name, ...rest] = fields;
  if (name === undefined) return inner;
  const outer = shape.kind === "any" ? openObject : shape;
  if (outer.kind !== "object") return anything;
  const before = outer.fields.get(name) ?? (outer.open ? openObject : emptyObject);
  const next = rest.length === 0 ? inner : put(before.kind === "value" ? emptyObject : before, rest, inner);
  const known = new Map(outer.fields);
  known.delete(name);
  known.set(name, next);
  if (known.size <= mostFields) return { ...outer, fields: known };
  const [oldest = name] = known.keys();
  known.delete(oldest);
  return { kind: "object", fields: known, open: true };
}

function describe(fields: ReadonlyMap<string, Shape>): string {
  const names = [...fields.keys()].map((name) => `'${name}'`);
  if (names.length === 0) return "an object without fields";
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}
