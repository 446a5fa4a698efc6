import { depths } from "./depths.js";
import type { Edge, Scope } from "./model.js";
import type { Spacing } from "./placement.js";

/** A line to lay out: an edge of the definition, or one from the start mark or to the end mark. */
export interface Link {
  readonly edge?: Edge;
  readonly from: string;
  readonly to: string;
  /** How many ranks the target stands below the source, at least. */
  readonly distance: number;
}

/** Layout ids of a scope's marks; its states have `n0`, `n1`, ... */
export const startMark = "start";
export const endMark = "end";

/**
 * How far below their source the targets of each state stand: in several rows where the spacing asks for it, and a Parallel
 * or Map state, which is large, below all that hangs from its siblings.
 */
function distances(scope: Scope, { rows, widestRow, largeBelow }: Spacing): readonly number[] {
  const fans = new Map<string, Edge[]>();
  for (const edge of scope.edges) fans.set(edge.from, [...(fans.get(edge.from) ?? []), edge]);
  const large = new Set(scope.nodes.filter((node) => node.scopes.length > 0).map((node) => node.id));
  const depth = large.size > 0 && largeBelow ? depths(scope) : undefined;
  return scope.edges.map((edge) => {
    const fan = fans.get(edge.from) ?? [];
    if (depth !== undefined && large.has(edge.to)) {
      const siblings = fan.filter(({ to }) => !large.has(to)).map(({ to }) => 2 + (depth.get(to) ?? 0));
      return Math.min(6, Math.max(1, ...siblings));
    }
    return fan.length > widestRow ? 1 + (fan.indexOf(edge) % rows) : 1;
  });
}

/** The lines of a scope. */
export function linksOf(scope: Scope, spacing: Spacing): readonly Link[] {
  const ids = new Map(scope.nodes.map((node, index) => [node.id, `n${index}`]));
  const first = ids.get(scope.startAt ?? "");
  const lengths = distances(scope, spacing);
  return [
    ...(scope.startAt !== undefined && first !== undefined ? [{ from: startMark, to: first, distance: 1 }] : []),
    ...scope.edges.flatMap((edge, index) => {
      const from = ids.get(edge.from);
      const to = ids.get(edge.to);
      return from === undefined || to === undefined ? [] : [{ edge, from, to, distance: lengths[index] ?? 1 }];
    }),
    ...scope.nodes.flatMap((node, index) => (node.ends ? [{ from: `n${index}`, to: endMark, distance: 1 }] : [])),
  ];
}
