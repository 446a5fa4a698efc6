import { type Arrangement, arrange } from "./arrange.js";
import { cardOf } from "./card.js";
import { contain, scopePadding } from "./contain.js";
import { type EdgeText, edgeTextOf } from "./edge-text.js";
import { endMark, type Link, linksOf, startMark } from "./links.js";
import type { Node, Scope } from "./model.js";
import {
  type Box,
  type Mark,
  markRadius,
  type PlacedEdge,
  type PlacedNode,
  type PlacedScope,
  type Spacing,
} from "./placement.js";
import { portsOf } from "./ports.js";
import { bandsOf, routed, selfLoop } from "./route.js";

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

function drawnEdges(
  scope: Scope,
  links: readonly Link[],
  texts: readonly (EdgeText | undefined)[],
  { boxes, standing, ways, labels }: Arrangement,
): PlacedEdge[] {
  const centred = labels.map(({ x, y }, index): Box | undefined => {
    const text = texts[index];
    if (text === undefined) return undefined;
    return { x: x - text.width / 2, y: y - text.height / 2, width: text.width, height: text.height };
  });
  const bandAt = bandsOf(standing);
  const ports = portsOf(links, ways, boxes);
  const isFree = isFreeOf([...boxes.values()]);
  const nameOf = (id: string) => (id.startsWith("n") ? scope.nodes[Number(id.slice(1))]?.name : undefined);
  return links.map((link, index) => {
    const from = boxes.get(link.from) ?? nowhere;
    const to = boxes.get(link.to) ?? nowhere;
    const { leave: leaveX, arrive: arriveX } = ports[index] ?? { leave: 0, arrive: 0 };
    const route = { from, to, via: ways[index] ?? [], leaveX, arriveX };
    const line = link.from === link.to ? selfLoop(from, 26) : routed(route, bandAt, isFree);
    const text = texts[index];
    const place = centred[index];
    return {
      ...line,
      from: nameOf(link.from),
      to: nameOf(link.to),
      ...(link.edge === undefined ? {} : { edge: link.edge }),
      ...(text === undefined || place === undefined ? {} : { label: { ...text, ...place } }),
    };
  });
}

/** Lays out one scope, and before it the scopes inside its states. */
export function layoutScope(scope: Scope, spacing: Spacing): PlacedScope {
  const links = linksOf(scope, spacing);
  const texts = links.map(({ edge }) => (edge === undefined ? undefined : edgeTextOf(edge, spacing.labelRoom)));
  const sizes = scope.nodes.map((node) => sized(node, spacing));
  const arrangement = arrange({ links, sizes, texts, mark, gap: spacing.nodeGap });
  const { boxes, width, height } = arrangement;
  const marks = [startMark, endMark].flatMap((id): Mark[] => {
    const box = boxes.get(id);
    if (box === undefined) return [];
    return [{ kind: id === startMark ? "start" : "end", x: box.x + markRadius, y: box.y + markRadius }];
  });
  return {
    x: 0,
    y: 0,
    shift: 0,
    width: width + 2 * scopePadding,
    height: height + 2 * scopePadding,
    marks,
    nodes: sizes.map((node, index) => ({ ...node, ...boxes.get(`n${index}`) })),
    edges: drawnEdges(scope, links, texts, arrangement),
  };
}
