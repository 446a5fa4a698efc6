import type { TracePoint } from "../interpreter/index.js";
import { nameOf, type Point, pointOf, pointsOf } from "./coverage-points.js";

/** A state, or a rule of one, and how often it was reached. */
export interface CoveragePoint {
  /** `SendMail`, `Channel / Choices[0]`, `Channel / Default`, `SendMail / Retry[1]`, `SendMail / Catch[0]`. */
  readonly name: string;
  readonly state: string;
  /** `Choices[0]`, `Default`, `Retry[1]`, `Catch[0]`; absent for the state itself. */
  readonly rule?: string;
  /** In how many of the runs it was reached. */
  readonly runs: number;
}

/** What the runs of a definition reached, and what not. Plain data: as JSON it can be kept and merged later. */
export interface Coverage {
  /** Everything that there is to reach, in the definition's order. */
  readonly points: readonly CoveragePoint[];
  readonly reached: readonly CoveragePoint[];
  /** The names of what no run reached. */
  readonly missed: readonly string[];
  /** How many runs it counts. */
  readonly runs: number;
  /** One line of summary, and one for each that is missing. */
  readonly text: string;
}

/**
 * Compares what a definition has, its states and the rules of Choice, Retry and Catch, with what runs of it reached.
 *
 * @example `assertCovered(coverage(definition, [sent, failed]));`
 */
export function coverage(definition: unknown, runs: readonly { readonly reached: readonly TracePoint[] }[]): Coverage {
  const counts = new Map<string, number>();
  for (const run of runs) {
    const names = run.reached.map((step) => nameOf(pointOf(step)));
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return summed(
    pointsOf(definition).map((point) => counted(point, counts.get(nameOf(point)) ?? 0)),
    runs.length,
  );
}

/**
 * Adds up what several tests or test files reached of one definition.
 *
 * @throws TypeError when they are of different definitions.
 * @example `assertCovered(mergeCoverage(coverage(definition, mornings), coverage(definition, evenings)));`
 */
export function mergeCoverage(first: Coverage, ...others: readonly Coverage[]): Coverage {
  const points = first.points.map((point, index) => {
    const same = others.map((other) => other.points[index]);
    const stray = same.find((other) => other?.name !== point.name);
    if (stray !== undefined || same.includes(undefined)) {
      throw new TypeError(
        `Coverage of different definitions cannot be merged: one has '${point.name}' where another has '${stray?.name ?? "nothing"}'.`,
      );
    }
    return counted(
      point,
      same.reduce((sum, other) => sum + (other?.runs ?? 0), point.runs),
    );
  });
  const longer = others.find((other) => other.points.length > points.length)?.points[points.length];
  if (longer !== undefined) {
    throw new TypeError(
      `Coverage of different definitions cannot be merged: one has '${longer.name}' where another has 'nothing'.`,
    );
  }
  return summed(
    points,
    others.reduce((sum, other) => sum + other.runs, first.runs),
  );
}

/** Throws an Error that names every state and rule that no run reached. */
export function assertCovered({ missed, points, text }: Coverage): void {
  if (missed.length === 0) return;
  const percent = Math.floor((100 * (points.length - missed.length)) / points.length);
  throw new Error(
    `Coverage is ${percent} %, below 100 %: ${text}\nAdd runs that reach them, or remove them from the workflow.`,
  );
}

function counted({ state, rule }: Point, runs: number): CoveragePoint {
  return {
    name: nameOf(rule === undefined ? { state } : { state, rule }),
    state,
    ...(rule === undefined ? {} : { rule }),
    runs,
  };
}

function summed(points: readonly CoveragePoint[], runs: number): Coverage {
  const reached = points.filter((point) => point.runs > 0);
  const missed = points.filter((point) => point.runs === 0).map((point) => point.name);
  const summary = `${reached.length} of ${points.length} states and rules reached in ${runs} ${runs === 1 ? "run" : "runs"}`;
  const text = [missed.length === 0 ? `${summary}.` : `${summary}; not reached:`, ...missed.map((name) => `  ${name}`)];
  return { points, reached, missed, runs, text: text.join("\n") };
}
