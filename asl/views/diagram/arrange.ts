import { Graph, layout } from "@dagrejs/dagre";
import type { EdgeText } from "./edge-text.js";
import { endMark, type Link, startMark } from "./links.js";
import type { Band, Box, Point } from "./placement.js";
import { uncrossed } from "./uncross.js";

/** Height of the gap between two ranks; the layout puts the labels into its middle. */
const rankGap = 40;

/** Boxes by layout id; lines and labels by the index of their link. */
interface Places {
  readonly boxes: ReadonlyMap<string, Box>;
  /** Where each line crosses the ranks between its ends. */
  readonly ways: readonly (readonly Point[])[];
  /** The centre of each label. */
  readonly labels: readonly Point[];
}

/** Where everything of a scope stands. */
export interface Arrangement extends Places {
  readonly width: number;
  readonly height: number;
  /** What stands in the ranks, for the lines to keep clear of. */
  readonly standing: readonly Band[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is to be arranged: boxes with the ids `n0`, `n1`, ..., lines between them, and the lines' texts. */
export interface Parts {
  readonly links: readonly Link[];
  readonly sizes: readonly Size[];
  readonly texts: readonly (EdgeText | undefined)[];
  readonly mark: Size;
  readonly gap: number;
  /** What a rank of ordinary cards takes, with its gap: a higher box is laid out as a chain of slices, one a rank. */
  readonly usualRank: number;
  /** Which way boxes lean: the middle of all four ways by default. */
  readonly align?: "UL" | "UR";
}

const weights = { next: 4, choice: 2, default: 2, catch: 1 } as const;
const chainWeight = 1000;

const sliceId = (id: string, slice: number) => (slice === 0 ? id : `${id}.${slice}`);

function laidOut({ links, sizes, texts, mark, gap, align }: Parts, slices: readonly number[]) {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "TB",
    rankalign: "top",
    ...(align && { align }),
    nodesep: gap,
    edgesep: 16,
    ranksep: rankGap,
  });
  // The start comes first: the layout turns loops around where it meets them on its way from the first node.
  if (links.some((link) => link.from === startMark)) graph.setNode(startMark, { ...mark });
  for (const [index, { width, height }] of sizes.entries()) {
    const count = slices[index] ?? 1;
    const share = (height - (count - 1) * rankGap) / count;
    for (let slice = 0; slice < count; slice++) {
      graph.setNode(sliceId(`n${index}`, slice), { width, height: share });
      if (slice === 0) continue;
      const label = { width: 0, height: 0, minlen: 1, weight: chainWeight };
      graph.setEdge(sliceId(`n${index}`, slice - 1), sliceId(`n${index}`, slice), label, "slice");
    }
  }
  if (links.some((link) => link.to === endMark)) graph.setNode(endMark, { ...mark });
  const bottom = (id: string) => sliceId(id, (slices[Number(id.slice(1))] ?? 1) - 1);
  const edges = links.map(({ from, to, edge, distance }, index) => {
    const { width = 0, height = 0 } = texts[index] ?? {};
    const weight = edge === undefined ? 4 : weights[edge.kind];
    const source = from === to ? from : bottom(from);
    graph.setEdge(source, to, { width, height, labelpos: "c", minlen: distance, weight }, `e${index}`);
    return { v: source, w: to, name: `e${index}` };
  });
  layout(graph);
  return { graph, edges };
}

/** Counts the pairs of targets of one state that stand in the definition's order from left to right, less those that do not. */
function inOrder(links: readonly Link[], xOf: (id: string) => number): number {
  const targets = new Map<string, string[]>();
  for (const { from, to } of links) targets.set(from, [...(targets.get(from) ?? []), to]);
  let sum = 0;
  for (const ids of targets.values()) {
    for (const [index, id] of ids.entries()) {
      for (const later of ids.slice(index + 1)) sum += Math.sign(xOf(later) - xOf(id));
    }
  }
  return sum;
}

/** Says whether places along a line, in any order, are all on one side of a box as far as they are beside it. */
function isClear(places: readonly Point[], { x, y, width, height }: Box, room: number): boolean {
  const sides = places
    .filter((place) => place.y > y - 1 && place.y < y + height + 1)
    .map((place) => (place.x + room <= x ? -1 : place.x - room >= x + width ? 1 : 0));
  return sides.every((side) => side !== 0 && side === sides[0]);
}

/** Says whether no line and no text runs through a box: the layout lets lines pass between two slices. */
function isUncrossed(box: Box, { links, texts }: Parts, { boxes, ways, labels }: Places): boolean {
  return links.every(({ from, to }, index) => {
    const source = boxes.get(from);
    const target = boxes.get(to);
    if (source === undefined || target === undefined || from === to) return true;
    // A way back from or to the box would run up beside it, between its slices and their neighbours.
    if (source.y > target.y && (source === box || target === box)) return false;
    const beside = [source, target]
      .filter((end) => end !== box && end.y < box.y + box.height && end.y + end.height > box.y)
      .map((end) => ({ x: end.x + end.width / 2, y: box.y }));
    const { width = 0 } = texts[index] ?? {};
    const label = labels.slice(index, index + 1);
    return isClear([...(ways[index] ?? []), ...beside], box, 0) && isClear(label, box, width / 2);
  });
}

function read(parts: Parts, slices: readonly number[]): Arrangement | undefined {
  const { links, sizes } = parts;
  const { graph, edges } = laidOut(parts, slices);
  const { width = 0, height = 0 } = graph.graph();
  const mirrored = inOrder(links, (id) => graph.node(id).x ?? 0) < 0;
  const turn = (x = 0) => (mirrored ? width - x : x);
  const boxAt = (id: string): Box => {
    const { x, y = 0, width, height } = graph.node(id);
    return { x: turn(x) - width / 2, y: y - height / 2, width, height };
  };
  const boxes = new Map<string, Box>();
  for (const id of [startMark, endMark]) if (graph.hasNode(id)) boxes.set(id, boxAt(id));
  for (const index of sizes.keys()) {
    const id = `n${index}`;
    const top = boxAt(id);
    const chain = Array.from({ length: slices[index] ?? 1 }, (_, slice) => boxAt(sliceId(id, slice)));
    const bottom = chain.at(-1) ?? top;
    // A bent chain is no box.
    if (chain.some((slice) => Math.abs(slice.x - top.x) > 1)) return undefined;
    boxes.set(id, { ...top, height: bottom.y + bottom.height - top.y });
  }
  const laid = edges.map((edge) => graph.edge(edge));
  const ways = laid.map(({ points = [] }) => points.slice(1, -1).map(({ x, y }: Point) => ({ x: turn(x), y })));
  const labels = laid.map(({ x, y = 0 }) => ({ x: turn(x), y }));
  const widths = links.map((_, index) => parts.texts[index]?.width ?? 0);
  const places: Places = { boxes, ...uncrossed(links, boxes, widths, parts.gap, { ways, labels }) };
  for (const [index, count] of slices.entries()) {
    const box = boxes.get(`n${index}`);
    if (count > 1 && box !== undefined && !isUncrossed(box, parts, places)) return undefined;
  }
  const heights = laid.flatMap(({ y = 0, height = 0 }) =>
    height === 0 ? [] : [{ top: y - height / 2, bottom: y + height / 2 }],
  );
  return {
    width: Math.max(0, width),
    height: Math.max(0, height),
    ...places,
    standing: [
      ...graph
        .nodes()
        .map((id: string) => boxAt(id))
        .map(({ y, height }: Box) => ({ top: y, bottom: y + height })),
      ...heights,
    ],
  };
}

/** Lays out boxes and lines from top to bottom; mirrored where that brings the targets into the definition's order. */
export function arrange(parts: Parts): Arrangement {
  const whole = parts.sizes.map(() => 1);
  let slices = parts.sizes.map(({ height }) => Math.max(1, Math.round((height + rankGap) / parts.usualRank)));
  let best: Arrangement | undefined;
  // Labels and high cards make ranks higher than usual: then fewer slices do.
  for (let attempt = 0; attempt < 3 && slices.some((count) => count > 1); attempt++) {
    const arrangement = read(parts, slices);
    if (arrangement === undefined) break;
    best = arrangement;
    const fewer = slices.map((count, index) => {
      const actual = arrangement.boxes.get(`n${index}`)?.height ?? 0;
      const wanted = parts.sizes[index]?.height ?? 0;
      return count === 1 ? 1 : Math.max(1, Math.min(count, Math.round((count * wanted) / actual)));
    });
    if (fewer.every((count, index) => count === slices[index])) break;
    slices = fewer;
  }
  const result = best ?? read(parts, whole);
  if (result === undefined) throw new Error("A layout without slices cannot fail: please report this definition.");
  return result;
}
