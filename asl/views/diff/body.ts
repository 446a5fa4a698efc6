import type { Graph, GraphNode } from "../../graph.js";
import { asList, type Fields, field, isObject } from "../values.js";

function withoutStates(scope: unknown): unknown {
  const states = field(scope, "States");
  if (!isObject(scope) || !isObject(states)) return scope;
  // States that are no objects are malformed: nothing but this comparison would show them.
  const others = Object.entries(states).filter(([, state]) => !isObject(state));
  const { States: _, ...rest } = scope;
  const isPlain = others.length === 0 && Object.keys(states).length > 0;
  return isPlain ? rest : { ...rest, States: Object.fromEntries(others) };
}

/** A state's own fields: the states inside it are compared one by one. */
export function ownBody(node: GraphNode): Fields {
  if (node.inner.length === 0) return node.json;
  const result: Record<string, unknown> = { ...node.json };
  if (Array.isArray(result.Branches)) result.Branches = result.Branches.map(withoutStates);
  for (const name of ["ItemProcessor", "Iterator"]) if (name in result) result[name] = withoutStates(result[name]);
  return result;
}

/** A definition's own fields. */
export function ownFields(definition: unknown): unknown {
  return withoutStates(definition);
}

/** A list of rules without the states that they lead to. */
function withoutTargets(rules: unknown): unknown {
  return asList(rules).map((rule) => (isObject(rule) && "Next" in rule ? { ...rule, Next: "" } : rule));
}

/** A state without the names of the states that it leads to: what a renamed state keeps. */
export function withoutTransitions(node: GraphNode): Fields {
  const result: Record<string, unknown> = { ...node.json };
  for (const name of ["Next", "Default"]) if (name in result) result[name] = "";
  for (const name of ["Choices", "Catch"]) if (name in result) result[name] = withoutTargets(result[name]);
  return result;
}

/** Where a state stands, in words: `SendBoth, branch 1`; empty at the top. */
export function within(graph: Graph, node: GraphNode): string {
  const scope = graph.scopes[node.scope];
  const owner = scope?.owner === undefined ? undefined : graph.nodes[scope.owner];
  if (owner === undefined) return "";
  return owner.inner.length < 2 ? owner.name : `${owner.name}, branch ${owner.inner.indexOf(node.scope) + 1}`;
}
