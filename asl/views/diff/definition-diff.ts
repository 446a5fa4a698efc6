import { type Graph, type GraphNode, graphOf } from "../../graph.js";
import { canonical, isObject } from "../values.js";
import { ownBody, ownFields, within } from "./body.js";
import { dangersOf } from "./dangers.js";
import { fieldChanges } from "./fields.js";
import { type Matching, match } from "./match.js";
import type { DefinitionDiff, FieldChange, StateChange } from "./model.js";

/** Names of the old definition's states that are called otherwise in the new one, for one scope of the old one. */
type Renames = ReadonlyMap<string, string>;

function renamesOf(before: Graph, after: Graph, { nodes }: Matching): ReadonlyMap<number, Renames> {
  const result = new Map<number, Map<string, string>>();
  for (const [from, to] of nodes) {
    const old = before.nodes[from];
    const now = after.nodes[to];
    if (old === undefined || now === undefined || old.name === now.name) continue;
    const names = result.get(old.scope) ?? new Map<string, string>();
    result.set(old.scope, names.set(old.name, now.name));
  }
  return result;
}

/** Marks the transitions that lead where they led before, to a state with another name. */
function following(fields: readonly FieldChange[], renames: Renames | undefined): FieldChange[] {
  return fields.map((field) => {
    const { topic, before, after } = field;
    const follows = topic === "transition" && typeof before === "string" && renames?.get(before) === after;
    return follows ? { ...field, follows } : field;
  });
}

function added(graph: Graph, node: GraphNode): StateChange {
  const { name, type, pointer } = node;
  const fields = fieldChanges({}, ownBody(node));
  return { kind: "added", name, type, within: within(graph, node), afterPointer: pointer, fields };
}

function removed(graph: Graph, node: GraphNode): StateChange {
  const { name, type, pointer } = node;
  const fields = fieldChanges(ownBody(node), {});
  return { kind: "removed", name, type, within: within(graph, node), beforePointer: pointer, fields };
}

/** The branches of a Parallel state in their new order: their results come in it. */
function inNewOrder(old: GraphNode, now: GraphNode, { scopes }: Matching) {
  const body = ownBody(old);
  const branches = body.Branches;
  if (!Array.isArray(branches) || now.type !== "Parallel") return { body, moved: [] };
  const targets = old.inner.map((scope) => now.inner.indexOf(scopes.get(scope) ?? -1));
  const kept = targets.filter((place) => place >= 0);
  const moved = kept.some((place, index) => index > 0 && place < (kept[index - 1] ?? 0));
  if (!moved || branches.length !== targets.length) return { body, moved: [] };
  const order = [...targets.keys()].sort((one, other) => (targets[one] ?? 0) - (targets[other] ?? 0));
  const change: FieldChange = {
    path: "/Branches",
    topic: "nesting",
    before: targets.map((_, index) => index),
    after: order,
  };
  return { body: { ...body, Branches: order.map((index) => branches[index]) }, moved: [change] };
}

/**
 * Compares two definitions state by state. Key order and whitespace are no difference. A state is known by its name, or, where the name
 * is gone, by its body, or by what it calls and where it stands: then it was renamed, and the transitions to it merely follow.
 *
 * Takes anything; of what is malformed it compares what can be read.
 *
 * @example
 * ```ts
 * const before = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 10, End: true } } };
 * const after = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 20, End: true } } };
 * diff(before, after).states[0]?.fields; // [{ path: "/Seconds", topic: "wait", before: 10, after: 20 }]
 * ```
 */
export function diff(before: unknown, after: unknown): DefinitionDiff {
  const graphs = { before: graphOf(before), after: graphOf(after) };
  const matching = match(graphs.before, graphs.after);
  const renames = renamesOf(graphs.before, graphs.after, matching);
  const oldOf = new Map([...matching.nodes].map(([from, to]) => [to, from]));
  const states: StateChange[] = [];
  for (const now of graphs.after.nodes) {
    const old = graphs.before.nodes[oldOf.get(now.index) ?? -1];
    if (old === undefined) {
      states.push(added(graphs.after, now));
      continue;
    }
    const { body, moved } = inNewOrder(old, now, matching);
    const fields = [...moved, ...following(fieldChanges(body, ownBody(now)), renames.get(old.scope))];
    const isMoved = matching.scopes.get(old.scope) !== now.scope;
    const isRenamed = old.name !== now.name;
    if (fields.length === 0 && !isMoved && !isRenamed) continue;
    states.push({
      kind: isRenamed ? "renamed" : isMoved ? "moved" : "changed",
      name: now.name,
      ...(isRenamed ? { formerName: old.name } : {}),
      type: now.type,
      within: within(graphs.after, now),
      beforePointer: old.pointer,
      afterPointer: now.pointer,
      fields,
    });
  }
  for (const old of graphs.before.nodes) if (!matching.nodes.has(old.index)) states.push(removed(graphs.before, old));
  const areObjects = isObject(before) && isObject(after);
  const unequal = canonical(before) === canonical(after) ? [] : fieldChanges(before, after);
  const own = areObjects ? fieldChanges(ownFields(before), ownFields(after)) : unequal;
  const fields = following(own, renames.get(0));
  return { fields, states, dangers: dangersOf(graphs, fields, states) };
}

/** Says whether two definitions mean the same. */
export function isEmpty({ fields, states }: DefinitionDiff): boolean {
  return fields.length === 0 && states.length === 0;
}
