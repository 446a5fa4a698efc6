import type { Json, JsonObject } from "../spec/index.js";
import type { MapItem } from "./frame.js";
import { isObject } from "./json.js";

/** The lists that were made of objects. */
const entryLists = new WeakSet<readonly Json[]>();

/** The items of a Map state that runs over an object's fields: what an iteration without `ItemSelector` is given. */
export function entriesOf(object: JsonObject): readonly Json[] {
  const entries = Object.entries(object).map(([Key, Value]) => ({ Key, Value }));
  entryLists.add(entries);
  return entries;
}

/** An item as the context object has it; for an object's field `Key` and `Value` apart. */
export function itemAt(items: readonly Json[], index: number): MapItem {
  const value = items[index] ?? null;
  if (!entryLists.has(items) || !isObject(value)) return { index, value };
  return { index, key: String(value.Key), value: value.Value ?? null };
}
