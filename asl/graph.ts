import type { Json, JsonObject } from "./spec/index.js";

/** A state, wherever it stands. */
export interface GraphNode {
  /** Its place in `Graph.nodes`; edges and scopes refer to it. */
  readonly index: number;
  readonly name: string;
  /** As it is written, which in a malformed definition need not be a type that exists; empty when there is none. */
  readonly type: string;
  /** JSON pointer (RFC 6901) of the state. */
  readonly pointer: string;
  /** The place in `Graph.scopes` of the scope that it stands in. */
  readonly scope: number;
  readonly json: JsonObject;
  /** The scopes inside it: one for each branch of a Parallel, one for a Map. */
  readonly inner: readonly number[];
}

/** A way to leave a state: the state's `Next`, one of a Choice's rules, its `Default`, or one of its catchers. */
export type EdgeKind = "next" | "choice" | "default" | "catch";

/** A transition as it is written, whether or not its target exists. */
interface Transition {
  /** The state that is left: its place in `Graph.nodes`. */
  readonly from: number;
  readonly kind: EdgeKind;
  /** JSON pointer of the field that names the target, such as `/States/A/Catch/0/Next`. */
  readonly pointer: string;
  /** Which rule of `Choices` or `Catch` it is, from 0; absent for `next` and `default`. */
  readonly rule?: number;
  /** The errors of a catcher, or the JSONata condition of a rule. */
  readonly label?: string;
}

/** A transition from one state to another of the same scope. */
export interface GraphEdge extends Transition {
  readonly to: number;
}

/** A transition whose target its scope does not have. */
export interface DanglingEdge extends Transition {
  readonly target: string;
}

/** States that can reach each other: those of the machine, of one branch, or of a Map's processor. */
export interface GraphScope {
  readonly index: number;
  readonly kind: "machine" | "branch" | "map";
  /** JSON pointer of the object that has `StartAt` and `States`; empty for the machine. */
  readonly pointer: string;
  /** The Parallel or Map that it stands in, as a place in `Graph.nodes`; absent for the machine. */
  readonly owner?: number;
  /** The state that `StartAt` names; absent when there is none of that name. */
  readonly start?: number;
  readonly nodes: readonly number[];
  readonly json: JsonObject;
}

/** A definition as states and transitions. */
export interface Graph {
  /** Scope by scope, in the order of the definition. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly dangling: readonly DanglingEdge[];
  /** The machine first, and every scope before those inside it. */
  readonly scopes: readonly GraphScope[];
}

interface Draft {
  readonly json: JsonObject;
  readonly pointer: string;
  readonly kind: GraphScope["kind"];
  readonly owner?: number;
}

/**
 * Reads a definition as a graph, which the validator, the diagram and the semantic diff share.
 *
 * Takes anything: what is malformed is left out, and a target that does not exist is in `dangling`. Nesting is followed by a
 * queue and not by recursion, so that neither many states nor deep ones overflow the stack.
 *
 * @example
 * ```ts
 * const { nodes, edges } = graphOf({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Succeed" } } });
 * nodes.map(({ name }) => name); // ["A", "B"]
 * edges[0]; // { from: 0, to: 1, kind: "next", pointer: "/States/A/Next" }
 * ```
 */
export function graphOf(definition: unknown): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const dangling: DanglingEdge[] = [];
  const scopes: GraphScope[] = [];
  const drafts: Draft[] = isObject(definition) ? [{ json: definition, pointer: "", kind: "machine" }] : [];
  for (const draft of drafts) {
    const first = nodes.length;
    const names = addNodes(draft, scopes.length, nodes, drafts);
    const { StartAt: startAt } = draft.json;
    const start = typeof startAt === "string" ? names.get(startAt) : undefined;
    scopes.push({
      index: scopes.length,
      kind: draft.kind,
      pointer: draft.pointer,
      ...(draft.owner === undefined ? {} : { owner: draft.owner }),
      ...(start === undefined ? {} : { start }),
      nodes: [...names.values()],
      json: draft.json,
    });
    for (let index = first; index < nodes.length; index++) {
      const node = nodes[index];
      if (node === undefined) continue;
      eachTransition(node, (target, kind, at, rule, label) => {
        const to = names.get(target);
        const pointer = `${node.pointer}/${at}`;
        if (to !== undefined) edges.push(transition({ from: index, to, kind, pointer }, rule, label));
        else dangling.push(transition({ from: index, target, kind, pointer }, rule, label));
      });
    }
  }
  return { nodes, edges, dangling, scopes };
}

/** A key as a part of a JSON pointer. Source: RFC 6901, section 3. */
export function pointerPart(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

const none: readonly never[] = [];

function addNodes(draft: Draft, scope: number, nodes: GraphNode[], drafts: Draft[]): Map<string, number> {
  const names = new Map<string, number>();
  const states = draft.json.States;
  if (!isObject(states)) return names;
  let upcoming = drafts.length;
  for (const name of Object.keys(states)) {
    const json = states[name];
    if (!isObject(json)) continue;
    const index = nodes.length;
    const pointer = `${draft.pointer}/States/${pointerPart(name)}`;
    const found = innerScopes(json, pointer, index);
    for (const draft of found) drafts.push(draft);
    const type = typeof json.Type === "string" ? json.Type : "";
    nodes.push({
      index,
      name,
      type,
      pointer,
      scope,
      json,
      inner: found.length === 0 ? none : found.map(() => upcoming++),
    });
    names.set(name, index);
  }
  return names;
}

function innerScopes(json: JsonObject, pointer: string, owner: number): readonly Draft[] {
  if (json.Type !== "Parallel" && json.Type !== "Map") return none;
  const found: Draft[] = [];
  if (json.Type === "Parallel" && isList(json.Branches)) {
    json.Branches.forEach((branch, index) => {
      if (isObject(branch))
        found.push({ json: branch, pointer: `${pointer}/Branches/${index}`, kind: "branch", owner });
    });
  }
  if (json.Type === "Map") {
    // `Iterator` is the older name; a definition has one of the two.
    const field = isObject(json.ItemProcessor) ? "ItemProcessor" : "Iterator";
    const processor = json[field];
    if (isObject(processor)) found.push({ json: processor, pointer: `${pointer}/${field}`, kind: "map", owner });
  }
  return found;
}

type Visit = (target: string, kind: EdgeKind, at: string, rule?: number, label?: string) => void;

/** Puts in what only some transitions have. Spreading for each of them would cost more than the rest of the graph. */
function transition<T extends Omit<Transition, "rule" | "label">>(
  of: T,
  rule?: number,
  label?: string,
): T & Transition {
  if (rule === undefined) return of;
  return label === undefined ? { ...of, rule } : { ...of, rule, label };
}

function eachTransition({ json, type }: GraphNode, visit: Visit): void {
  if (typeof json.Next === "string") visit(json.Next, "next", "Next");
  if (type === "Choice") {
    eachRule(json.Choices, (rule, index, target) => {
      visit(target, "choice", `Choices/${index}/Next`, index, conditionOf(rule.Condition));
    });
    if (typeof json.Default === "string") visit(json.Default, "default", "Default");
  }
  eachRule(json.Catch, (rule, index, target) => {
    const errors = isList(rule.ErrorEquals) ? rule.ErrorEquals.filter(isText).join(", ") : "";
    visit(target, "catch", `Catch/${index}/Next`, index, errors);
  });
}

function eachRule(rules: Json | undefined, visit: (rule: JsonObject, index: number, target: string) => void): void {
  if (!isList(rules)) return;
  rules.forEach((rule, index) => {
    if (isObject(rule) && typeof rule.Next === "string") visit(rule, index, rule.Next);
  });
}

function conditionOf(condition: Json | undefined): string | undefined {
  return typeof condition === "string" ? condition.replace(/^\{%\s*|\s*%\}$/g, "") : undefined;
}

const isText = (value: Json): value is string => typeof value === "string";

function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
