import { drawScope } from "./draw-scope.js";
import { layoutScope } from "./layout.js";
import type { Scope } from "./model.js";
import { scopeOf } from "./model.js";
import type { DiagramOptions } from "./options.js";
import type { PlacedScope, Spacing } from "./placement.js";
import { px } from "./route.js";
import { overlaySheet, styleSheet } from "./theme.js";
import { escapeXml } from "./xml.js";

/** What GitHub shows of an image without shrinking it. */
const pageWidth = 830;
const margin = 14;
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

function statesIn({ nodes }: Scope): number {
  return nodes.reduce((sum, { scopes }) => scopes.reduce((inner, scope) => inner + statesIn(scope), sum + 1), 0);
}

function fitted(scope: Scope): PlacedScope {
  const tried: PlacedScope[] = [];
  for (const spacing of statesIn(scope) < large ? spacings : [roomy, inRows]) {
    const placed = layoutScope(scope, spacing);
    if (placed.width <= room) return placed;
    tried.push(placed);
  }
  const almost = tried.find(({ width }) => width <= room * tolerance);
  return almost ?? tried.reduce((best, placed) => (placed.width < best.width ? placed : best));
}

/** A sentence for those who cannot see the drawing. */
function summary(scope: Scope): string {
  const names = scope.nodes.map((node) => node.name);
  return `${names.length} ${names.length === 1 ? "state" : "states"}: ${names.join(", ")}. Starts at ${scope.startAt ?? "no state"}.`;
}

/**
 * Draws a definition as an SVG that stands by itself: no script, no font, no reference. It reads on a light and on a dark page, and
 * equal definitions give equal bytes. A malformed definition gives a drawing of what can be read of it.
 */
export function svg(definition: unknown, options: DiagramOptions = {}): string {
  return svgDrawer(definition)(options);
}

/**
 * As {@link svg}, for who draws one definition many times: laying it out, which may take a second, is done once.
 *
 * @example const draw = svgDrawer(definition); // then: draw({ path: executionPath(history) })
 */
export function svgDrawer(definition: unknown): (options: DiagramOptions) => string {
  const scope = scopeOf(definition);
  const placed = fitted(scope);
  return (options) => drawn(scope, placed, options);
}

function drawn(scope: Scope, placed: PlacedScope, options: DiagramOptions): string {
  const width = Math.ceil(placed.width + 2 * margin);
  const height = Math.ceil(placed.height + 2 * margin);
  const marked = options.path !== undefined || options.highlight !== undefined || options.coverage !== undefined;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="stepwright-diagram" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(options.title ?? "Workflow")}</title>`,
    `<desc>${escapeXml(summary(scope))}</desc>`,
    `<style>\n${[...styleSheet, ...(marked ? overlaySheet : [])].join("\n")}\n</style>`,
    `<rect class="page" x=".5" y=".5" width="${px(width - 1)}" height="${px(height - 1)}" rx="8"/>`,
    drawScope({ ...placed, x: margin, y: margin }, options),
    "</svg>\n",
  ].join("\n");
}
