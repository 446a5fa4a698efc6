import type { Graph } from "../../graph.js";
import { jsonataShape, jsonpathShape, type Known } from "../data/expression-shape.js";
import { anything, errorOutput, join, joinAll, type Shape, select } from "../data/shape.js";
import { type Transfer, transfer } from "../data/transfer.js";
import { presenceTests } from "../fields/choices.js";
import { isList, isObject, shown } from "../guards.js";
import { languageOf } from "../language.js";
import type { Read, Scene } from "../scene.js";
import type { GraphRule } from "./rule.js";

// After so many different inputs, a state of a loop is taken to get anything.
const mostVisits = 10;

/**
 * What is read has been written. Only where the data's whole shape is known, as after a Pass with a fixed Result: what a Task
 * gives, or an execution begins with, is not known, and then nothing is told.
 */
export const writtenFields: GraphRule = (graph, scenes, { report }) => {
  if (!scenes.some(({ reads }) => reads.length > 0) || !scenes.some(makesKnownData)) return;
  const variable = variableShapes(scenes);
  const { inputs, inner } = flow(graph, scenes, variable);
  for (const scene of scenes) {
    const raw = inputs[scene.node.index];
    if (raw === undefined || scene.reads.length === 0) continue;
    // Nothing can be missing from data of which nothing is known, and that is what most states have.
    if (raw.kind === "any" && scene.json.InputPath !== null && scene.reads.every(({ source }) => plain.has(source)))
      continue;
    const asked =
      scene.type === "Choice" && isList(scene.json.Choices)
        ? scene.json.Choices.flatMap((rule) => presenceTests(rule))
        : [];
    let made: Transfer | undefined;
    for (const read of scene.reads) {
      if (read.guarded || asked.some((path) => read.text.startsWith(path))) continue;
      made ??= transfer(scene, { raw, variable, inner: inner(scene) });
      const sources: Readonly<Record<typeof read.source, Shape>> = {
        raw,
        input: made.input,
        output: made.beforeOutput,
        result: made.result,
        selected: made.selected,
        error: errorOutput,
        context: anything,
        other: anything,
        variable: read.source === "variable" ? variable(read.name) : anything,
      };
      const found = select(sources[read.source], read.fields, languageOf(scene));
      if (!("missing" in found)) continue;
      const code = read.fails ? "FIELD_NEVER_WRITTEN" : "FIELD_ALWAYS_ABSENT";
      report.add(code, read.at, shown(read.text), found.missing, found.known);
    }
  }
};

const plain: ReadonlySet<Read["source"]> = new Set(["raw", "input", "context", "other"]);

const makers = [
  "Result",
  "Parameters",
  "ResultSelector",
  "Output",
  "Assign",
  "ItemSelector",
  "Arguments",
  "Catch",
  "InputPath",
  "OutputPath",
];

const makesKnownData = ({ json, resource, node }: Scene): boolean =>
  resource?.kind === "integration" || node.inner.length > 0 || makers.some((field) => json[field] !== undefined);

/** What is known of the data on its way through a definition. */
interface Flow {
  /** What each state may begin with, from the machine's start on; undefined for one that is never come to. */
  readonly inputs: readonly (Shape | undefined)[];
  /** What the branches or iterations of a state may end with. */
  readonly inner: (scene: Scene) => Shape;
}

function flow({ nodes, edges, scopes }: Graph, scenes: readonly Scene[], variable: Known["variable"]): Flow {
  const leaving: (typeof edges)[number][][] = nodes.map(() => []);
  for (const edge of edges) leaving[edge.from]?.push(edge);
  const inputs: (Shape | undefined)[] = nodes.map(() => undefined);
  const visits = new Uint8Array(nodes.length);
  const pending: number[] = [];
  const come = (index: number | undefined, shape: Shape): void => {
    if (index === undefined) return;
    const before = inputs[index];
    let next = before === undefined ? shape : join(before, shape);
    if (next === before) return;
    visits[index] = (visits[index] ?? 0) + 1;
    if ((visits[index] ?? 0) > mostVisits) next = anything;
    inputs[index] = next;
    pending.push(index);
  };
  const ends: (Shape | undefined)[] = scopes.map(({ start }) => (start === undefined ? anything : undefined));
  const known = ({ node }: Scene): Shape[] => node.inner.flatMap((scope) => ends[scope] ?? []);
  const end = (scope: number, shape: Shape): void => {
    const before = ends[scope];
    const next = before === undefined ? shape : join(before, shape);
    if (next === before) return;
    ends[scope] = next;
    const owner = scopes[scope]?.owner;
    if (owner !== undefined) pending.push(owner);
  };
  come(scopes[0]?.start, anything);
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const scene = scenes[index];
    if (scene === undefined) continue;
    const { inner } = scene.node;
    const results = known(scene);
    const made = transfer(scene, { raw: inputs[index] ?? anything, variable, inner: joinAll(results) });
    for (const scope of inner) come(scopes[scope]?.start, made.inner);
    const isOver = inner.length === 0 || results.length > 0;
    for (const { kind, rule = 0, to } of leaving[index] ?? []) {
      if (kind === "choice") come(to, made.ofRule("Choices", rule));
      else if (kind === "catch") come(to, made.ofRule("Catch", rule));
      else if (isOver) come(to, made.output);
    }
    if (isOver && (scene.json.End === true || scene.type === "Succeed")) end(scene.node.scope, made.output);
  }
  return { inputs, inner: (scene) => joinAll(known(scene)) };
}

/** What each variable may hold, taken over all its assignments wherever they are. */
function variableShapes(scenes: readonly Scene[]): Known["variable"] {
  const shapes = new Map<string, Shape>();
  const add = (holder: unknown, scene: Scene): void => {
    if (!isObject(holder) || !isObject(holder.Assign)) return;
    const blank: Known = { input: anything, result: anything, variable: () => anything, jsonata: scene.jsonata };
    const made =
      languageOf(scene) === "JSONata" ? jsonataShape(holder.Assign, blank) : jsonpathShape(holder.Assign, blank);
    for (const [name, shape] of made.kind === "object" ? made.fields : []) {
      const before = shapes.get(name);
      shapes.set(name, before === undefined ? shape : join(before, shape));
    }
  };
  for (const scene of scenes) {
    add(scene.json, scene);
    for (const rules of [scene.json.Choices, scene.json.Catch])
      if (isList(rules)) for (const rule of rules) add(rule, scene);
  }
  return (name) => shapes.get(name) ?? anything;
}
