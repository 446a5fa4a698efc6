import { drawScope } from "./draw-scope.js";
import { fitted, margin } from "./fit.js";
import type { Scope } from "./model.js";
import { scopeOf } from "./model.js";
import type { DiagramOptions } from "./options.js";
import type { PlacedScope } from "./placement.js";
import { px } from "./route.js";
import { overlaySheet, styleSheet } from "./theme.js";
import { escapeXml } from "./xml.js";

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
