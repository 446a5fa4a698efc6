import type { Json, JsonObject } from "../spec/index.js";
import type { Environment } from "./environment.js";
import { isList } from "./json-size.js";
import { compileJsonata, isJsonata } from "./jsonata-expression.js";
import { chain, type MaybePromise } from "./maybe-promise.js";

/** A value in a definition that may hold expressions, ready to be evaluated. */
export interface Template {
  /** The value itself where it holds no expression. */
  readonly constant: Json | undefined;
  /** The expression where the whole value is one. */
  readonly source: string | undefined;
  evaluate(environment: Environment): MaybePromise<Json>;
}

/** A JSON object that may hold expressions in its fields. */
export interface ObjectTemplate extends Template {
  evaluate(environment: Environment): MaybePromise<JsonObject>;
}

/** Is told of an expression that does not parse. `field` is its path, as causes have it. */
export type ReportProblem = (field: string, problem: string) => void;

/**
 * Compiles a JSON value with `{% %}` strings in it.
 *
 * @example `{"to": "{% $states.input.to %}", "kind": "order"}` evaluates to `{"to": "a@b.example", "kind": "order"}`.
 */
export function compileTemplate(value: Json, field: string, report: ReportProblem): Template {
  if (typeof value === "string" && isJsonata(value)) return expression(value, field, report);
  if (typeof value !== "object" || value === null) return constant(value);
  return isList(value) ? list(value, field, report) : compileObjectTemplate(value, field, report);
}

function constant(value: Json): Template {
  return { constant: value, source: undefined, evaluate: () => value };
}

function expression(text: string, field: string, report: ReportProblem): Template {
  try {
    const compiled = compileJsonata(text);
    return { constant: undefined, source: compiled.source, evaluate: (scope) => compiled.evaluate(scope, field) };
  } catch (error) {
    report(field, `is no JSONata expression: ${error instanceof Error ? error.message : describeProblem(error)}`);
    return constant(text);
  }
}

function describeProblem(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}

function list(values: readonly Json[], field: string, report: ReportProblem): Template {
  const items = values.map((value, index) => compileTemplate(value, `${field}[${index}]`, report));
  if (items.every(isConstant)) return constant(values);
  return {
    constant: undefined,
    source: undefined,
    evaluate: (environment) => collect<Json[]>(items, environment, [], (result, _, value) => result.push(value)),
  };
}

/** Compiles a JSON object with `{% %}` strings in it, such as `Assign`. */
export function compileObjectTemplate(values: JsonObject, field: string, report: ReportProblem): ObjectTemplate {
  const keys = Object.keys(values);
  const fields = keys.map((key) => compileTemplate(values[key] ?? null, `${field}/${key}`, report));
  if (fields.every(isConstant)) return { constant: values, source: undefined, evaluate: () => values };
  return {
    constant: undefined,
    source: undefined,
    evaluate: (environment) =>
      collect<Record<string, Json>>(fields, environment, {}, (result, index, value) => {
        result[keys[index] ?? ""] = value;
      }),
  };
}

const isConstant = (template: Template): boolean => template.constant !== undefined;

/** Evaluates templates in order; turns asynchronous at the first that is. */
function collect<R extends Json>(
  templates: readonly Template[],
  environment: Environment,
  result: R,
  add: (result: R, index: number, value: Json) => void,
  start = 0,
): MaybePromise<R> {
  for (let index = start; index < templates.length; index++) {
    const value = templates[index]?.evaluate(environment) ?? null;
    if (value instanceof Promise) {
      return chain(value, (later) => {
        add(result, index, later);
        return collect(templates, environment, result, add, index + 1);
      });
    }
    add(result, index, value);
  }
  return result;
}
