import { renamedReferences } from "./references.js";
import type { Resource, Stack } from "./stack.js";

/** Where a chain of moves ends. */
function endOf(address: string, moved: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let at = address;
  for (let next = moved.get(at); next !== undefined && !seen.has(next); next = moved.get(at)) {
    seen.add(next);
    at = next;
  }
  return at;
}

/**
 * The stack as it was, with each resource where the `moved` blocks of the change put it, and with references that follow: a move
 * changes nothing else. A block whose resource has moved long ago moves nothing.
 */
export function afterMoves(before: Stack, moved: ReadonlyMap<string, string>): Stack {
  const ends = [...moved.keys()].map((from): [string, string] => [from, endOf(from, moved)]);
  const moves = new Map(ends.filter(([from, to]) => before.resources.has(from) && !before.resources.has(to)));
  if (moves.size === 0) return before;
  const resources = [...before.resources.values()].map((resource): [string, Resource] => {
    const address = moves.get(resource.address) ?? resource.address;
    const [type = "", name = ""] = address.split(".");
    const config = Object.fromEntries(
      Object.entries(resource.config).map(([key, value]) => [key, renamedReferences(value, moves)]),
    );
    const former = address === resource.address ? {} : { formerAddress: resource.address, type, name };
    return [address, { ...resource, address, config, ...former }];
  });
  return { ...before, resources: new Map(resources) };
}
