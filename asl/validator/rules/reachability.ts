import type { Graph, GraphScope } from "../../graph.js";
import { isObject, isText } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import type { GraphRule } from "./rule.js";

/**
 * Every state can be reached from its scope's start, and some way ends.
 *
 * Source: AWS's own refusals MISSING_TRANSITION_TARGET and MISSING_END_STATE.
 */
export const reachability: GraphRule = (graph, _scenes, { report }) => {
  const targets = successors(graph);
  // What dangles or will be put in by a template may lead anywhere: nothing certain can be said of the end then.
  const loose = new Set(graph.dangling.map(({ from }) => graph.nodes[from]?.scope));
  const open = new Set(
    graph.dangling.filter(({ target }) => hasPlaceholder(target)).map(({ from }) => graph.nodes[from]?.scope),
  );
  for (const scope of graph.scopes) {
    if (scope.start === undefined || open.has(scope.index)) continue;
    const reached = reach(scope.start, targets);
    for (const index of scope.nodes) {
      const node = graph.nodes[index];
      if (node !== undefined && !reached.has(index)) report.add("UNREACHABLE_STATE", node.pointer, node.name);
    }
    if (!loose.has(scope.index) && endsNowhere(scope, reached, targets, graph)) {
      report.add("NO_TERMINAL_STATE", scope.pointer === "" ? "/States" : `${scope.pointer}/States`);
    }
  }
};

/** Where each state leads, by their places in the graph. */
export function successors({ nodes, edges }: Graph): readonly (readonly number[])[] {
  const lists: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) lists[from]?.push(to);
  return lists;
}

/** Every state that can be reached from one, itself included. */
export function reach(start: number, targets: readonly (readonly number[])[]): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const index of reached) for (const target of targets[index] ?? []) reached.add(target);
  return reached;
}

/** Whether each state that is reached surely goes on to another. */
function endsNowhere(
  { json }: GraphScope,
  reached: ReadonlySet<number>,
  targets: readonly (readonly number[])[],
  { nodes }: Graph,
): boolean {
  if (!isObject(json.States)) return false;
  for (const index of reached) {
    const node = nodes[index];
    // A state that leads nowhere ends, or is told to be wrong for it.
    if (node === undefined || node.json.End !== undefined || targets[index]?.length === 0) return false;
    if (node.type === "Succeed" || node.type === "Fail" || !isText(node.json.Type)) return false;
  }
  return true;
}
