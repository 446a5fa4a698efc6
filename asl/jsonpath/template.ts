import type { Expression } from "../builder/expression.js";
import { type Bindings, bound } from "../builder/resources.js";
import type { Json, JsonObject } from "../spec/index.js";

/**
 * An expression as a payload template: a field that is computed gets `.$` at the end of its name and a path or an intrinsic
 * function as value. Source: Amazon States Language specification, "Payload Template".
 *
 * @throws TypeError for what JSONPath cannot say, such as an operator or a path inside a list.
 */
export function toPayload(expression: Expression, bindings: Bindings): Json {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "resource":
      return bound(expression, bindings);
    case "array":
      return expression.items.map((item) => {
        if (isComputed(item)) {
          throw new TypeError(
            `A list in a payload template cannot hold ${toPathText(item, bindings)}: make the list by intrinsics.array(...).`,
          );
        }
        return toPayload(item, bindings);
      });
    case "object":
      return toPayloadObject(expression.fields, bindings);
    case "path":
    case "intrinsic":
    case "reference":
      throw new TypeError("A whole payload that is computed is not a template: use a path (inputPath) or an object.");
    default:
      throw jsonataOnly(expression);
  }
}

/** The fields of an object as a payload template. */
export function toPayloadObject(fields: Readonly<Record<string, Expression>>, bindings: Bindings): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) =>
      isComputed(field) ? [`${name}.$`, toPathText(field, bindings)] : [name, toPayload(field, bindings)],
    ),
  );
}

/** A field with a fixed value, or its form with `Path` at the end. */
export function orPath(field: string, expression: Expression, bindings: Bindings): JsonObject {
  if (isComputed(expression)) return { [`${field}Path`]: toPathText(expression, bindings) };
  return { [field]: toPayload(expression, bindings) };
}

/** A path or an intrinsic function as text. */
export function toPathText(expression: Expression, bindings: Bindings): string {
  switch (expression.kind) {
    case "path":
      return expression.path;
    case "intrinsic":
      return `${expression.name}(${expression.arguments.map((part) => toPathText(part, bindings)).join(", ")})`;
    case "reference":
      return contextPath(expression);
    case "literal":
      return literalText(expression.value);
    case "resource":
      return literalText(bound(expression, bindings));
    default:
      throw jsonataOnly(expression);
  }
}

function jsonataOnly(expression: Expression): TypeError {
  const what =
    expression.kind === "operation"
      ? `operator ${expression.operator}`
      : expression.kind === "call"
        ? `function ${expression.name}`
        : `${expression.kind} inside an intrinsic function`;
  return new TypeError(
    `JSONPath has no ${what}: use a path, an intrinsic function, or a state in JSONata form for it.`,
  );
}

const contextRoot = "$states.context";

// The context object is the one thing that both languages refer to, so its typed references serve in both.
function contextPath({ root, path }: Extract<Expression, { kind: "reference" }>): string {
  if (typeof root !== "string" || !root.startsWith(contextRoot)) {
    throw new TypeError(
      "A JSONata reference belongs into a state in JSONata form: in JSONPath mode, use at and a path.",
    );
  }
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : fieldStep(step)));
  return `$$${root.slice(contextRoot.length)}${steps.join("")}`;
}

function fieldStep(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}

/** Whether an expression is a path, a reference into the context object or an intrinsic function. */
export function isComputed(expression: Expression): boolean {
  return expression.kind === "path" || expression.kind === "intrinsic" || expression.kind === "reference";
}

// Inside an intrinsic function a text stands in single quotes; quotes, braces and backslashes in it are escaped.
function literalText(value: Json): string {
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (typeof value === "object" && value !== null) {
    throw new TypeError(
      `An intrinsic function takes no object or list as it stands: pass ${JSON.stringify(value)} by a path.`,
    );
  }
  return String(value);
}
