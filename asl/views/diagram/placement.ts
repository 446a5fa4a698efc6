import type { Card } from "./card.js";
import type { Edge, Node } from "./model.js";

/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its top left corner, in pixels, relative to the scope that it is in. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What a rank takes of the height; lines are bent only between two bands. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** A state with its place; a Parallel or Map state has its scopes inside, relative to the state's corner. */
export interface PlacedNode extends Box {
  readonly node: Node;
  readonly card: Card;
  readonly scopes: readonly PlacedScope[];
}

/** The dot where a scope starts or the ring where it ends. */
export interface Mark extends Point {
  readonly kind: "start" | "end";
}

/** The text on an edge. */
export interface EdgeLabel extends Box {
  readonly lines: readonly string[];
  readonly full: string;
}

/** An edge that is ready to draw. `edge` is absent for those from the start mark and to the end mark. */
export interface PlacedEdge {
  readonly edge?: Edge;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** SVG path data. */
  readonly line: string;
  readonly arrow: string;
  readonly label?: EdgeLabel;
}

/** A laid out scope. */
export interface PlacedScope extends Box {
  /** How far its content stands from its own left edge, for scopes wider than what is in them. */
  readonly shift: number;
  readonly marks: readonly Mark[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Where the flow of a drawing goes. */
export type Direction = "down" | "right";

/** A box, point or size of a drawing that flows down, as it stands in one that flows to the right; and back. */
export function turned<Sized extends { readonly width: number; readonly height: number }>(size: Sized): Sized {
  return { ...size, width: size.height, height: size.width };
}

/** How much room a layout may take; made narrower until the drawing fits. */
export interface Spacing {
  /** Where the flow goes: down the page, or to the right for a fan that is too wide for it. */
  readonly direction: Direction;
  /** Widest line of text on a card. */
  readonly textRoom: number;
  /** Widest line of text on an edge. */
  readonly labelRoom: number;
  /** In how many rows the targets of one state stand to save width, where there are more than fit into the widest row. */
  readonly rows: number;
  readonly widestRow: number;
  /** Whether Parallel and Map states stand below their siblings rather than beside them. */
  readonly largeBelow: boolean;
  /** Width at which the branches of a Parallel state continue in another row. */
  readonly branchRoom: number;
  readonly nodeGap: number;
}

/** Radius of the start and end marks. */
export const markRadius = 7;
