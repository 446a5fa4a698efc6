import { fonts, lineHeights } from "./card.js";
import type { Edge } from "./model.js";
import { textWidth, wrap } from "./text.js";

/** The whole text of an edge: conditions, error names, or nothing. */
export function edgeText({ kind, labels }: Edge): string {
  if (kind === "default") return "default";
  return labels.join(kind === "choice" ? " or " : ", ");
}

/** The text of an edge, broken into lines no wider than `room` pixels. */
export interface EdgeText {
  readonly lines: readonly string[];
  readonly full: string;
  readonly width: number;
  readonly height: number;
}

/** Space around the text of an edge. */
export const labelPadding = { x: 5, y: 2 } as const;

/** Sets the text of an edge; `undefined` when it has none. */
export function edgeTextOf(edge: Edge, room: number): EdgeText | undefined {
  const full = edgeText(edge);
  if (full === "") return undefined;
  const lines = wrap(full, room, fonts.label, 3);
  const width = Math.max(...lines.map((line) => textWidth(line, fonts.label)));
  return {
    lines,
    full,
    width: Math.ceil(width + 2 * labelPadding.x),
    height: lines.length * lineHeights.label + 2 * labelPadding.y,
  };
}
