import type { Shape } from "./card.js";
import type { Box } from "./placement.js";
import { px } from "./route.js";

function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${px(x)} ${px(y)}`).join("L")}Z`;
}

function roundedRectangle({ x, y, width, height }: Box, radius: number): string {
  const r = px(radius);
  const across = px(width - 2 * radius);
  const down = px(height - 2 * radius);
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${px(dx * radius)} ${px(dy * radius)}`;
  const start = `M${px(x + radius)} ${px(y)}`;
  return `${start}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h-${across}${corner(-1, -1)}v-${down}${corner(1, -1)}Z`;
}

/** The outline of each shape inside a box, as SVG path data. */
const outlines: Readonly<Record<Shape, (box: Box) => string>> = {
  rounded: (box) => roundedRectangle(box, 7),
  pill: (box) => roundedRectangle(box, Math.min(box.height, 44) / 2),
  double: (box) => roundedRectangle(box, Math.min(box.height, 44) / 2),
  note: (box) => roundedRectangle(box, 7),
  hexagon: ({ x, y, width, height }) =>
    polygon([
      [x + 14, y],
      [x + width - 14, y],
      [x + width, y + height / 2],
      [x + width - 14, y + height],
      [x + 14, y + height],
      [x, y + height / 2],
    ]),
  slanted: ({ x, y, width, height }) =>
    polygon([
      [x + 10, y],
      [x + width, y],
      [x + width - 10, y + height],
      [x, y + height],
    ]),
  octagon: ({ x, y, width, height }) =>
    polygon([
      [x + 10, y],
      [x + width - 10, y],
      [x + width, y + 10],
      [x + width, y + height - 10],
      [x + width - 10, y + height],
      [x + 10, y + height],
      [x, y + height - 10],
      [x, y + 10],
    ]),
};

/** The outline of a shape inside a box, as SVG path data. */
export function outline(shape: Shape, box: Box): string {
  return outlines[shape](box);
}
