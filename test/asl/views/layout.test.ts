import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spacings as drawn } from "../../../asl/views/diagram/fit.js";
import { layoutScope } from "../../../asl/views/diagram/layout.js";
import { scopeOf } from "../../../asl/views/diagram/model.js";
import type { Box, PlacedScope, Spacing } from "../../../asl/views/diagram/placement.js";
import { svg } from "../../../asl/views/diagram/svg.js";
import { definition } from "./support/definitions.js";

const down: Spacing = {
  direction: "down",
  textRoom: 150,
  labelRoom: 120,
  rows: 1,
  widestRow: 3,
  largeBelow: false,
  branchRoom: 760,
  nodeGap: 24,
};
const spacings: readonly Spacing[] = [
  down,
  { ...down, largeBelow: true, rows: 2, widestRow: 1 },
  { ...down, direction: "right" },
];

type Point = readonly [x: number, y: number];

/** Points along SVG path data made of M, L, C and Q, close enough to each other to hit any card. */
function along(path: string): Point[] {
  const points: Point[] = [];
  let last: Point = [0, 0];
  for (const [, letter = "", numbers = ""] of path.matchAll(/([MLCQ])([^MLCQZ]*)/g)) {
    const values = numbers.trim().split(/\s+/).map(Number);
    const controls = Array.from(
      { length: values.length / 2 },
      (_, index): Point => [values[2 * index] ?? 0, values[2 * index + 1] ?? 0],
    );
    const curve = [last, ...controls];
    const end = controls.at(-1) ?? last;
    const steps = letter === "M" ? 0 : Math.ceil(Math.hypot(end[0] - last[0], end[1] - last[1]) / 3) + 1;
    for (let step = 1; step <= steps; step++) points.push(casteljau(curve, step / steps));
    last = end;
  }
  return points;
}

function casteljau(curve: readonly Point[], share: number): Point {
  if (curve.length === 1) return curve[0] ?? [0, 0];
  const next = curve.slice(1).map(([x, y], index): Point => {
    const [fromX, fromY] = curve[index] ?? [0, 0];
    return [fromX + (x - fromX) * share, fromY + (y - fromY) * share];
  });
  return casteljau(next, share);
}

const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width - 0.5 &&
  other.x < one.x + one.width - 0.5 &&
  one.y < other.y + other.height - 0.5 &&
  other.y < one.y + one.height - 0.5;

const holds = ({ x, y, width, height }: Box, [px, py]: Point) =>
  px > x + 1.5 && px < x + width - 1.5 && py > y + 1.5 && py < y + height - 1.5;

/** Everything about a layout that a reader would stumble over. */
function problems(scope: PlacedScope, where = ""): string[] {
  const found: string[] = [];
  const { nodes, edges } = scope;
  const area = { x: -1, y: -1, width: scope.width + 2, height: scope.height + 2 };
  const isOut = (box: Box) =>
    box.x < area.x || box.y < area.y || box.x + box.width > area.width || box.y + box.height > area.height;
  nodes.forEach((node, index) => {
    const name = `${where}/${node.node.name}`;
    if (isOut(node)) found.push(`${name} stands outside`);
    for (const other of nodes.slice(index + 1))
      if (overlap(node, other)) found.push(`${name} overlaps ${other.node.name}`);
    for (const edge of edges) {
      if (edge.label !== undefined && overlap(edge.label, node))
        found.push(`${name} is under the text of ${edge.from} to ${edge.to}`);
      if (along(edge.line).some((point) => holds(node, point)))
        found.push(`${name} is crossed by ${edge.from} to ${edge.to}`);
    }
    for (const inner of node.scopes) {
      if (isOut({ ...inner, x: inner.x + node.x, y: inner.y + node.y })) found.push(`${name} does not hold its scopes`);
      found.push(...problems(inner, name));
    }
  });
  edges.forEach(({ label, from, to }, index) => {
    if (label === undefined) return;
    if (isOut(label)) found.push(`the text of ${from} to ${to} stands outside`);
    for (const other of edges.slice(index + 1)) {
      if (other.label !== undefined && overlap(label, other.label))
        found.push(`the texts of ${from} to ${to} and ${other.from} to ${other.to} overlap`);
    }
  });
  return found;
}

describe("a layout", () => {
  test("puts nothing over anything else, whatever the definition", () => {
    fc.assert(
      fc.property(definition, fc.constantFrom(...spacings), (value, spacing) => {
        expect(problems(layoutScope(scopeOf(value), spacing))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  const workflows = ["hello", "notify-customer", "orders", "pet-reminders", "smoothies"] as const;
  const placed = (name: string, spacing: Spacing) =>
    layoutScope(scopeOf(JSON.parse(readFileSync(`test/asl/workflows/golden/${name}.asl.json`, "utf8"))), spacing);

  test.each(workflows)("puts nothing over anything else in %s", (name) => {
    for (const spacing of spacings) expect(problems(placed(name, spacing))).toEqual([]);
  });

  test.each(workflows)("does not cross two lines of one state right before their targets, in %s", (name) => {
    for (const spacing of drawn) if (spacing.direction === "down") expect(crossed(placed(name, spacing))).toEqual([]);
  });

  test.each([
    ["orders", 1110],
    ["smoothies", 830],
    ["pet-reminders", 900],
  ])("of %s takes %i pixels of GitHub's page", (name, most) => {
    const drawing = svg(JSON.parse(readFileSync(`test/asl/workflows/golden/${name}.asl.json`, "utf8")));
    expect(Number(/ width="(\d+)"/.exec(drawing)?.[1])).toBeLessThanOrEqual(most);
  });
});

/** Lines from one state to two states that stand side by side, whose texts stand the other way around. */
function crossed({ nodes, edges }: PlacedScope): string[] {
  const place = (name: string | undefined) => nodes.find(({ node }) => node.name === name && node.type !== "Reference");
  const own = edges.flatMap(({ from, to, label: one, edge }) =>
    edges.flatMap(({ from: source, to: otherTo, label: other, edge: second }) => {
      const [target, otherTarget] = [place(to), place(otherTo)];
      if (!one || !other || !target || !otherTarget || source !== from || edge?.to !== to || second?.to !== otherTo)
        return [];
      if (target.y !== otherTarget.y || Math.abs(one.y + one.height / 2 - other.y - other.height / 2) > 1) return [];
      return one.x < other.x && target.x > otherTarget.x ? [`${from} to ${to} crosses ${from} to ${otherTo}`] : [];
    }),
  );
  return [...own, ...nodes.flatMap(({ scopes }) => scopes.flatMap(crossed))];
}
