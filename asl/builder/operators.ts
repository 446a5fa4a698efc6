import {
  type Arg,
  type Condition,
  type Data,
  type Expr,
  type Expression,
  type Operator,
  toExpression,
  typed,
} from "./expression.js";
import { reference } from "./reference.js";

type Scalar = string | number | boolean | null;
type Ordered = string | number;

function operation<T>(operator: Operator, ...operands: readonly unknown[]): Expr<T> {
  return typed({ kind: "operation", operator, operands: operands.map((operand) => toExpression(operand)) });
}

function call<T>(name: string, ...args: readonly unknown[]): Expr<T> {
  return typed({ kind: "call", name, arguments: args.map((argument) => toExpression(argument)) });
}

/**
 * Whether two values are the same. The right side must be a value that the left side can have.
 *
 * @example `eq(input.channel, "email")` renders as `$states.context.Execution.Input.channel = "email"`.
 */
export function eq<T extends Scalar>(left: Expr<T>, right: Arg<NoInfer<T>>): Condition {
  return operation("=", left, right);
}

/** Whether two values differ. */
export function ne<T extends Scalar>(left: Expr<T>, right: Arg<NoInfer<T>>): Condition {
  return operation("!=", left, right);
}

/** Whether the left value is less than the right one: numbers by size, strings by code point. */
export function lt<T extends Ordered>(left: Expr<T>, right: Arg<Widened<T>>): Condition {
  return operation("<", left, right);
}

/** Whether the left value is at most the right one. */
export function lte<T extends Ordered>(left: Expr<T>, right: Arg<Widened<T>>): Condition {
  return operation("<=", left, right);
}

/** Whether the left value is greater than the right one. */
export function gt<T extends Ordered>(left: Expr<T>, right: Arg<Widened<T>>): Condition {
  return operation(">", left, right);
}

/** Whether the left value is at least the right one. */
export function gte<T extends Ordered>(left: Expr<T>, right: Arg<Widened<T>>): Condition {
  return operation(">=", left, right);
}

type Widened<T extends Ordered> = T extends string ? string : number;

/** Whether a value is one of a list. */
export function inList<T extends Scalar>(value: Expr<T>, list: Arg<readonly NoInfer<T>[]>): Condition {
  return operation("in", value, list);
}

/** Whether all conditions hold. */
export function and(first: Condition, ...others: readonly Condition[]): Condition {
  return others.length === 0 ? first : operation("and", first, ...others);
}

/** Whether at least one condition holds. */
export function or(first: Condition, ...others: readonly Condition[]): Condition {
  return others.length === 0 ? first : operation("or", first, ...others);
}

/** Whether a condition does not hold. */
export function not(condition: Condition): Condition {
  return call("$not", condition);
}

/** Whether optional data is there. */
export function exists(value: Expr<unknown>): Condition {
  return call("$exists", value);
}

/**
 * Optional data, or something else where it is not there.
 *
 * @example `orElse(input.customer, { name: "guest" }).name`
 */
export function orElse<T>(value: Expr<T>, otherwise: NoInfer<Arg<Exclude<T, undefined>>>): Data<Exclude<T, undefined>> {
  const [data, fallback] = [toExpression(value), toExpression(otherwise)];
  const isThere: Expression = { kind: "call", name: "$exists", arguments: [data] };
  return reference({ kind: "conditional", condition: isThere, whenTrue: data, whenFalse: fallback });
}

/** The sum of two numbers. */
export function add(left: Arg<number>, right: Arg<number>): Expr<number> {
  return operation("+", left, right);
}

/** The difference of two numbers. */
export function subtract(left: Arg<number>, right: Arg<number>): Expr<number> {
  return operation("-", left, right);
}

/** The product of two numbers. */
export function multiply(left: Arg<number>, right: Arg<number>): Expr<number> {
  return operation("*", left, right);
}

/** One number divided by another, which must not be 0. */
export function divide(left: Arg<number>, right: Arg<number>): Expr<number> {
  return operation("/", left, right);
}

/** What remains of one number divided by another; it has the first one's sign. */
export function remainder(left: Arg<number>, right: Arg<number>): Expr<number> {
  return operation("%", left, right);
}

/** The JSON text of a value: what the `Cause` of a Fail state may hold. */
export function toJson<const A>(value: A): Expr<string> {
  return call("$string", value);
}

/**
 * A text with values in it.
 *
 * It renders as `"Order " & $states.context.Execution.Input.orderId & " is served"`.
 *
 * @example
 * ```ts
 * text`Order ${input.orderId} is served`
 * ```
 */
export function text(strings: TemplateStringsArray, ...values: readonly Arg<Scalar>[]): Expr<string> {
  const parts = strings
    .flatMap((part, index) => [part, values[index]])
    .filter((part) => part !== undefined && part !== "");
  // An empty text in front makes the result a text where it would begin with, or be, another value.
  return operation("&", ...(typeof parts[0] === "string" ? parts : ["", ...parts]));
}
