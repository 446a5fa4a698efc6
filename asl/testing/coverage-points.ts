import { graphOf } from "../graph.js";
import type { TracePoint } from "../interpreter/index.js";
import { definitionOf } from "./definition.js";

/** Something that a test can reach: a state, or one of its rules. */
export interface Point {
  readonly state: string;
  /** `Choices[0]`, `Default`, `Retry[1]`, `Catch[0]`; absent for the state itself. */
  readonly rule?: string;
}

/** How reports name a point: `Channel`, `Channel / Choices[0]`. */
export function nameOf({ state, rule }: Point): string {
  return rule === undefined ? state : `${state} / ${rule}`;
}

const fields = { choice: "Choices", retry: "Retry", catch: "Catch" } as const;

/** What a step of a run reached. */
export function pointOf(step: TracePoint): Point {
  switch (step.kind) {
    case "state":
      return { state: step.state };
    case "default":
      return { state: step.state, rule: "Default" };
    default:
      return { state: step.state, rule: `${fields[step.kind]}[${step.index}]` };
  }
}

/** Every state and rule of a definition, in its order, nested ones after the states of the scope that holds them. */
export function pointsOf(definition: unknown): readonly Point[] {
  return graphOf(definitionOf(definition)).nodes.flatMap(({ name: state, json }): Point[] => [
    { state },
    ...Object.values(fields).flatMap((field) => {
      const rules = json[field];
      return Array.isArray(rules) ? rules.map((_, index) => ({ state, rule: `${field}[${index}]` })) : [];
    }),
    ...(json.Default === undefined ? [] : [{ state, rule: "Default" }]),
  ]);
}
