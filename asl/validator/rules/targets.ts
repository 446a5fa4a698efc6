import type { Graph } from "../../graph.js";
import { isText } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import { nearest } from "../suggest.js";
import type { GraphRule } from "./rule.js";

/** Transitions lead to states of the same scope. Source: Amazon States Language specification, "Transitions". */
export const targets: GraphRule = (graph, _scenes, { report }) => {
  const tell = (field: string, target: string, scope: number, pointer: string): void => {
    if (target !== "" && !hasPlaceholder(target)) {
      report.add("DANGLING_TRANSITION", pointer, field, target, hintFor(target, scope, graph));
    }
  };
  for (const { index, json, pointer, start } of graph.scopes) {
    if (isText(json.StartAt) && start === undefined) {
      tell("StartAt", json.StartAt, index, `${pointer}/StartAt`);
    }
  }
  for (const { from, kind, pointer, target } of graph.dangling) {
    tell(kind === "default" ? "Default" : "Next", target, graph.nodes[from]?.scope ?? 0, pointer);
  }
};

/** A scope's `StartAt` and `States`, whose absence the checks of its fields tell. */
export const noStates: GraphRule = ({ scopes }, _scenes, { report }) => {
  for (const { json, nodes, pointer } of scopes) {
    const states = json.States;
    if (typeof states === "object" && states !== null && !Array.isArray(states) && Object.keys(states).length === 0) {
      if (nodes.length === 0) report.add("NO_STATES", inside(pointer, "States"));
    }
  }
};

function hintFor(target: string, scope: number, { nodes, scopes }: Graph): string {
  const names = scopes[scope]?.nodes.map((index) => nodes[index]?.name ?? "") ?? [];
  const near = nearest(target, names);
  if (near !== undefined) return ` Did you mean '${near}'?`;
  const elsewhere = nodes.find(({ name }) => name === target);
  if (elsewhere === undefined) return "";
  return ` There is one at ${elsewhere.pointer}, but no transition leads into or out of a Parallel or Map.`;
}
