import { looksIntrinsic } from "../expressions/intrinsic.js";
import { parsePath } from "../expressions/jsonpath.js";
import { expressionIn, isExpression } from "../guards.js";
import { anything, below, type Shape, shapeOf, value } from "./shape.js";

/** What the data is that expressions read, as far as it is known. */
export interface Known {
  /** What a plain `$` is, or `$states.input`. */
  readonly input: Shape;
  readonly result: Shape;
  readonly variable: (name: string) => Shape;
}

/** The shape of what a JSONPath payload template gives. */
export function jsonpathShape(template: unknown, known: Known): Shape {
  return shapeOf(template, undefined, (key, inner) => {
    if (!key.endsWith(".$")) return undefined;
    return [key.slice(0, -2), typeof inner === "string" ? pathShape(inner, known) : anything];
  });
}

/** The shape of what a path finds; an intrinsic function's result is not known. */
export function pathShape(text: string, known: Known): Shape {
  if (looksIntrinsic(text)) return anything;
  const path = parsePath(text);
  if ("problem" in path || path.root === "context") return anything;
  const names: string[] = [];
  for (const step of path.steps) {
    if (step.kind !== "name") return anything;
    names.push(step.name);
  }
  return below(path.root === "variable" ? known.variable(path.variable) : known.input, names);
}

// An expression that is nothing but a variable and fields: its shape is that of what it reads.
const plain = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)((?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*)$/u;

/** The shape of what a JSONata template gives. */
export function jsonataShape(template: unknown, known: Known): Shape {
  return shapeOf(template, (text) => (isExpression(text) ? expressionShape(expressionIn(text), known) : value));
}

function expressionShape(text: string, known: Known): Shape {
  const found = plain.exec(text);
  if (found === null) return anything;
  const [, name = "", rest = ""] = found;
  const fields = rest.split(".").slice(1);
  if (name !== "states") return below(known.variable(name), fields);
  const [source, ...inner] = fields;
  if (source === "input") return below(known.input, inner);
  return source === "result" ? below(known.result, inner) : anything;
}
