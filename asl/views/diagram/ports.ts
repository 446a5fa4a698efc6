import type { Link } from "./links.js";
import type { Box, Point } from "./placement.js";

/** A line that meets a horizontal border, and where it comes from. */
interface Port {
  readonly edge: number;
  readonly towards: number;
}

const gap = 14;
/** How far from the middle of a card lines may meet it; a Parallel or Map state's whole border may be met. */
const cardReach = 44;
const widestCard = 280;

/**
 * Spreads the lines that meet one border of a box along it, each as straight below its next point as the border allows,
 * so that two arrows never meet in one point. Gives x by edge.
 */
function spread(ports: readonly Port[], box: Box, reach: number): ReadonlyMap<number, number> {
  const centre = box.x + box.width / 2;
  const flat = Math.max(0, Math.min(box.width / 2 - (box.width < 90 ? 12 : 24), reach));
  const sorted = [...ports].sort((one, other) => one.towards - other.towards || one.edge - other.edge);
  const step = sorted.length < 2 ? 0 : Math.min(gap, (2 * flat) / (sorted.length - 1));
  const result = new Map<number, number>();
  let least = centre - flat;
  for (const [index, { edge, towards }] of sorted.entries()) {
    const most = centre + flat - (sorted.length - 1 - index) * step;
    const x = Math.min(Math.max(towards, least), most);
    result.set(edge, x);
    least = x + step;
  }
  return result;
}

/** Where a line leaves its source and arrives at its target, along their borders. */
export interface Ends {
  readonly leave: number;
  readonly arrive: number;
}

/** Gives every line of a scope its ends. */
export function portsOf(
  links: readonly Link[],
  ways: readonly (readonly Point[])[],
  boxes: ReadonlyMap<string, Box>,
): readonly Ends[] {
  const borders = new Map<string, { readonly box: Box; readonly ports: Port[] }>();
  const meet = (id: string, box: Box, side: string, edge: number, towards: number) => {
    const border = `${id} ${side}`;
    const known = borders.get(border) ?? { box, ports: [] };
    known.ports.push({ edge, towards });
    borders.set(border, known);
    return border;
  };
  const met = links.map(({ from, to }, edge) => {
    const source = boxes.get(from);
    const target = boxes.get(to);
    if (source === undefined || target === undefined || from === to) return undefined;
    const down = source.y < target.y;
    const way = ways[edge] ?? [];
    return {
      leave: meet(from, source, down ? "bottom" : "top", edge, way[0]?.x ?? target.x + target.width / 2),
      arrive: meet(to, target, down ? "top" : "bottom", edge, way.at(-1)?.x ?? source.x + source.width / 2),
    };
  });
  const places = new Map(
    [...borders].map(([border, { box, ports }]) => {
      return [border, spread(ports, box, box.width > widestCard ? box.width : cardReach)];
    }),
  );
  const place = (border: string | undefined, edge: number) => places.get(border ?? "")?.get(edge) ?? 0;
  return met.map((ends, edge) => ({ leave: place(ends?.leave, edge), arrive: place(ends?.arrive, edge) }));
}
