import { type Description, describe } from "./describe.js";
import type { Node } from "./model.js";
import { type Font, textWidth, wrap } from "./text.js";

/** The outline of a card: each state type has its own, so that colour is not needed to tell them apart. */
export type Shape = "rounded" | "hexagon" | "pill" | "slanted" | "octagon" | "double" | "note";

/** The text of a state's card, broken into lines, and the room that it needs. */
export interface Card {
  readonly shape: Shape;
  readonly description: Description;
  readonly kind: string;
  readonly name: readonly string[];
  readonly detail: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Where icon and text begin, from the card's left edge. */
  readonly inset: number;
}

/** How the three kinds of text on a card are set. */
export const fonts = {
  kind: { size: 10 },
  name: { size: 13, bold: true },
  detail: { size: 11 },
  label: { size: 11 },
} as const satisfies Record<string, Font>;

/** Height of a line of each kind of text, in pixels. */
export const lineHeights = { kind: 14, name: 17, detail: 14, label: 14 } as const;

/** Side of the square that holds a card's icon, and the space between it and the text. */
export const iconSize = 22;
export const iconGap = 8;
/** Space above and below a card's text. */
export const cardPadding = 9;

const shapes: Readonly<Record<string, Shape>> = {
  Choice: "hexagon",
  Wait: "pill",
  Pass: "slanted",
  Succeed: "double",
  Fail: "octagon",
  Reference: "note",
};

const insets: Readonly<Record<Shape, number>> = {
  rounded: 9,
  hexagon: 17,
  pill: 12,
  slanted: 15,
  double: 12,
  octagon: 10,
  note: 8,
};

/** Sets a state's text into a card; `textRoom` is the widest that its lines may be, in pixels. */
export function cardOf(node: Node, textRoom: number): Card {
  const description = describe(node.name, node.type, node.state);
  const shape = shapes[node.type] ?? "rounded";
  const kind = wrap(description.kind, textRoom, fonts.kind, 1);
  const name = wrap(node.name, textRoom, fonts.name, 3);
  const detail = description.detail === "" ? [] : wrap(description.detail, textRoom, fonts.detail, 2);
  const widths = [
    ...kind.map((line) => textWidth(line, fonts.kind) + (description.retries ? 16 : 0)),
    ...name.map((line) => textWidth(line, fonts.name)),
    ...detail.map((line) => textWidth(line, fonts.detail)),
  ];
  const inset = insets[shape];
  const textHeight = lineHeights.kind + name.length * lineHeights.name + detail.length * lineHeights.detail;
  return {
    shape,
    description,
    kind: kind[0] ?? "",
    name,
    detail,
    width: Math.ceil(Math.max(56, ...widths) + 2 * inset + iconSize + iconGap),
    height: textHeight + 2 * cardPadding,
    inset,
  };
}
