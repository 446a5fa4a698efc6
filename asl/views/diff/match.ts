import type { Graph, GraphNode, GraphScope } from "../../graph.js";
import { canonical } from "../values.js";
import { withoutTransitions } from "./body.js";
import { callOf } from "./calls.js";

/** Which state of the old definition is which of the new one, and which scope. Places are those of the graphs. */
export interface Matching {
  readonly nodes: ReadonlyMap<number, number>;
  readonly scopes: ReadonlyMap<number, number>;
}

interface Sides {
  readonly before: Graph;
  readonly after: Graph;
}

function nodesOf(graph: Graph, scope: GraphScope | undefined): GraphNode[] {
  return (scope?.nodes ?? []).flatMap((place) => graph.nodes[place] ?? []);
}

/** Pairs branches by the states that they share, the rest in their order. */
function matchScopes({ before, after }: Sides, from: GraphNode, to: GraphNode): [number, number][] {
  const pairs: [number, number][] = [];
  if (from.type !== to.type) return pairs;
  const names = (graph: Graph, scope: number) => new Set(nodesOf(graph, graph.scopes[scope]).map(({ name }) => name));
  const newNames = new Map(to.inner.map((scope) => [scope, names(after, scope)]));
  const shared = from.inner.flatMap((one) => {
    const own = [...names(before, one)];
    return to.inner.map((other) => {
      const count = own.filter((name) => newNames.get(other)?.has(name)).length;
      return { one, other, count };
    });
  });
  const usedOld = new Set<number>();
  const usedNew = new Set<number>();
  const add = (one: number, other: number) => {
    if (usedOld.has(one) || usedNew.has(other)) return;
    usedOld.add(one);
    usedNew.add(other);
    pairs.push([one, other]);
  };
  for (const { one, other } of shared.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count))
    add(one, other);
  for (const one of from.inner) {
    const other = to.inner.find((scope) => !usedNew.has(scope));
    if (other !== undefined) add(one, other);
  }
  return pairs;
}

/** States that lead to each state, and where each leads to. */
function neighbours(graph: Graph) {
  const result = new Map<number, { readonly to: Set<number>; readonly from: Set<number> }>();
  for (const { index } of graph.nodes) result.set(index, { to: new Set(), from: new Set() });
  for (const { from, to } of graph.edges) {
    result.get(from)?.to.add(to);
    result.get(to)?.from.add(from);
  }
  return result;
}

/** Where almost everything is new, nothing is known again by looking at each pair. */
const mostComparisons = 100_000;

/** So many fields say enough about a state to know it again, though nothing around it is as it was. */
const telling = 3;

/** Whether two states of different names are the same step with an edit: the same call, or most of what they are made of. */
function isEdited(one: GraphNode, other: GraphNode): boolean {
  if (one.type !== other.type) return false;
  const call = callOf(one.json);
  if (call !== undefined) return call === callOf(other.json);
  const [old, now] = [withoutTransitions(one), withoutTransitions(other)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !placing.has(name));
  const same = names.filter((name) => name in old && name in now && canonical(old[name]) === canonical(now[name]));
  return names.length > 1 && same.length * 2 >= names.length;
}

/** What says where a state stands, or what every state of its type has. */
const placing: ReadonlySet<string> = new Set(["Type", "Next", "End", "Default", "Comment"]);

/**
 * Finds the states that have another name: those with the same body, then those with an edit that stand where they stood. For each it is
 * the one with most neighbours in common.
 */
function matchRenamed(
  { before, after }: Sides,
  gone: readonly GraphNode[],
  come: readonly GraphNode[],
  known: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (gone.length === 0 || come.length === 0) return found;
  const bodies = new Map<string, GraphNode[]>();
  for (const node of come) {
    const body = canonical(withoutTransitions(node));
    bodies.set(body, [...(bodies.get(body) ?? []), node]);
  }
  const around = { before: neighbours(before), after: neighbours(after) };
  const taken = new Set<number>();
  const common = (one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined) =>
    [...(one ?? [])].filter((place) => other?.has(known.get(place) ?? found.get(place) ?? -1)).length;
  const isStart = (graph: Graph, node: GraphNode) => graph.scopes[node.scope]?.start === node.index;
  const take = (node: GraphNode, among: readonly GraphNode[], isEnough: (score: number) => boolean) => {
    const old = around.before.get(node.index);
    const [best] = among
      .filter((candidate) => !taken.has(candidate.index))
      .map((candidate) => {
        const now = around.after.get(candidate.index);
        const starts = isStart(before, node) && isStart(after, candidate) ? 1 : 0;
        return { candidate, score: common(old?.to, now?.to) + common(old?.from, now?.from) + starts };
      })
      .sort((one, other) => other.score - one.score);
    if (best === undefined || !isEnough(best.score)) return;
    taken.add(best.candidate.index);
    found.set(node.index, best.candidate.index);
  };
  for (const node of gone) {
    const same = bodies.get(canonical(withoutTransitions(node))) ?? [];
    take(node, same, (score) => score > 0 || Object.keys(node.json).length >= telling);
  }
  const left = come.filter(({ index }) => !taken.has(index));
  if (left.length === 0 || gone.length * left.length > mostComparisons) return found;
  for (const node of gone) {
    if (found.has(node.index)) continue;
    take(
      node,
      left.filter((candidate) => isEdited(node, candidate)),
      (score) => score > 0,
    );
  }
  return found;
}

/**
 * Matches the states of two definitions: by name within the same scope, then those that were renamed there, then those that were
 * moved into another scope.
 */
export function match(before: Graph, after: Graph): Matching {
  const sides = { before, after };
  const nodes = new Map<number, number>();
  const scopes = new Map<number, number>();
  const queue: [number, number][] = before.scopes.length > 0 && after.scopes.length > 0 ? [[0, 0]] : [];
  const enter = (from: GraphNode, to: GraphNode) => {
    nodes.set(from.index, to.index);
    queue.push(...matchScopes(sides, from, to));
  };
  const isFree = (used: ReadonlySet<number>) => (node: GraphNode) => !used.has(node.index);
  const work = () => {
    for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
      const [one, other] = pair;
      scopes.set(one, other);
      const old = nodesOf(before, before.scopes[one]);
      const now = nodesOf(after, after.scopes[other]);
      const byName = new Map(now.map((node) => [node.name, node]));
      for (const node of old) {
        const same = byName.get(node.name);
        if (same !== undefined) enter(node, same);
      }
      const used = new Set(nodes.values());
      const gone = old.filter((node) => !nodes.has(node.index));
      for (const [from, to] of matchRenamed(sides, gone, now.filter(isFree(used)), nodes)) {
        const source = before.nodes[from];
        const target = after.nodes[to];
        if (source !== undefined && target !== undefined) enter(source, target);
      }
    }
  };
  work();
  const used = new Set(nodes.values());
  const free = new Map(after.nodes.filter(isFree(used)).map((node) => [node.name, node]));
  for (const node of before.nodes) {
    const same = free.get(node.name);
    if (nodes.has(node.index) || same === undefined || used.has(same.index)) continue;
    used.add(same.index);
    enter(node, same);
    work();
    for (const place of nodes.values()) used.add(place);
  }
  return { nodes, scopes };
}
