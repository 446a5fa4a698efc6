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

/** How many ranks hang below each state: the longest way down, not counting ways back. */
function depths(scope: Scope): ReadonlyMap<string, number> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of scope.edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const known = new Map<string, number>();
  for (const { name } of scope.nodes) {
    // No recursion: a chain of states may be thousands long.
    const stack = [name];
    const open = new Set<string>();
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const below = (targets.get(top) ?? []).filter((target) => !open.has(target));
      const unknown = open.has(top) ? undefined : below.find((target) => !known.has(target) && target !== top);
      open.add(top);
      if (unknown !== undefined && !known.has(top)) {
        for (const target of below) if (!known.has(target) && target !== top) stack.push(target);
        continue;
      }
      stack.pop();
      open.delete(top);
      if (!known.has(top)) known.set(top, Math.max(0, ...below.map((target) => 1 + (known.get(target) ?? 0))));
    }
  }
  return known;
}

/**
 * How far below their source the targets of each state stand: in several rows where the spacing asks for it, and a Parallel
 * or Map state, which is large, below all that hangs from its siblings.
 */
function distances(scope: Scope, { rows, widestRow, largeBelow }: Spacing): readonly number[] {
  const fans = new Map<string, Edge[]>();
  for (const edge of scope.edges) fans.set(edge.from, [...(fans.get(edge.from) ?? []), edge]);
  const large = new Set(scope.nodes.filter((node) => node.scopes.length > 0).map((node) => node.name));
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
  const ids = new Map(scope.nodes.map((node, index) => [node.name, `n${index}`]));
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
