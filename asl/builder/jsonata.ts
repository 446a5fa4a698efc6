import type { Json } from "../spec/index.js";
import type { Expression } from "./expression.js";

/**
 * An expression as a JSON template: objects and lists stay JSON, and only what is computed becomes `{% ... %}`, as
 * Step Functions evaluates it. A literal text that Step Functions would take for an expression is quoted into one.
 *
 * Source: AWS Step Functions Developer Guide, "Transforming data with JSONata in Step Functions".
 */
export function toTemplate(expression: Expression): Json {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" && expression.value.trimStart().startsWith("{%")
        ? `{% ${toJsonata(expression)} %}`
        : expression.value;
    case "object":
      return Object.fromEntries(Object.entries(expression.fields).map(([name, field]) => [name, toTemplate(field)]));
    case "array":
      return expression.items.map(toTemplate);
    default:
      return `{% ${toJsonata(expression)} %}`;
  }
}

/** An expression as JSONata text, without the `{% %}` around it. */
export function toJsonata(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "reference":
      return expression.path.reduce<string>(step, expression.root);
    case "call":
      return `${expression.name}(${expression.arguments.map(toJsonata).join(", ")})`;
    case "operation":
      return expression.operands.map(operand).join(` ${expression.operator} `);
    case "conditional":
      return [
        operand(expression.condition),
        "?",
        operand(expression.whenTrue),
        ":",
        operand(expression.whenFalse),
      ].join(" ");
    case "object":
      return `{${Object.entries(expression.fields)
        .map(([name, field]) => `${JSON.stringify(name)}: ${toJsonata(field)}`)
        .join(", ")}}`;
    case "array":
      return `[${expression.items.map(toJsonata).join(", ")}]`;
  }
}

function operand(expression: Expression): string {
  return expression.kind === "operation" || expression.kind === "conditional"
    ? `(${toJsonata(expression)})`
    : toJsonata(expression);
}

// Words that JSONata reads as operators or values where a field name could stand.
const reserved = new Set(["and", "or", "in", "true", "false", "null", "function"]);

function step(text: string, name: string | number): string {
  if (typeof name === "number") return `${text}[${name}]`;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name)) return `${text}.${name}`;
  // A back-quoted name cannot hold a back-quote itself, so such a field is looked up by its text.
  return name.includes("`") ? `$lookup(${text}, ${JSON.stringify(name)})` : `${text}.\`${name}\``;
}
