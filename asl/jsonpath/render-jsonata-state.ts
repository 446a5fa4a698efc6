import type { Expression } from "../builder/expression.js";
import { toTemplate } from "../builder/jsonata.js";
import { mapFields } from "../builder/map-fields.js";
import { comment, retriers, widestLast } from "../builder/render-errors.js";
import { type Bindings, bound } from "../builder/resources.js";
import type { Json, JsonObject } from "../spec/index.js";
import type { DataCatch, DataPath, JsonataPassStep, JsonataTaskStep } from "./steps.js";

/** The fields of a state in JSONata form within a workflow in JSONPath mode; `targetOf` says where it leads, and each of its catchers. */
export function jsonataFields(
  step: JsonataPassStep | JsonataTaskStep,
  bindings: Bindings,
  targetOf: (path?: DataPath) => string,
): JsonObject {
  const template = (expression: Expression) => toTemplate(expression, bindings);
  return {
    QueryLanguage: "JSONata",
    ...(step.kind === "jsonataTask" && taskFields(step, bindings)),
    Output: template(step.output),
    ...(step.variables && { Assign: mapFields(step.variables, template) }),
    ...(step.kind === "jsonataTask" && handling(step, template, targetOf)),
    Next: targetOf(),
  };
}

function taskFields(
  { work, credentials, timeoutSeconds, heartbeatSeconds }: JsonataTaskStep,
  bindings: Bindings,
): JsonObject {
  const { resource } = work;
  const template = (expression: Expression) => toTemplate(expression, bindings);
  return {
    Resource: typeof resource === "string" ? resource : bound(resource, bindings),
    Arguments: template(work.arguments),
    ...(credentials && { Credentials: { RoleArn: template(credentials.arn) } }),
    ...(timeoutSeconds && { TimeoutSeconds: template(timeoutSeconds) }),
    ...(heartbeatSeconds && { HeartbeatSeconds: template(heartbeatSeconds) }),
  };
}

function handling(
  step: JsonataTaskStep,
  template: (expression: Expression) => Json,
  targetOf: (path: DataPath) => string,
): JsonObject {
  const { Retry } = retriers(step);
  return {
    ...(Retry && { Retry: Retry.map((rule) => ({ ...rule })) }),
    ...(step.catch.length > 0 && {
      Catch: widestLast(step.catch).map((rule) => ({
        ...comment(rule),
        ErrorEquals: [rule.error],
        ...(rule.variables && { Assign: mapFields(rule.variables, (value) => template(fromErrorPath(value))) }),
        Output: `{% ${caught(rule)} %}`,
        Next: targetOf(rule.path),
      })),
    }),
  };
}

/** What a path finds in the error or in a variable, as a reference in JSONata form. */
function fromErrorPath(expression: Expression): Expression {
  if (expression.kind === "array") return { ...expression, items: expression.items.map(fromErrorPath) };
  if (expression.kind === "object") {
    return { ...expression, fields: mapFields(expression.fields, fromErrorPath) };
  }
  if (expression.kind !== "path") return expression;
  const [root = "", ...path] = expression.path.split(".");
  return { kind: "reference", root: root === "$" ? "$states.errorOutput" : root, path };
}

// JSONata has no ResultPath: the error is merged into the data instead.
function caught({ resultPath }: DataCatch): string {
  if (resultPath === null) return "$states.input";
  return merged("$states.input", resultPath.split(".").slice(1));
}

function merged(data: string, [field, ...rest]: readonly string[]): string {
  if (field === undefined) return "$states.errorOutput";
  const key = JSON.stringify(field);
  return `$merge([${data}, {${key}: ${merged(`$lookup(${data}, ${key})`, rest)}}])`;
}
