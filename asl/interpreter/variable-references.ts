import type { Json, JsonObject } from "../spec/index.js";
import { isObject } from "./json.js";
import { isList } from "./json-size.js";
import { isJsonata } from "./jsonata-expression.js";
import { parseJsonata } from "./jsonata-library.js";

/** Where another state's fields begin. */
const bodies = ["Branches", "ItemProcessor", "Iterator", "States"] as const;

/**
 * The variables that each state reads, sorted, as `DescribeStateMachine` gives them; states that read none are left out.
 *
 * @example `{StartAt: "A", States: {A: {Type: "Pass", OutputPath: "$x", End: true}}}` gives `{A: ["x"]}`.
 */
export function variableReferences(definition: Json): Readonly<Record<string, readonly string[]>> {
  const references: Record<string, readonly string[]> = {};
  if (isObject(definition)) collectBody(definition, references);
  return references;
}

function collectBody(body: JsonObject, references: Record<string, readonly string[]>): void {
  if (!isObject(body.States)) return;
  for (const [name, state] of Object.entries(body.States)) {
    if (!isObject(state)) continue;
    const found = new Set<string>();
    collect(state, "", found);
    if (found.size > 0) references[name] = [...found].sort();
    const inner = [...(isList(state.Branches) ? state.Branches : []), state.ItemProcessor, state.Iterator];
    for (const each of inner) if (isObject(each)) collectBody(each, references);
  }
}

function collect(value: Json, key: string, found: Set<string>): void {
  if (typeof value === "string") {
    for (const name of isJsonata(value) ? inExpression(value) : inPath(value, key)) found.add(name);
  } else if (isList(value)) {
    for (const item of value) collect(item, key, found);
  } else if (isObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      if (!bodies.some((body) => body === name)) collect(field, name, found);
    }
  }
}

/** The variables in a path or an intrinsic function; other texts of JSONPath states hold none. */
function inPath(text: string, key: string): readonly string[] {
  if (!key.endsWith(".$") && !key.endsWith("Path") && key !== "Variable") return [];
  const withoutTexts = text.replace(/'(?:\\.|[^'\\])*'/g, "");
  return [...withoutTexts.matchAll(/(?<![$\w])\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu)].map(([, name = ""]) => name);
}

function inExpression(text: string): readonly string[] {
  try {
    const read = new Set<string>();
    const bound = new Set<string>();
    walk(parseJsonata(text.slice(2, -2)).ast(), read, bound);
    return [...read].filter((name) => !bound.has(name) && name !== "states" && name !== "" && name !== "$");
  } catch {
    return [];
  }
}

/** Collects what a syntax tree reads and what it binds itself: functions that it calls are neither. */
function walk(node: unknown, read: Set<string>, bound: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, read, bound);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const { type, value, lhs, arguments: parameters, procedure } = { ...emptyNode, ...node };
  if (type === "variable" && typeof value === "string") read.add(value);
  if (type === "bind") bound.add(nameOf(lhs));
  if (type === "lambda" && Array.isArray(parameters)) for (const parameter of parameters) bound.add(nameOf(parameter));
  for (const [key, child] of Object.entries(node)) {
    // A call by name calls a function: no variable of a workflow can be one.
    if (key === "procedure" && nameOf(procedure) !== "") continue;
    if ((key === "focus" || key === "index") && typeof child === "string") bound.add(child);
    else walk(child, read, bound);
  }
}

const emptyNode: Readonly<Record<"type" | "value" | "lhs" | "arguments" | "procedure", unknown>> = {
  type: undefined,
  value: undefined,
  lhs: undefined,
  arguments: undefined,
  procedure: undefined,
};

function nameOf(node: unknown): string {
  if (typeof node !== "object" || node === null || !("value" in node) || !("type" in node)) return "";
  return node.type === "variable" && typeof node.value === "string" ? node.value : "";
}
