import { type EdgeKind, type GraphNode, graphOf, pointerPart } from "../../graph.js";
import { asList, asText, field, texts } from "../values.js";
import { condition } from "./condition.js";

/** All transitions of one kind from one state to another. */
export interface Edge {
  /** `id` of the nodes that it joins. */
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Conditions of Choice rules or names of caught errors; empty for a plain transition. */
  readonly labels: readonly string[];
  /** The rules that it stands for, as coverage names them: `Choices[0]`, `Default`, `Catch[1]`; empty for a plain transition. */
  readonly rules: readonly string[];
}

/** A state, with the scopes nested in it. */
export interface Node {
  /** Unique in its scope; a state's is its name. */
  readonly id: string;
  /** JSON pointer of the state in the definition. */
  readonly pointer: string;
  readonly name: string;
  /** `Missing` when a transition leads to a state that the scope does not have, `Reference` for a card that stands for another. */
  readonly type: string;
  readonly state: unknown;
  readonly scopes: readonly Scope[];
  readonly ends: boolean;
}

/** The top level of a definition, a branch of a Parallel state, or what a Map state runs for each item. */
export interface Scope {
  readonly startAt: string | undefined;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

function labelsOf(kind: EdgeKind, state: unknown, rule: number | undefined): readonly string[] {
  if (rule === undefined) return [];
  if (kind === "choice") return [condition(asList(field(state, "Choices"))[rule])];
  return texts(field(asList(field(state, "Catch"))[rule], "ErrorEquals"));
}

function rulesOf(kind: EdgeKind, rule: number | undefined): readonly string[] {
  if (kind === "default") return ["Default"];
  if (rule === undefined) return [];
  return [`${kind === "choice" ? "Choices" : "Catch"}[${rule}]`];
}

/** Makes one edge of those that share source, target and kind: two rules that lead to the same state. */
function merged(edges: readonly Edge[]): Edge[] {
  const byKey = new Map<string, Edge>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to, edge.kind]);
    const known = byKey.get(key);
    const labels = [...(known?.labels ?? []), ...edge.labels];
    byKey.set(key, { ...edge, labels: [...new Set(labels)], rules: [...(known?.rules ?? []), ...edge.rules] });
  }
  return [...byKey.values()];
}

/** The order in which a reader expects the ways out of a state: forward from left to right, failures last. */
const order: Readonly<Record<EdgeKind, number>> = { choice: 0, next: 1, default: 2, catch: 3 };

function missing(name: string, scopePointer: string): Node {
  const pointer = `${scopePointer}/States/${pointerPart(name)}`;
  return { id: name, pointer, name, type: "Missing", state: undefined, scopes: [], ends: false };
}

/**
 * Reads a definition as nested scopes. A malformed part is left out; the target of a transition that does not exist becomes a
 * `Missing` node, so that the drawing shows the mistake.
 */
export function scopeOf(definition: unknown): Scope {
  const graph = graphOf(definition);
  const edges = new Map<number, Edge[]>(graph.scopes.map(({ index }) => [index, []]));
  const add = (node: GraphNode | undefined, to: string | undefined, kind: EdgeKind, rule: number | undefined) => {
    if (node === undefined || to === undefined) return;
    const labels = labelsOf(kind, node.json, rule);
    edges.get(node.scope)?.push({ from: node.name, to, kind, labels, rules: rulesOf(kind, rule) });
  };
  for (const { from, to, kind, rule } of graph.edges) add(graph.nodes[from], graph.nodes[to]?.name, kind, rule);
  for (const { from, target, kind, rule } of graph.dangling) add(graph.nodes[from], target, kind, rule);

  const built: (Scope | undefined)[] = [];
  // The inner scopes stand after the outer ones, so building from the last to the first needs no recursion.
  for (const { index, json, pointer, nodes } of [...graph.scopes].reverse()) {
    const own = nodes.flatMap((place): Node[] => {
      const node = graph.nodes[place];
      if (node === undefined) return [];
      const scopes = node.inner.flatMap((inner) => built[inner] ?? []);
      const type = node.type === "" ? "Unknown" : node.type;
      return [
        {
          id: node.name,
          pointer: node.pointer,
          name: node.name,
          type,
          state: node.json,
          scopes,
          ends: node.json.End === true,
        },
      ];
    });
    const scopeEdges = merged([...(edges.get(index) ?? [])].sort((one, other) => order[one.kind] - order[other.kind]));
    const startAt = asText(json.StartAt);
    const known = new Set(own.map(({ name }) => name));
    const wanted = new Set([...(startAt === undefined ? [] : [startAt]), ...scopeEdges.map(({ to }) => to)]);
    const lost = [...wanted].filter((name) => !known.has(name)).map((name) => missing(name, pointer));
    built[index] = { startAt, nodes: [...own, ...lost], edges: scopeEdges };
  }
  return built[0] ?? { startAt: undefined, nodes: [], edges: [] };
}
