import type { ExecutionPath, StateOutcome } from "../diagram/index.js";
import { visits } from "./visits.js";

/**
 * The way that an execution took, to be coloured in a diagram: the last outcome of each state, but one that runs or has failed tells more
 * than one of its other stays that went well; and every transition that was taken.
 *
 * @example svg(definition, { path: executionPath(history) })
 */
export function executionPath(history: unknown): ExecutionPath {
  const states = new Map<string, StateOutcome>();
  const transitions = new Map<string, ExecutionPath["transitions"][number]>();
  for (const { state, outcome, from, byCatch } of visits(history)) {
    const known = states.get(state);
    const tellsMore = outcome === "running" || outcome === "failed";
    if (known === undefined || tellsMore || (known !== "running" && known !== "failed")) states.set(state, outcome);
    if (from === undefined) continue;
    transitions.set(JSON.stringify([from, state, byCatch]), { from, to: state, caught: byCatch });
  }
  return { states: Object.fromEntries(states), transitions: [...transitions.values()] };
}
