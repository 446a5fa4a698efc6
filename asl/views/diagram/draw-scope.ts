import { lineHeights } from "./card.js";
import { scopePadding } from "./contain.js";
import { drawNode } from "./draw-node.js";
import { labelPadding } from "./edge-text.js";
import type { DiagramOptions } from "./options.js";
import { type Mark, markRadius, type PlacedEdge, type PlacedNode, type PlacedScope } from "./placement.js";
import { px } from "./route.js";
import { escapeXml } from "./xml.js";

function isTaken({ from, to, edge }: PlacedEdge, { path }: DiagramOptions): boolean {
  if (path === undefined) return false;
  if (from === undefined) return to !== undefined && Object.hasOwn(path.states, to);
  if (to === undefined) return Object.hasOwn(path.states, from) && path.states[from] === "succeeded";
  const caught = edge?.kind === "catch";
  return path.transitions.some((step) => step.from === from && step.to === to && step.caught === caught);
}

/** Whether no test went this way by one of its rules at least. */
function isMissed({ from, edge }: PlacedEdge, { coverage }: DiagramOptions): boolean {
  if (from === undefined || edge === undefined || coverage === undefined) return false;
  const missed = Object.hasOwn(coverage.missedRules, from) ? coverage.missedRules[from] : undefined;
  return edge.rules.some((rule) => missed?.includes(rule));
}

function classOf(placed: PlacedEdge, part: "edge" | "label", options: DiagramOptions): string {
  const taken = isTaken(placed, options) ? ["taken"] : options.path === undefined ? [] : ["unvisited"];
  const missed = isMissed(placed, options) ? ["missed"] : [];
  return [part, ...(placed.edge?.kind === "catch" ? ["catch"] : []), ...taken, ...missed].join(" ");
}

function drawLine(placed: PlacedEdge, options: DiagramOptions): string {
  return `<g class="${classOf(placed, "edge", options)}"><path d="${placed.line}"/></g>`;
}

function drawHead(placed: PlacedEdge, options: DiagramOptions): string {
  return `<g class="${classOf(placed, "edge", options)}"><path class="head" d="${placed.arrow}"/></g>`;
}

function drawLabel(placed: PlacedEdge, options: DiagramOptions): string {
  if (placed.label === undefined) return "";
  const { x, y, width, height, lines, full: text } = placed.label;
  const full = isMissed(placed, options) ? `${text}: not reached` : text;
  const centre = x + width / 2;
  const texts = lines.map((line, index) => {
    const top = y + labelPadding.y + (index + 1) * lineHeights.label - 3;
    return `<text x="${px(centre)}" y="${px(top)}">${escapeXml(line)}</text>`;
  });
  return (
    `<g class="${classOf(placed, "label", options)}"><title>${escapeXml(full)}</title>` +
    `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="4"/>${texts.join("")}</g>`
  );
}

function drawMark({ kind, x, y }: Mark): string {
  const dot = `<circle class="mark" cx="${px(x)}" cy="${px(y)}" r="${kind === "start" ? markRadius - 1 : 3.5}"/>`;
  const ring = `<circle class="ring" cx="${px(x)}" cy="${px(y)}" r="${markRadius - 1}"/>`;
  const title = `<title>${kind === "start" ? "Start" : "End"}</title>`;
  return `<g>${title}${kind === "start" ? dot : ring + dot}</g>`;
}

/** Whether an execution did not come to a state, or not by the way that ends at a card which refers to one. */
function isUnvisited({ node }: PlacedNode, { edges }: PlacedScope, options: DiagramOptions): boolean {
  if (options.path === undefined) return false;
  if (node.type !== "Reference") return !Object.hasOwn(options.path.states, node.name);
  return !edges.some((placed) => placed.edge?.to === node.id && isTaken(placed, options));
}

function drawWithScopes(placed: PlacedNode, options: DiagramOptions, unvisited: boolean): string {
  if (placed.scopes.length === 0) return drawNode(placed, options, unvisited, "");
  const inside = placed.scopes.map(
    (scope) =>
      `<rect class="scope" x="${px(scope.x)}" y="${px(scope.y)}" width="${px(scope.width)}" height="${px(scope.height)}" rx="6"/>\n` +
      drawScope(scope, options),
  );
  const moved = `<g transform="translate(${px(placed.x)} ${px(placed.y)})">\n${inside.join("\n")}\n</g>`;
  return drawNode(placed, options, unvisited, moved);
}

/** Draws a scope at its place: lines first, then cards, and the lines' heads and texts on top. */
export function drawScope(scope: PlacedScope, options: DiagramOptions): string {
  const parts = [
    ...scope.edges.map((edge) => drawLine(edge, options)),
    ...scope.marks.map(drawMark),
    ...scope.nodes.map((node) => drawWithScopes(node, options, isUnvisited(node, scope, options))),
    ...scope.edges.map((edge) => drawHead(edge, options)),
    ...scope.edges.map((edge) => drawLabel(edge, options)).filter((label) => label !== ""),
  ];
  const x = px(scope.x + scope.shift + scopePadding);
  return `<g transform="translate(${x} ${px(scope.y + scopePadding)})">\n${parts.join("\n")}\n</g>`;
}
