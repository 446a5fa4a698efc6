import { pointerPart } from "../../graph.js";
import { canonical, type Fields, isObject } from "../values.js";
import { align } from "./align.js";
import type { FieldChange } from "./model.js";
import { topicOf } from "./topic.js";

interface Found {
  readonly parts: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function* changed(before: unknown, after: unknown, parts: readonly string[]): Generator<Found> {
  if (canonical(before) === canonical(after)) return;
  if (isObject(before) && isObject(after)) return yield* inObject(before, after, parts);
  // A list of names or numbers is one value: `ErrorEquals` is read as a whole.
  const areLists = Array.isArray(before) && Array.isArray(after) && ![...before, ...after].every(isPlain);
  if (areLists) return yield* inList(before, after, parts);
  yield { parts, before, after };
}

function* inObject(before: Fields, after: Fields, parts: readonly string[]): Generator<Found> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const own = [...parts, name];
    if (!Object.hasOwn(after, name)) yield { parts: own, before: before[name] };
    else if (!Object.hasOwn(before, name)) yield { parts: own, after: after[name] };
    else yield* changed(before[name], after[name], own);
  }
}

/** The lists of a state whose entries are tried in their order. */
const rules: ReadonlySet<string> = new Set(["Choices", "Retry", "Catch"]);

/** The order of a list's entries in another list that has the same ones, each once; undefined where it has others. */
function newOrder(before: readonly unknown[], after: readonly unknown[]): readonly number[] | undefined {
  const places = new Map(before.map((entry, index) => [canonical(entry), index]));
  const order = after.flatMap((entry) => places.get(canonical(entry)) ?? []);
  const isSame = order.length === before.length && new Set(order).size === order.length;
  return isSame && before.length === after.length ? order : undefined;
}

function* inList(before: readonly unknown[], after: readonly unknown[], parts: readonly string[]): Generator<Found> {
  const order = parts.length === 1 && rules.has(parts[0] ?? "") ? newOrder(before, after) : undefined;
  if (order !== undefined) return yield { parts, before: [...order.keys()], after: order };
  for (const pair of align(before, after)) {
    if (pair.after === undefined) yield { parts: [...parts, String(pair.before)], before: before[pair.before ?? 0] };
    else if (pair.before === undefined) yield { parts: [...parts, String(pair.after)], after: after[pair.after] };
    else yield* changed(before[pair.before], after[pair.after], [...parts, String(pair.after)]);
  }
}

/**
 * The fields that differ between two JSON values, each with the smallest part that has changed. Key order is no difference; entries of
 * lists are recognized when others are put before them.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  return [...changed(before, after, [])].map(({ parts, ...values }) => ({
    path: parts.map((part) => `/${pointerPart(part)}`).join(""),
    topic: topicOf(parts),
    ...values,
  }));
}
