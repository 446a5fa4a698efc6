import type { Link } from "./links.js";
import type { Box, Point } from "./placement.js";

/** Where lines and their texts run between the boxes, by the index of their link. */
interface Lines {
  readonly ways: readonly (readonly Point[])[];
  readonly labels: readonly Point[];
}

/** What must stay between two texts, in pixels. */
const air = 6;

/**
 * Lets two lines from one state that cross each other just before their targets change places: the layout weighs all crossings of a rank
 * together, and leaves some that cost nothing to mend.
 *
 * @param widths of the lines' texts: two that differ by much would not find room in each other's place
 * @param gap between two texts
 */
export function uncrossed(
  links: readonly Link[],
  boxes: ReadonlyMap<string, Box>,
  widths: readonly number[],
  gap: number,
  lines: Lines,
): Lines {
  const ways = [...lines.ways];
  const labels = [...lines.labels];
  const middle = (id: string): number => {
    const { x = 0, width = 0 } = boxes.get(id) ?? {};
    return x + width / 2;
  };
  for (const [one, { from, to }] of links.entries()) {
    for (const [other, link] of links.entries()) {
      if (other <= one || link.from !== from || link.to === to) continue;
      const [way, otherWay, label, otherLabel] = [ways[one], ways[other], labels[one], labels[other]];
      if (!way || !otherWay || !label || !otherLabel || !isBeside(way, otherWay)) continue;
      const [end, otherEnd] = [way.at(-1), otherWay.at(-1)];
      if (!end || !otherEnd || (end.x - otherEnd.x) * (middle(to) - middle(link.to)) >= 0) continue;
      if (Math.abs((widths[one] ?? 0) - (widths[other] ?? 0)) / 2 > gap - air) continue;
      [ways[one], ways[other], labels[one], labels[other]] = [otherWay, way, otherLabel, label];
    }
  }
  return { ways, labels };
}

/** Whether two lines cross the same ranks. */
function isBeside(one: readonly Point[], other: readonly Point[]): boolean {
  return one.length === other.length && one.every(({ y }, index) => Math.abs(y - (other[index]?.y ?? y)) < 1);
}
