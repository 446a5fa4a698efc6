import type { Form } from "../expressions/form.js";
import { looksIntrinsic } from "../expressions/intrinsic.js";
import { fieldsOf, parsePath } from "../expressions/jsonpath.js";
import { expressionIn, isExpression, templateField } from "../guards.js";
import type { Run } from "../scene.js";
import { anything, below, type Shape, shapeOf, value } from "./shape.js";

/** What the data is that expressions read, as far as it is known. */
export interface Known {
  /** What a plain `$` is, or `$states.input`. */
  readonly input: Shape;
  readonly result: Shape;
  readonly variable: (name: string) => Shape;
  readonly jsonata: Run["jsonata"];
}

/** The shape of what a JSONPath payload template gives. */
export function jsonpathShape(template: unknown, known: Known): Shape {
  return shapeOf(template, undefined, (key, inner) => {
    if (!key.endsWith(".$")) return undefined;
    return [templateField(key), typeof inner === "string" ? pathShape(inner, known) : anything];
  });
}

/** The shape of what a path finds; an intrinsic function's result is not known. */
export function pathShape(text: string, known: Known): Shape {
  if (looksIntrinsic(text)) return anything;
  const path = parsePath(text);
  if ("problem" in path || path.root === "context") return anything;
  const fields = fieldsOf(path);
  if (fields.length < path.steps.length) return anything;
  return below(path.root === "variable" ? known.variable(path.variable) : known.input, fields, "JSONPath");
}

/** The shape of what a JSONata template gives. */
export function jsonataShape(template: unknown, known: Known): Shape {
  return shapeOf(template, (text) => (isExpression(text) ? expressionShape(expressionIn(text), known) : value));
}

function expressionShape(text: string, known: Known): Shape {
  const reading = known.jsonata?.(text);
  return reading === undefined || "problem" in reading ? anything : formShape(reading.form, known);
}

function formShape(form: Form, known: Known): Shape {
  if (form.kind === "constant") return value;
  if (form.kind === "list") return { kind: "list", item: anything };
  if (form.kind === "object") {
    return {
      kind: "object",
      fields: new Map([...form.fields].map(([name, inner]) => [name, formShape(inner, known)])),
    };
  }
  if (form.kind !== "read") return anything;
  if (form.name !== "states") return below(known.variable(form.name), form.fields, "JSONata");
  const [source, ...inner] = form.fields;
  if (source === "input") return below(known.input, inner, "JSONata");
  return source === "result" ? below(known.result, inner, "JSONata") : anything;
}
