import { cardPadding, fonts, iconGap, iconSize, lineHeights } from "./card.js";
import { icons, retryIcon, unknownIcon } from "./icons.js";
import type { DiagramOptions } from "./options.js";
import type { Box, PlacedNode } from "./placement.js";
import { px } from "./route.js";
import { outline } from "./shapes.js";
import { textWidth } from "./text.js";
import { styledTypes } from "./theme.js";
import { escapeXml } from "./xml.js";

function line(kind: string, text: string, x: number, y: number): string {
  return `<text class="${kind}" x="${px(x)}" y="${px(y)}">${escapeXml(text)}</text>`;
}

function words({ card, x, y }: PlacedNode): string[] {
  const left = x + card.inset + iconSize + iconGap;
  const result: string[] = [];
  let top = y + cardPadding;
  const add = (kind: "kind" | "name" | "detail", text: string) => {
    result.push(line(kind, text, left, top + lineHeights[kind] - 4));
    top += lineHeights[kind];
  };
  add("kind", card.kind);
  for (const text of card.name) add("name", text);
  for (const text of card.detail) add("detail", text);
  return result;
}

function icon({ card, node, x, y }: PlacedNode): string[] {
  const top = y + (card.height - iconSize) / 2;
  const left = x + card.inset;
  const glyph = icons[node.type] ?? unknownIcon;
  return [
    `<rect class="tile" x="${px(left)}" y="${px(top)}" width="${iconSize}" height="${iconSize}" rx="6"/>`,
    `<path class="icon" transform="translate(${px(left + 3)} ${px(top + 3)})" d="${glyph}"/>`,
  ];
}

function badge(text: string, name: string, { x, y, width }: Box): string {
  const room = Math.ceil(textWidth(text, { size: 10, bold: true })) + 10;
  // It stands out to the right, beside the arrows that meet the middle of the card.
  const left = x + width - room + 14;
  return (
    `<g class="badge ${name}"><rect x="${px(left)}" y="${px(y - 8)}" width="${room}" height="15" rx="7.5"/>` +
    `<text x="${px(left + room / 2)}" y="${px(y + 3)}" text-anchor="middle">${escapeXml(text)}</text></g>`
  );
}

const signs = {
  succeeded: "✓",
  failed: "✗ failed",
  caught: "! caught",
  running: "running",
  aborted: "aborted",
} as const;

/** A word on what tests reached of a state, and whether something is missing. */
function covered(name: string, { coverage }: DiagramOptions): readonly [mark: string, text: string] | undefined {
  if (coverage === undefined || !Object.hasOwn(coverage.runs, name)) return undefined;
  if (coverage.runs[name] === 0) return ["missed", "not reached"];
  const missed = Object.hasOwn(coverage.missedRules, name) ? coverage.missedRules[name] : undefined;
  // The other rules have lines of their own.
  const retries = missed?.filter((rule) => rule.startsWith("Retry")) ?? [];
  return retries.length === 0 ? ["reached", "✓"] : ["missed", `${retries.join(", ")} not reached`];
}

/** What marks a state in an execution's path or in a comparison: a ring around it, and a word. */
function marks(placed: PlacedNode, options: DiagramOptions): string[] {
  const { highlight, path } = options;
  const { name } = placed.node;
  const own = (record: Readonly<Record<string, string>> | undefined) =>
    record !== undefined && Object.hasOwn(record, name);
  const outcome = own(path?.states) ? path?.states[name] : undefined;
  const change = own(highlight) ? highlight?.[name] : undefined;
  const ring = { x: placed.x - 3, y: placed.y - 3, width: placed.width + 6, height: placed.height + 6 };
  const shape = placed.scopes.length > 0 ? "rounded" : placed.card.shape;
  const [reach, reachText] = covered(name, options) ?? [];
  const mark = change ?? outcome ?? reach;
  if (mark === undefined || placed.node.type === "Reference") return [];
  const text = change ?? (outcome === undefined ? (reachText ?? "") : signs[outcome]);
  return [`<path class="halo ${mark}" d="${outline(shape, ring)}"/>`, badge(text, mark, placed)];
}

/** Draws a state's card, faded where an execution did not come; `inside` is what a Parallel or Map state holds. */
export function drawNode(placed: PlacedNode, options: DiagramOptions, unvisited: boolean, inside: string): string {
  const { node, card, x, y, width, height } = placed;
  const holds = placed.scopes.length > 0;
  const shape = holds ? "rounded" : card.shape;
  const type = styledTypes.has(node.type) ? node.type : "Missing";
  const kindRoom = textWidth(card.kind, fonts.kind);
  const retryAt = `translate(${px(x + card.inset + iconSize + iconGap + kindRoom + 4)} ${px(y + cardPadding)})`;
  const own = [
    `<title>${escapeXml(card.description.tooltip)}</title>`,
    `<path class="card" d="${outline(shape, placed)}"/>`,
    ...(shape === "double"
      ? [`<path class="inner" d="${outline(shape, { x: x + 3, y: y + 3, width: width - 6, height: height - 6 })}"/>`]
      : []),
    ...icon(placed),
    ...words(placed),
    ...(card.description.retries ? [`<path class="retry" transform="${retryAt}" d="${retryIcon}"/>`] : []),
    ...marks(placed, options),
  ].join("");
  // A faded Parallel state must not fade its branches twice: only the state's own drawing is faded.
  const reference = node.type === "Reference" ? "" : ` data-state="${escapeXml(node.name)}"`;
  const state = `<g class="${type}${unvisited ? " unvisited" : ""}"${reference}>${own}</g>`;
  return inside === "" ? state : `${state}\n${inside}`;
}
