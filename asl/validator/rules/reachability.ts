import type { Graph } from "../../graph.js";
import { isObject, isText } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import type { Report } from "../report.js";
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
  // Every loop has a transition to a state that stands before, or to the same; and without loops every way ends.
  const hasLoops = graph.edges.some(({ from, to }) => to <= from);
  for (const scope of graph.scopes) {
    if (scope.start === undefined || open.has(scope.index)) continue;
    const reached = reach([scope.start], targets);
    for (const index of scope.nodes) {
      const node = graph.nodes[index];
      if (node !== undefined && !reached.has(index)) report.add("UNREACHABLE_STATE", node.pointer, node.name);
    }
    if (!hasLoops || loose.has(scope.index) || !isObject(scope.json.States)) continue;
    const ends = [...reached].filter((index) => mayEnd(index, targets, graph));
    if (ends.length === 0) {
      report.add("NO_TERMINAL_STATE", scope.pointer === "" ? "/States" : `${scope.pointer}/States`);
    } else tellTraps(reached, ends, graph, report);
  }
};

/** Tells of each loop that is never left, by the first of its states. */
function tellTraps(reached: ReadonlySet<number>, ends: readonly number[], graph: Graph, report: Report): void {
  const sources: number[][] = graph.nodes.map(() => []);
  for (const { from, to } of graph.edges) sources[to]?.push(from);
  const free = reach(ends, sources);
  const told = new Set<number>();
  for (const index of reached) {
    const node = graph.nodes[index];
    if (node === undefined || free.has(index) || told.has(index)) continue;
    report.add("ENDLESS_LOOP", node.pointer, node.name);
    for (const trapped of reach([index], successors(graph))) told.add(trapped);
  }
}

/** Where each state leads, by their places in the graph. */
export function successors({ nodes, edges }: Graph): readonly (readonly number[])[] {
  const lists: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) lists[from]?.push(to);
  return lists;
}

/** Every state that can be reached from some, themselves included. */
export function reach(starts: readonly number[], targets: readonly (readonly number[])[]): ReadonlySet<number> {
  const reached = new Set(starts);
  for (const index of reached) for (const target of targets[index] ?? []) reached.add(target);
  return reached;
}

/** Whether a state ends, or is told to be wrong for leading nowhere. */
function mayEnd(index: number, targets: readonly (readonly number[])[], { nodes }: Graph): boolean {
  const node = nodes[index];
  if (node === undefined || node.json.End !== undefined || targets[index]?.length === 0) return true;
  return node.type === "Succeed" || node.type === "Fail" || !isText(node.json.Type);
}
