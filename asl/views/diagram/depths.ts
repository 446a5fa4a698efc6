import type { Scope } from "./model.js";

/** How many states hang below each state of a scope: the longest way down, not counting ways back. */
export function depths(scope: Scope): ReadonlyMap<string, number> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of scope.edges) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  const depth = new Map<string, number>();
  const open = new Set<string>();
  for (const { id } of scope.nodes) {
    if (depth.has(id)) continue;
    // No recursion: a chain of states may be thousands long.
    const stack = [{ id, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const below = targets.get(top.id) ?? [];
      open.add(top.id);
      const target = below[top.next++];
      if (target !== undefined) {
        if (!depth.has(target) && !open.has(target)) stack.push({ id: target, next: 0 });
        continue;
      }
      stack.pop();
      open.delete(top.id);
      depth.set(top.id, Math.max(0, ...below.map((id) => 1 + (depth.get(id) ?? -1))));
    }
  }
  return depth;
}
