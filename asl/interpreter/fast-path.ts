import type { Json } from "../spec/index.js";
import type { Environment } from "./environment.js";
import { isList } from "./json-size.js";

/** Says that this evaluation is one for the JSONata library. */
export const slow = Symbol("evaluate with the library");

/** Evaluates at once what it is sure of and gives `slow` for everything else. */
export type FastEvaluator = (environment: Environment) => Json | undefined | typeof slow;

/** A node of JSONata's syntax tree. */
export type AstNode = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Whether a value is a node of JSONata's syntax tree. */
export function isAstNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

type Compile = (node: AstNode) => FastEvaluator | undefined;

/**
 * The few forms that workflows are full of, compiled to closures: JSONata's own evaluator is asynchronous and some
 * hundred times slower. Whatever is not listed here, or meets data whose treatment is not trivial (a list in the middle
 * of a path, operands of other types), goes to the library, so the result is always the library's.
 * A property test compares the two.
 */
const forms: Readonly<Record<string, { readonly keys: readonly string[]; readonly compile: Compile }>> = {
  string: { keys: ["value"], compile: (node) => literal(node.value) },
  number: { keys: ["value"], compile: (node) => literal(node.value) },
  value: { keys: ["value"], compile: (node) => literal(node.value) },
  variable: { keys: ["value"], compile: (node) => variable(node.value) },
  path: { keys: ["steps"], compile: (node) => path(node.steps) },
  binary: { keys: ["value", "lhs", "rhs"], compile: (node) => binary(node) },
  unary: { keys: ["value", "lhs", "expressions"], compile: (node) => construction(node) },
  condition: { keys: ["condition", "then", "else"], compile: (node) => condition(node) },
  block: { keys: ["expressions"], compile: (node) => block(node.expressions) },
  function: { keys: ["value", "arguments", "procedure"], compile: (node) => call(node) },
};

/** Compiles a syntax tree, or says by undefined that the library must evaluate it. */
export function compileFast(node: unknown): FastEvaluator | undefined {
  if (!isAstNode(node)) return undefined;
  const form = Object.hasOwn(forms, node.type) ? forms[node.type] : undefined;
  // Any other key (a predicate, a group, a focus, ...) changes what the node means.
  if (form === undefined || !Object.keys(node).every((key) => isPlain(key) || form.keys.includes(key)))
    return undefined;
  return form.compile(node);
}

const isPlain = (key: string): boolean => key === "type" || key === "position";

function literal(value: unknown): FastEvaluator | undefined {
  if (value !== null && typeof value !== "string" && typeof value !== "boolean" && typeof value !== "number") {
    return undefined;
  }
  return () => value;
}

function variable(name: unknown): FastEvaluator | undefined {
  if (typeof name !== "string" || name === "" || name === "$" || name === "states") return undefined;
  // A built-in function of that name is a value, too; only the library knows them.
  return (environment) => environment.variable(name) ?? (environment.variable(name) === null ? null : slow);
}

/** The fields of `$states`. */
const statesFields: Readonly<Record<string, FastEvaluator>> = {
  input: (environment) => environment.input,
  result: (environment) => environment.result,
  errorOutput: (environment) => environment.errorOutput,
  context: (environment) => environment.context(),
};

function path(steps: unknown): FastEvaluator | undefined {
  if (!Array.isArray(steps)) return undefined;
  const [first, ...rest]: unknown[] = steps;
  const names: string[] = [];
  for (const step of rest) {
    if (!isAstNode(step) || step.type !== "name" || typeof step.value !== "string" || step.value in Object.prototype) {
      return undefined;
    }
    if (!Object.keys(step).every((key) => isPlain(key) || key === "value")) return undefined;
    names.push(step.value);
  }
  if (!isAstNode(first) || first.type !== "variable") return undefined;
  if (first.value !== "states") return follow(compileFast(first), names);
  if (names[0] === "context" && names[1] === "Execution" && names[2] === "Input") {
    return follow((environment) => environment.executionInput, names.slice(3));
  }
  const field = names.shift();
  return field !== undefined && Object.hasOwn(statesFields, field) ? follow(statesFields[field], names) : undefined;
}

function follow(root: FastEvaluator | undefined, names: readonly string[]): FastEvaluator | undefined {
  if (root === undefined || names.length === 0) return root;
  return (environment) => {
    let value = root(environment);
    for (const name of names) {
      if (value === slow) return slow;
      if (typeof value !== "object" || value === null) return undefined;
      if (isList(value)) return slow;
      value = value[name];
    }
    return value;
  };
}

type Operator = (left: Json | undefined, right: Json | undefined) => Json | undefined | typeof slow;

const operators: Readonly<Record<string, Operator>> = {
  "=": (left, right) => (left === undefined || right === undefined ? false : equal(left, right)),
  "!=": (left, right) => {
    if (left === undefined || right === undefined) return false;
    const same = equal(left, right);
    return same === slow ? slow : !same;
  },
  "<": compare((left, right) => left < right),
  "<=": compare((left, right) => left <= right),
  ">": compare((left, right) => left > right),
  ">=": compare((left, right) => left >= right),
  "&": (left = "", right = "") => (typeof left === "string" && typeof right === "string" ? left + right : slow),
};

function equal(left: Json, right: Json): boolean | typeof slow {
  if (left === right) return true;
  const bothAreData = typeof left === "object" && typeof right === "object" && left !== null && right !== null;
  return bothAreData ? slow : false;
}

function compare(holds: (left: string | number, right: string | number) => boolean): Operator {
  return (left, right) => {
    if (typeof left === "string" && typeof right === "string") return holds(left, right);
    if (typeof left === "number" && typeof right === "number") return holds(left, right);
    return slow;
  };
}

function binary(node: AstNode): FastEvaluator | undefined {
  const left = compileFast(node.lhs);
  const right = compileFast(node.rhs);
  if (left === undefined || right === undefined || typeof node.value !== "string") return undefined;
  if (node.value === "and" || node.value === "or") return shortCircuit(node.value === "or", left, right);
  const operator = Object.hasOwn(operators, node.value) ? operators[node.value] : undefined;
  if (operator === undefined) return undefined;
  return (environment) => {
    const leftValue = left(environment);
    if (leftValue === slow) return slow;
    const rightValue = right(environment);
    return rightValue === slow ? slow : operator(leftValue, rightValue);
  };
}

/** `or` stops at a true left side, `and` at a false one. */
function shortCircuit(stop: boolean, left: FastEvaluator, right: FastEvaluator): FastEvaluator {
  return (environment) => {
    const leftTruth = truth(left(environment));
    if (leftTruth === slow || leftTruth === stop) return leftTruth;
    return truth(right(environment));
  };
}

function truth(value: Json | undefined | typeof slow): boolean | typeof slow {
  if (value === undefined) return false;
  return typeof value === "boolean" ? value : slow;
}

function condition(node: AstNode): FastEvaluator | undefined {
  const [test, whenTrue] = [compileFast(node.condition), compileFast(node.then)];
  const otherwise = node.else === undefined ? () => undefined : compileFast(node.else);
  if (test === undefined || whenTrue === undefined || otherwise === undefined) return undefined;
  return (environment) => {
    const holds = truth(test(environment));
    if (holds === slow) return slow;
    return holds ? whenTrue(environment) : otherwise(environment);
  };
}

function block(expressions: unknown): FastEvaluator | undefined {
  return Array.isArray(expressions) && expressions.length === 1 ? compileFast(expressions[0]) : undefined;
}

function construction(node: AstNode): FastEvaluator | undefined {
  if (node.value === "[" && Array.isArray(node.expressions)) return listOf(node.expressions);
  if (node.value === "{" && Array.isArray(node.lhs)) return objectOf(node.lhs);
  return undefined;
}

function listOf(expressions: readonly unknown[]): FastEvaluator | undefined {
  const items: { readonly evaluate: FastEvaluator; readonly isList: boolean }[] = [];
  for (const expression of expressions) {
    const evaluate = compileFast(expression);
    if (evaluate === undefined || !isAstNode(expression)) return undefined;
    items.push({ evaluate, isList: expression.type === "unary" && expression.value === "[" });
  }
  return (environment) => {
    const list: Json[] = [];
    for (const item of items) {
      const value = item.evaluate(environment);
      if (value === slow) return slow;
      if (value === undefined) continue;
      // Only what is written as a list stays one; other lists are spread.
      if (isList(value) && !item.isList) list.push(...value);
      else list.push(value);
    }
    return list;
  };
}

function objectOf(pairs: readonly unknown[]): FastEvaluator | undefined {
  const fields = new Map<string, FastEvaluator>();
  for (const pair of pairs) {
    if (!Array.isArray(pair)) return undefined;
    const [key, expression]: unknown[] = pair;
    if (!isAstNode(key) || key.type !== "string" || typeof key.value !== "string") return undefined;
    const evaluate = compileFast(expression);
    if (evaluate === undefined || fields.has(key.value) || key.value in Object.prototype) return undefined;
    fields.set(key.value, evaluate);
  }
  return (environment) => {
    const object: Record<string, Json> = {};
    for (const [name, evaluate] of fields) {
      const value = evaluate(environment);
      if (value === slow) return slow;
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

function call(node: AstNode): FastEvaluator | undefined {
  const { procedure } = node;
  if (!Array.isArray(node.arguments) || node.arguments.length !== 1 || node.value !== "(") return undefined;
  if (!isAstNode(procedure) || procedure.type !== "variable" || Object.keys(procedure).length > 3) return undefined;
  const name = procedure.value;
  if (name !== "exists" && name !== "not") return undefined;
  const argument = compileFast(node.arguments[0]);
  if (argument === undefined) return undefined;
  return (environment) => {
    const value = argument(environment);
    if (value === slow || environment.variable(name) !== undefined) return slow;
    if (name === "exists") return value !== undefined;
    if (value === undefined) return undefined;
    return typeof value === "boolean" ? !value : slow;
  };
}
