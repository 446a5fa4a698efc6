import { layoutScope } from "./layout.js";
import type { Scope } from "./model.js";
import type { PlacedScope, Spacing } from "./placement.js";

/** What GitHub shows of an image without shrinking it. */
const pageWidth = 830;
/** Between the drawing and its border. */
export const margin = 14;
const room = pageWidth - 2 * margin;
/** Shrunk by so much, text is still easy to read: better than a layout that is twice as high. */
const tolerance = 1.1;

const roomy: Spacing = {
  direction: "down",
  textRoom: 180,
  labelRoom: 150,
  rows: 1,
  widestRow: 3,
  largeBelow: false,
  branchRoom: 780,
  nodeGap: 30,
};
const medium: Spacing = { ...roomy, textRoom: 150, labelRoom: 120, nodeGap: 24 };
const dense: Spacing = { ...roomy, textRoom: 140, labelRoom: 110, nodeGap: 16, largeBelow: true };
const tight: Spacing = { ...dense, textRoom: 120, labelRoom: 100, branchRoom: 420 };
const inRows: Spacing = { ...dense, rows: 3, widestRow: 1, textRoom: 120, labelRoom: 100, branchRoom: 500 };

/** From comfortable to dense: the first that fits on the page is taken, else the narrowest. */
export const spacings: readonly Spacing[] = [
  roomy,
  medium,
  { ...medium, largeBelow: true },
  { ...medium, rows: 2, largeBelow: true },
  dense,
  { ...dense, rows: 2 },
  tight,
  { ...tight, branchRoom: 250 },
  { ...dense, direction: "right", labelRoom: 100 },
  { ...dense, direction: "right", textRoom: 110, labelRoom: 80 },
  inRows,
];

/** Laying out so many states takes most of a second, and where they do not fit at first no page holds them: few ways are tried. */
const large = 300;

function all(scope: Scope): Scope[] {
  return [scope, ...scope.nodes.flatMap(({ scopes }) => scopes.flatMap(all))];
}

/** Those of the spacings that differ for a definition: without a fan rows are nothing, nor room for branches where there are none. */
function differing(scope: Scope): readonly Spacing[] {
  const scopes = all(scope);
  const states = scopes.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const isFlat = scopes.length === 1;
  const fans = scopes.flatMap(({ edges }) => {
    const counts = new Map<string, number>();
    for (const { from } of edges) counts.set(from, (counts.get(from) ?? 0) + 1);
    return [...counts.values()];
  });
  const widestFan = fans.reduce((most, count) => Math.max(most, count), 0);
  const effects = new Map<string, Spacing>();
  for (const spacing of states < large ? spacings : [roomy, inRows]) {
    const rows = widestFan > spacing.widestRow ? [spacing.rows, spacing.widestRow] : [];
    const nesting = isFlat ? [] : [spacing.largeBelow, spacing.branchRoom];
    const { direction, textRoom, labelRoom, nodeGap } = spacing;
    const effect = JSON.stringify([direction, textRoom, labelRoom, nodeGap, rows, nesting]);
    if (!effects.has(effect)) effects.set(effect, spacing);
  }
  return [...effects.values()];
}

/** Lays a definition out so that it fits on GitHub's page, or else as narrow as it gets. */
export function fitted(scope: Scope): PlacedScope {
  const tried: PlacedScope[] = [];
  for (const spacing of differing(scope)) {
    const placed = layoutScope(scope, spacing);
    if (placed.width <= room) return placed;
    tried.push(placed);
  }
  const almost = tried.find(({ width }) => width <= room * tolerance);
  return almost ?? tried.reduce((best, placed) => (placed.width < best.width ? placed : best));
}
