import type { Json } from "../spec/index.js";
import type { Expression } from "./expression.js";
import { mapFields } from "./map-fields.js";
import { type Bindings, bound } from "./resources.js";

/**
 * An expression as a JSON template: objects and lists stay JSON, and only what is computed becomes `{% ... %}`, as
 * Step Functions evaluates it. Resources become what they are bound to. A literal text that Step Functions would take for an expression is quoted into one.
 *
 * Source: AWS Step Functions Developer Guide, "Transforming data with JSONata in Step Functions".
 */
export function toTemplate(expression: Expression, bindings: Bindings): Json {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" && expression.value.trimStart().startsWith("{%")
        ? `{% ${toJsonata(expression, bindings)} %}`
        : expression.value;
    case "resource":
      return bound(expression, bindings);
    case "object":
      return mapFields(expression.fields, (field) => toTemplate(field, bindings));
    case "array":
      return expression.items.map((item) => toTemplate(item, bindings));
    default:
      return `{% ${toJsonata(expression, bindings)} %}`;
  }
}

/** An expression as JSONata text, without the `{% %}` around it. */
export function toJsonata(expression: Expression, bindings: Bindings): string {
  const render = (part: Expression) => toJsonata(part, bindings);
  const bracketed = (part: Expression) =>
    part.kind === "operation" || part.kind === "conditional" || part.kind === "raw"
      ? `(${render(part)})`
      : render(part);
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "resource":
      return JSON.stringify(bound(expression, bindings));
    case "raw":
      return expression.jsonata;
    case "reference":
      return expression.path.reduce<string>(
        step,
        typeof expression.root === "string" ? expression.root : bracketed(expression.root),
      );
    case "path":
    case "intrinsic":
      throw new TypeError("A path belongs into a workflow in JSONPath mode: in JSONata mode, use the names in scope.");
    case "function":
      return `function(${expression.parameter}) { ${render(expression.body)} }`;
    case "call":
      return `${expression.name}(${expression.arguments.map(render).join(", ")})`;
    case "operation":
      return expression.operands.map(bracketed).join(` ${expression.operator} `);
    case "conditional":
      return [
        bracketed(expression.condition),
        "?",
        bracketed(expression.whenTrue),
        ":",
        bracketed(expression.whenFalse),
      ].join(" ");
    case "object":
      return `{${Object.entries(expression.fields)
        .map(([name, field]) => `${JSON.stringify(name)}: ${render(field)}`)
        .join(", ")}}`;
    case "array":
      return `[${expression.items.map(render).join(", ")}]`;
  }
}

// Words that JSONata reads as operators or values where a field name could stand.
const reserved = new Set(["and", "or", "in", "true", "false", "null", "function"]);

function step(text: string, name: string | number): string {
  if (typeof name === "number") return `${text}[${name}]`;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name)) return `${text}.${name}`;
  // A back-quoted name cannot hold a back-quote itself, so such a field is looked up by its text.
  return name.includes("`") ? `$lookup(${text}, ${JSON.stringify(name)})` : `${text}.\`${name}\``;
}
