import { type Arrangement, arrange } from "./arrange.js";
import { cardOf } from "./card.js";
import { contain, scopePadding } from "./contain.js";
import { type EdgeText, edgeTextOf } from "./edge-text.js";
import { endMark, type Link, linksOf, startMark } from "./links.js";
import type { Node, Scope } from "./model.js";
import {
  type Box,
  type Direction,
  type Mark,
  markRadius,
  type PlacedEdge,
  type PlacedNode,
  type PlacedScope,
  type Spacing,
  turned,
} from "./placement.js";
import { portsOf } from "./ports.js";
import { bandsOf, routed, selfLoop } from "./route.js";
import { withShortcuts } from "./shortcuts.js";

/** What a nested scope loses of its surrounding scope's width: borders and padding. */
const nestingCost = 40;
const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };
const mark = { width: 2 * markRadius, height: 2 * markRadius };

function sized(node: Node, spacing: Spacing): PlacedNode {
  const card = cardOf(node, spacing.textRoom);
  if (node.scopes.length === 0) return { node, card, scopes: [], x: 0, y: 0, width: card.width, height: card.height };
  const inner = { ...spacing, branchRoom: spacing.branchRoom - nestingCost };
  const contained = contain(
    card,
    node.scopes.map((scope) => layoutScope(scope, inner)),
    spacing.branchRoom,
  );
  return { node, card, x: 0, y: 0, ...contained };
}

/** Says whether a horizontal line is free of boxes, but for the one that it comes from. */
function isFreeOf(boxes: readonly Box[]) {
  const air = 4;
  return (y: number, x1: number, x2: number) =>
    boxes.every(({ x, y: top, width, height }) => {
      const isSource = x1 > x && x1 < x + width;
      const passes = y < top - air || y > top + height + air;
      return isSource || passes || Math.max(x1, x2) < x - air || Math.min(x1, x2) > x + width + air;
    });
}

/** The lines of a scope, routed where the arrangement has put them; `texts` are sized as the flow goes. */
function routes(
  links: readonly Link[],
  texts: readonly (EdgeText | undefined)[],
  { boxes, standing, ways, labels }: Arrangement,
  direction: Direction,
) {
  const bandAt = bandsOf(standing);
  const ports = portsOf(links, ways, boxes);
  const isFree = isFreeOf([...boxes.values()]);
  return links.map((link, index) => {
    const from = boxes.get(link.from) ?? nowhere;
    const to = boxes.get(link.to) ?? nowhere;
    const { leave: leaveX, arrive: arriveX } = ports[index] ?? { leave: 0, arrive: 0 };
    const route = { from, to, via: ways[index] ?? [], leaveX, arriveX };
    const text = texts[index];
    const { x, y } = labels[index] ?? nowhere;
    const line = link.from === link.to ? selfLoop(from, x, direction) : routed(route, bandAt, isFree, direction);
    const place = text && { x: x - text.width / 2, y: y - text.height / 2, width: text.width, height: text.height };
    return { line, text, place };
  });
}

function narrowest(ways: readonly (() => Arrangement)[]): Arrangement {
  return ways.map((way) => way()).reduce((best, other) => (other.width < best.width ? other : best));
}

/** Lays out one scope, and before it the scopes inside its states. */
export function layoutScope(definition: Scope, spacing: Spacing): PlacedScope {
  const scope = withShortcuts(definition);
  const isDown = spacing.direction === "down";
  const flow = <Sized extends { readonly width: number; readonly height: number }>(size: Sized): Sized =>
    isDown ? size : turned(size);
  const placed = (box: Box): Box => (isDown ? box : { x: box.y, y: box.x, width: box.height, height: box.width });

  const links = linksOf(scope, spacing);
  const texts = links.map(({ edge }) => {
    const text = edge === undefined ? undefined : edgeTextOf(edge, spacing.labelRoom);
    return text && flow(text);
  });
  const nodes = scope.nodes.map((node) => sized(node, spacing));
  const gap = isDown ? spacing.nodeGap : Math.round(spacing.nodeGap / 2);
  const sizes = nodes.map(flow);
  const parts = { links, sizes, texts, mark, gap, usualRank: isDown ? 112 : 230 };
  // A card beside every state of a chain makes it a staircase, unless all boxes lean to the side of the chain.
  const leaning = (["UL", "UR"] as const).map((align) => () => arrange({ ...parts, align }));
  const arrangement = narrowest(scope === definition ? [() => arrange(parts)] : leaning);
  const nameOf = (id: string) => (id.startsWith("n") ? scope.nodes[Number(id.slice(1))]?.name : undefined);
  const edges = routes(links, texts, arrangement, spacing.direction).map(({ line, text, place }, index): PlacedEdge => {
    const { edge, from, to } = links[index] ?? { from: "", to: "" };
    return {
      ...line,
      from: nameOf(from),
      to: nameOf(to),
      ...(edge === undefined ? {} : { edge }),
      ...(text === undefined || place === undefined ? {} : { label: { ...text, ...placed(place) } }),
    };
  });
  const marks = [startMark, endMark].flatMap((id): Mark[] => {
    const box = arrangement.boxes.get(id);
    if (box === undefined) return [];
    const { x, y } = placed(box);
    return [{ kind: id === startMark ? "start" : "end", x: x + markRadius, y: y + markRadius }];
  });
  const { width, height } = flow({ width: arrangement.width, height: arrangement.height });
  return {
    x: 0,
    y: 0,
    shift: 0,
    width: width + 2 * scopePadding,
    height: height + 2 * scopePadding,
    marks,
    nodes: nodes.map((node, index) => ({ ...node, ...placed(arrangement.boxes.get(`n${index}`) ?? nowhere) })),
    edges,
  };
}
