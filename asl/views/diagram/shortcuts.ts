import { depths } from "./depths.js";
import type { Edge, Node, Scope } from "./model.js";

/** From so many lines to one state on, the long ones among them are cut short. */
const many = 4;
/** A line that passes fewer states than this is no nuisance. */
const long = 3;

/**
 * Cuts the long lines to a state that many states lead to, such as the one that every Catch names: each ends at a small card that
 * refers to the state, instead of running past everything between. The shortest of them stays whole.
 */
export function withShortcuts(scope: Scope): Scope {
  const popular = new Map<string, Edge[]>();
  for (const edge of scope.edges) {
    if (edge.kind === "next") continue;
    popular.set(edge.to, [...(popular.get(edge.to) ?? []), edge]);
  }
  if (![...popular.values()].some((edges) => edges.length >= many)) return scope;
  const depth = depths(scope);
  const span = ({ from, to }: Edge) => (depth.get(from) ?? 0) - (depth.get(to) ?? 0);
  const cut = new Set<Edge>();
  for (const edges of popular.values()) {
    if (edges.length < many) continue;
    const [, ...longer] = [...edges].sort((one, other) => span(one) - span(other));
    for (const edge of longer) if (span(edge) >= long) cut.add(edge);
  }
  const references: Node[] = [];
  const edges = scope.edges.map((edge) => {
    const target = scope.nodes.find((node) => node.id === edge.to);
    if (!cut.has(edge) || target === undefined) return edge;
    const id = JSON.stringify([edge.from, edge.to, edge.kind]);
    references.push({ ...target, id, type: "Reference", state: undefined, scopes: [], ends: false });
    return { ...edge, to: id };
  });
  return { ...scope, nodes: [...scope.nodes, ...references], edges };
}
