import type { Graph, GraphEdge } from "../../graph.js";
import { jsonataFunctions } from "../expressions/functions.js";
import { presenceTests } from "../fields/choices.js";
import { type Fields, isList, isObject, templateField } from "../guards.js";
import { languageOf } from "../language.js";
import { hasPlaceholder } from "../placeholder.js";
import type { Scene } from "../scene.js";
import { pointerOf } from "../site.js";
import { didYouMean } from "../suggest.js";
import { isDistributed } from "./map-mode.js";
import type { GraphRule } from "./rule.js";

/** Where a variable gets a value. */
interface Assignment {
  readonly node: number;
  readonly scope: number;
  readonly pointer: string;
}

/**
 * A variable has a value on every way to where it is read, and inner scopes assign none of outer ones.
 *
 * Source: AWS Step Functions Developer Guide, "Passing data between states with variables", "Variable scope": reads see the values on entry to
 * the state; a Parallel's and a Map's states see those outside; those of a distributed Map do not.
 */
export const variables: GraphRule = (graph, scenes, { report }) => {
  const assignments = assignmentsOf(scenes);
  const isReading = ({ reads, calls }: Scene): boolean =>
    calls.length > 0 || reads.some(({ source }) => source === "variable");
  if (assignments.size === 0 && !scenes.some(isReading)) return;
  // A template may put in the name of any variable.
  if ([...assignments.keys()].some(hasPlaceholder)) return;
  const flow = createFlow(graph, scenes, assignments);
  for (const scene of scenes) {
    const asked = new Set(scene.type === "Choice" ? askedFor(scene) : []);
    const calls = scene.calls.map(({ name, at }) => ({ name, at, call: true, guarded: false }));
    const reads = scene.reads.filter(({ source }) => source === "variable").map((read) => ({ ...read, call: false }));
    for (const { name, at, call, guarded } of [...reads, ...calls]) {
      const assignments = flow.assignments.get(name) ?? [];
      const visible = assignments.filter(({ scope }) => flow.sees(scene.node.scope, scope));
      if (visible.length === 0 && !call && jsonataFunctions.has(name)) continue;
      if (guarded || asked.has(name)) continue;
      const other = assignments[0];
      if (visible.length === 0 && call) {
        report.add("JSONATA_UNKNOWN_FUNCTION", at, name, didYouMean(name, jsonataFunctions));
      } else if (visible.length === 0 && other !== undefined) {
        report.add("VARIABLE_OUT_OF_SCOPE", at, name, flow.whyHidden(scene.node.scope, other));
      } else if (visible.length === 0) {
        report.add("VARIABLE_NEVER_ASSIGNED", at, name, didYouMean(name, ["states", ...flow.assignments.keys()]));
      } else {
        const missing = flow.missing(scene.node.index, name);
        if (missing === undefined) continue;
        if (missing.never) report.add("VARIABLE_NEVER_ASSIGNED", at, name, "");
        else report.add("VARIABLE_MAYBE_UNASSIGNED", at, name, missing.via);
      }
    }
  }
  for (const [name, assignments] of flow.assignments) {
    if (assignments.length < 2) continue;
    for (const { scope, pointer } of assignments) {
      const outer = flow.assignedOutside(scope, name, assignments);
      if (outer !== undefined) report.add("VARIABLE_OF_OUTER_SCOPE", pointer, name, outer.pointer);
    }
  }
};

/** The variables that a Choice asks for with IsPresent. */
function askedFor({ json }: Scene): string[] {
  const rules = isList(json.Choices) ? json.Choices : [];
  return rules.flatMap((rule) => presenceTests(rule)).flatMap((path) => /^\$([^$.[]+)/.exec(path)?.[1] ?? []);
}

/** What is known of the ways through a definition. */
interface Flow {
  /** Where each variable is assigned, by name. */
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  /** Whether the states of one scope see the variables of another. */
  sees(from: number, scope: number): boolean;
  whyHidden(from: number, assignment: Assignment): string;
  /** How a state can be come to without a variable's having a value; undefined when it cannot. */
  missing(node: number, name: string): { readonly never: boolean; readonly via: string } | undefined;
  /** An assignment outside a scope that may have happened before the scope is entered. */
  assignedOutside(scope: number, name: string, assignments: readonly Assignment[]): Assignment | undefined;
}

const none: readonly string[] = [];

/** Where each variable is assigned. */
function assignmentsOf(scenes: readonly Scene[]): Map<string, Assignment[]> {
  const assignments = new Map<string, Assignment[]>();
  for (const scene of scenes) {
    for (const [holder, pointer] of holders(scene)) {
      for (const name of assignedBy(holder, scene)) {
        const { index, scope } = scene.node;
        const found = assignments.get(name);
        const assignment = { node: index, scope, pointer: `${pointer}/Assign` };
        if (found === undefined) assignments.set(name, [assignment]);
        else found.push(assignment);
      }
    }
  }
  return assignments;
}

function createFlow(graph: Graph, scenes: readonly Scene[], assignments: Flow["assignments"]): Flow {
  const { nodes, edges, scopes } = graph;
  const incoming: GraphEdge[][] = nodes.map(() => []);
  for (const edge of edges) incoming[edge.to]?.push(edge);
  const parentOf = (scope: number): number | undefined => {
    const owner = scopes[scope]?.owner;
    return owner === undefined ? undefined : nodes[owner]?.scope;
  };
  const isIsland = (scope: number): boolean => {
    const owner = scopes[scope]?.owner;
    return owner !== undefined && isDistributed(nodes[owner]?.json ?? {});
  };
  const onEdge = ({ from, kind, rule = 0 }: GraphEdge): readonly string[] => {
    const scene = scenes[from];
    if (scene === undefined) return none;
    if (kind === "next" || kind === "default") return assignedBy(scene.json, scene);
    const rules = kind === "choice" ? scene.json.Choices : scene.json.Catch;
    return assignedBy(isList(rules) ? rules[rule] : undefined, scene);
  };
  const asks = (node: number, name: string): boolean => {
    const scene = scenes[node];
    if (scene?.type !== "Choice") return false;
    return (
      askedFor(scene).includes(name) ||
      scene.reads.some((read) => read.source === "variable" && read.name === name && read.guarded)
    );
  };
  const settled = new Map<string, Set<number>>();
  return {
    assignments,
    sees(from, scope) {
      for (let at: number | undefined = from; at !== undefined; at = isIsland(at) ? undefined : parentOf(at)) {
        if (at === scope) return true;
      }
      return false;
    },
    whyHidden(from, { scope, pointer }) {
      for (let at: number | undefined = from; at !== undefined; at = parentOf(at)) {
        if (at === scope) {
          return `it is assigned at ${pointer}, outside of a distributed Map, whose child executions see no outer variables. Pass it in with 'ItemSelector'.`;
        }
      }
      return `it is assigned at ${pointer} and ends with the branch or iteration there. Pass it out as the output.`;
    },
    missing(node, name) {
      const good = settled.get(name) ?? new Set<number>();
      settled.set(name, good);
      const back = new Map<number, string>([[node, ""]]);
      let assignedSomewhere = false;
      let bad: string | undefined;
      for (const [index, way] of back) {
        if (good.has(index)) {
          assignedSomewhere = true;
          continue;
        }
        const scope = nodes[index]?.scope ?? 0;
        if (scopes[scope]?.start === index) {
          const owner = isIsland(scope) ? undefined : scopes[scope]?.owner;
          if (owner === undefined) bad ??= way || "from the start";
          else if (!back.has(owner)) back.set(owner, way);
        }
        for (const edge of incoming[index] ?? []) {
          if (onEdge(edge).includes(name) || asks(edge.from, name)) assignedSomewhere = true;
          else if (!back.has(edge.from)) back.set(edge.from, way || describe(edge, graph));
        }
      }
      if (bad !== undefined) return { never: !assignedSomewhere, via: bad };
      for (const index of back.keys()) good.add(index);
      return undefined;
    },
    assignedOutside(scope, name, found) {
      for (let at = scope; !isIsland(at); ) {
        const owner = scopes[at]?.owner;
        const outer = parentOf(at);
        if (owner === undefined || outer === undefined) return undefined;
        const candidates = found.filter((assignment) => assignment.scope === outer);
        if (candidates.length > 0) {
          const before = new Set([owner]);
          for (const index of before) {
            for (const edge of incoming[index] ?? []) {
              if (onEdge(edge).includes(name)) return candidates.find(({ node }) => node === edge.from);
              before.add(edge.from);
            }
          }
        }
        at = outer;
      }
      return undefined;
    },
  };
}

/** The objects of a state that may have an `Assign`, with their pointers. */
function holders({ json, site }: Scene): readonly (readonly [unknown, string])[] {
  const pointer = (): string => pointerOf(site);
  const rules = (field: string): [unknown, string][] => {
    const list = json[field];
    return isList(list) ? list.map((rule, index) => [rule, `${pointer()}/${field}/${index}`]) : [];
  };
  if (json.Choices === undefined && json.Catch === undefined)
    return json.Assign === undefined ? [] : [[json, pointer()]];
  return [[json, pointer()], ...rules("Choices"), ...rules("Catch")];
}

function assignedBy(
  holder: unknown,
  scene: { readonly json: Fields; readonly language: Scene["language"] },
): readonly string[] {
  if (!isObject(holder) || !isObject(holder.Assign)) return none;
  const names = Object.keys(holder.Assign);
  if (languageOf(scene) === "JSONata") return names;
  return names.map(templateField);
}

function describe({ from, to, kind, label }: GraphEdge, { nodes }: Graph): string {
  const source = nodes[from]?.name ?? "";
  if (kind === "catch") return `when '${source}' catches ${label === "" ? "an error" : label}`;
  if (kind === "default") return `when no rule of '${source}' holds`;
  return `from '${source}' to '${nodes[to]?.name ?? ""}'`;
}
