import type { TracePoint } from "../interpreter/index.js";
import type { Json, JsonObject } from "../spec/index.js";

/** Something that a test can reach: a state, or a rule of a state. */
export interface CoveragePoint {
  /** `SendMail`, `Channel / Choices[0]`, `Channel / Default`, `SendMail / Retry[1]`, `SendMail / Catch[0]`. */
  readonly name: string;
  /** In how many of the runs it was reached. */
  readonly runs: number;
}

/** What the runs of a definition reached, and what not. */
export interface Coverage {
  readonly reached: readonly CoveragePoint[];
  /** The names of what no run reached. */
  readonly missed: readonly string[];
  /** One line of summary, and one for each that is missing. */
  readonly text: string;
}

/**
 * Compares what a definition has, its states and the rules of Choice, Retry and Catch, with what runs of it reached.
 *
 * @example `expect(coverage(definition, [sent, failed]).missed).toEqual([]);`
 */
export function coverage(definition: unknown, runs: readonly { readonly reached: readonly TracePoint[] }[]): Coverage {
  const counts = new Map<string, number>();
  for (const run of runs) {
    for (const name of new Set(run.reached.map(nameOf))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const points = pointsOf(definition).map((name) => ({ name, runs: counts.get(name) ?? 0 }));
  const reached = points.filter((point) => point.runs > 0);
  const missed = points.filter((point) => point.runs === 0).map((point) => point.name);
  const summary = `${reached.length} of ${points.length} states and rules reached in ${runs.length} runs`;
  const text = [missed.length === 0 ? `${summary}.` : `${summary}; not reached:`, ...missed.map((name) => `  ${name}`)];
  return { reached, missed, text: text.join("\n") };
}

function nameOf(point: TracePoint): string {
  switch (point.kind) {
    case "state":
      return point.state;
    case "default":
      return `${point.state} / Default`;
    case "choice":
      return `${point.state} / Choices[${point.index}]`;
    case "retry":
      return `${point.state} / Retry[${point.index}]`;
    case "catch":
      return `${point.state} / Catch[${point.index}]`;
  }
}

/** Every state and rule of a definition, in its order, nested ones after the state that holds them. */
function pointsOf(definition: unknown): string[] {
  const json: Json = JSON.parse(typeof definition === "string" ? definition : JSON.stringify(definition));
  return isObject(json) ? bodyPoints(json) : [];
}

function bodyPoints(body: JsonObject): string[] {
  if (!isObject(body.States)) return [];
  return Object.entries(body.States).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const rules = ["Choices", "Retry", "Catch"].flatMap((field) =>
      listOf(state[field]).map((_, index) => `${name} / ${field}[${index}]`),
    );
    const nested = [...listOf(state.Branches), state.ItemProcessor, state.Iterator];
    return [
      name,
      ...rules,
      ...(state.Default === undefined ? [] : [`${name} / Default`]),
      ...nested.flatMap((inner) => (isObject(inner) ? bodyPoints(inner) : [])),
    ];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
