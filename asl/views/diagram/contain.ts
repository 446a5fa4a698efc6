import { type Card, cardPadding } from "./card.js";
import type { PlacedScope } from "./placement.js";

/** Space between a Parallel or Map state's border and its scopes, and between two scopes. */
const padding = 10;
/** Space between a scope's border and its states. */
export const scopePadding = 10;

/** A Parallel or Map state's size, and its scopes in rows under its title. */
export interface Contained {
  readonly width: number;
  readonly height: number;
  readonly scopes: readonly PlacedScope[];
}

function inRows(scopes: readonly PlacedScope[], room: number): PlacedScope[][] {
  const rows: PlacedScope[][] = [];
  let width = Number.POSITIVE_INFINITY;
  for (const scope of scopes) {
    if (width + padding + scope.width > room) {
      rows.push([]);
      width = 0;
    }
    rows.at(-1)?.push(scope);
    width += padding + scope.width;
  }
  return rows;
}

/** Arranges the scopes of a state side by side, in as many rows as the room, in pixels, demands. */
export function contain(card: Card, scopes: readonly PlacedScope[], branchRoom: number): Contained {
  const placed: PlacedScope[] = [];
  const rows = inRows(scopes, branchRoom);
  const widths = rows.map((row) => row.reduce((sum, scope) => sum + scope.width + padding, padding));
  const width = Math.max(card.width, ...widths);
  let y = card.height - cardPadding + padding / 2;
  for (const [index, row] of rows.entries()) {
    const height = Math.max(...row.map((scope) => scope.height));
    const extra = (width - (widths[index] ?? width)) / row.length;
    let x = padding;
    for (const scope of row) {
      placed.push({ ...centred(scope, scope.width + extra), x, y, height });
      x += scope.width + extra + padding;
    }
    y += height + padding;
  }
  return { width, height: y, scopes: placed };
}

/** Widens a scope and keeps what is in it in the middle. */
function centred(scope: PlacedScope, width: number): PlacedScope {
  return { ...scope, width, shift: (width - scope.width) / 2 };
}
