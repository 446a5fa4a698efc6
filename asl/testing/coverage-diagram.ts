import { svg } from "../views/diagram/index.js";
import type { Coverage } from "./coverage.js";
import { definitionOf } from "./definition.js";

/**
 * Draws a definition as SVG and marks what no run reached: states with a ring and a word, transitions of Choice and Catch rules by a
 * dotted line, Retry rules by name.
 *
 * @example `writeFileSync("coverage.svg", coverageDiagram(definition, coverage(definition, runs)));`
 */
export function coverageDiagram(
  definition: unknown,
  covered: Coverage,
  { title }: { readonly title?: string } = {},
): string {
  const states = covered.points.filter((point) => point.rule === undefined);
  const missed = covered.points.filter((point) => point.rule !== undefined && point.runs === 0);
  const reached = covered.points.length - covered.missed.length;
  return svg(definitionOf(definition), {
    title: title ?? `Coverage: ${reached} of ${covered.points.length} states and rules reached`,
    coverage: {
      runs: Object.fromEntries(states.map(({ state, runs }) => [state, runs])),
      missedRules: Object.fromEntries(
        states.map(({ state }) => [
          state,
          missed.flatMap((point) => (point.state === state ? (point.rule ?? []) : [])),
        ]),
      ),
    },
  });
}
