import type { Json, JsonObject } from "../spec/index.js";
import { returnedNothing, threw, unsupportedResult } from "./causes.js";
import type { Environment } from "./environment.js";
import { compileFast, isAstNode, slow } from "./fast-path.js";
import { toPlainJson } from "./json.js";
import { awsFunctions } from "./jsonata-functions.js";
import { parseJsonata } from "./jsonata-library.js";

/** A parsed `{% ... %}`. */
export interface JsonataExpression {
  /** What stands between `{%` and `%}`, without the space around it. */
  readonly source: string;
  /** Its value: at once where that is possible, else later. Throws, or rejects with, a {@link Failure}. */
  evaluate(environment: Environment, field: string): Json | Promise<Json>;
}

/** Whether a text is an expression and not a literal: Step Functions looks at its very first and last two characters. */
export function isJsonata(text: string): boolean {
  return text.length >= 4 && text.startsWith("{%") && text.endsWith("%}");
}

/**
 * Parses one expression, once; evaluating it again costs no parsing.
 *
 * @throws the library's error (with `code` and `message`) when the text is no JSONata.
 */
export function compileJsonata(text: string): JsonataExpression {
  const source = text.slice(2, -2).trim();
  const library = parseJsonata(source);
  const ast = library.ast();
  const fast = compileFast(ast);
  const names = variableNames(ast);
  // The library declares text names only, but looks this hook up by a symbol.
  Reflect.apply(library.assign, library, [Symbol.for("jsonata.__evaluate_entry"), countStep]);

  const evaluateWithLibrary = async (environment: Environment, field: string): Promise<Json> => {
    let value: unknown;
    try {
      value = await library.evaluate(undefined, { ...bind(names, environment), [budgetName]: { steps: 0 } });
    } catch (error) {
      throw threw(source, field, ...describe(error));
    }
    if (value === undefined) throw returnedNothing(source, field);
    const plain = toPlainJson(value);
    if (plain === undefined) throw unsupportedResult(source, field);
    return plain;
  };

  return {
    source,
    evaluate(environment, field) {
      const value = fast === undefined ? slow : fast(environment);
      if (value === slow) return evaluateWithLibrary(environment, field);
      if (value === undefined) throw returnedNothing(source, field);
      return value;
    },
  };
}

/**
 * How many nodes one evaluation may visit. Without a limit an endless recursion would stop the whole process; AWS has
 * limits of its own that are not published (some seven megabytes and a hundred levels were observed).
 */
const stepLimit = 500_000;

/** A name that no expression can write. */
const budgetName = "#budget";

function countStep(_node: unknown, _input: unknown, frame: { lookup(name: string): { steps: number } }): void {
  const budget = frame.lookup(budgetName);
  budget.steps += 1;
  if (budget.steps > stepLimit) {
    const limit = new Error("Expression evaluation timeout: Check for infinite loop");
    throw Object.assign(limit, { code: "U1001" });
  }
}

/** Every variable and function that a syntax tree mentions. */
function variableNames(node: unknown, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const item of node) variableNames(item, names);
  else if (typeof node === "object" && node !== null) {
    if (isAstNode(node) && node.type === "variable" && typeof node.value === "string") names.add(node.value);
    for (const child of Object.values(node)) variableNames(child, names);
  }
  return names;
}

function bind(names: ReadonlySet<string>, environment: Environment): Record<string, unknown> {
  const bindings: Record<string, unknown> = {};
  for (const name of names) {
    const value = environment.variable(name);
    if (value !== undefined) bindings[name] = value;
    else if (name === "states") bindings.states = statesObject(environment);
    else if (Object.hasOwn(awsFunctions, name)) bindings[name] = awsFunctions[name]?.(environment);
  }
  return bindings;
}

/** The reserved variable `$states`. */
function statesObject(environment: Environment): JsonObject {
  return {
    input: environment.input,
    context: environment.context(),
    ...(environment.result === undefined ? {} : { result: environment.result }),
    ...(environment.errorOutput === undefined ? {} : { errorOutput: environment.errorOutput }),
  };
}

function describe(error: unknown): [code: string, message: string] {
  if (typeof error !== "object" || error === null) return ["", String(error)];
  const code = "code" in error ? String(error.code) : "";
  return [code, "message" in error ? String(error.message) : String(error)];
}
