import { fonts, lineHeights } from "./card.js";
import { scopePadding } from "./contain.js";
import { drawNode } from "./draw-node.js";
import { labelPadding } from "./edge-text.js";
import type { DiagramOptions } from "./options.js";
import { type Mark, markRadius, type PlacedEdge, type PlacedNode, type PlacedScope } from "./placement.js";
import { px } from "./route.js";
import { textWidth } from "./text.js";
import { escapeXml } from "./xml.js";

function isTaken(
  { from, to, edge, start }: PlacedEdge & { readonly start?: string },
  options: DiagramOptions,
): boolean {
  const { path } = options;
  if (path === undefined) return false;
  if (from === undefined) return to !== undefined && Object.hasOwn(path.states, to);
  if (to === undefined) return Object.hasOwn(path.states, from) && path.states[from] === "succeeded";
  const caught = edge?.kind === "catch";
  return (
    path.transitions.some((step) => step.from === from && step.to === to && step.caught === caught) && start !== ""
  );
}

function drawEdge(placed: PlacedEdge, options: DiagramOptions): string {
  const { edge, line, arrow } = placed;
  const taken = isTaken(placed, options);
  const classes = [
    "edge",
    ...(edge?.kind === "catch" ? ["catch"] : []),
    ...(taken ? ["taken"] : options.path === undefined ? [] : ["unvisited"]),
  ];
  return `<g class="${classes.join(" ")}"><path d="${line}"/><path class="head" d="${arrow}"/></g>`;
}

function drawLabel({ edge, label }: PlacedEdge): string {
  if (label === undefined || edge === undefined) return "";
  const { x, y, width, height, lines, full } = label;
  const centre = x + width / 2;
  const texts = lines.map((line, index) => {
    const top = y + labelPadding.y + (index + 1) * lineHeights.label - 3;
    return `<text x="${px(centre - textWidth(line, fonts.label) / 2)}" y="${px(top)}">${escapeXml(line)}</text>`;
  });
  return (
    `<g class="label${edge.kind === "catch" ? " catch" : ""}"><title>${escapeXml(full)}</title>` +
    `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="4"/>${texts.join("")}</g>`
  );
}

function drawMark({ kind, x, y }: Mark): string {
  const dot = `<circle class="mark" cx="${px(x)}" cy="${px(y)}" r="${kind === "start" ? markRadius - 1 : 3.5}"/>`;
  const ring = `<circle class="ring" cx="${px(x)}" cy="${px(y)}" r="${markRadius - 1}"/>`;
  const title = `<title>${kind === "start" ? "Start" : "End"}</title>`;
  return `<g>${title}${kind === "start" ? dot : ring + dot}</g>`;
}

function drawWithScopes(placed: PlacedNode, options: DiagramOptions): string {
  if (placed.scopes.length === 0) return drawNode(placed, options, "");
  const inside = placed.scopes.map(
    (scope) =>
      `<rect class="scope" x="${px(scope.x)}" y="${px(scope.y)}" width="${px(scope.width)}" height="${px(scope.height)}" rx="6"/>\n` +
      drawScope(scope, options),
  );
  const moved = `<g transform="translate(${px(placed.x)} ${px(placed.y)})">\n${inside.join("\n")}\n</g>`;
  return drawNode(placed, options, moved);
}

/** Draws a scope at its place: lines first, then cards, and the lines' texts on top. */
export function drawScope(scope: PlacedScope, options: DiagramOptions): string {
  const parts = [
    ...scope.edges.map((edge) => drawEdge(edge, options)),
    ...scope.marks.map(drawMark),
    ...scope.nodes.map((node) => drawWithScopes(node, options)),
    ...scope.edges.map(drawLabel).filter((label) => label !== ""),
  ];
  const x = px(scope.x + scope.shift + scopePadding);
  return `<g transform="translate(${x} ${px(scope.y + scopePadding)})">\n${parts.join("\n")}\n</g>`;
}
