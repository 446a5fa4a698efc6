import type { Json } from "../spec/index.js";
import { assumeType } from "./assume-type.js";
import type { ResourceExpression } from "./resources.js";

/**
 * What a workflow computes, as plain data: a literal, a reference to data, a call of a JSONata function, an operator,
 * or an object or list of these; in JSONPath mode a path or an intrinsic function. `JSON.parse(JSON.stringify(x))` equals it.
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "reference"; readonly root: string | Expression; readonly path: readonly (string | number)[] }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "operation"; readonly operator: Operator; readonly operands: readonly Expression[] }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Expression>> }
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "intrinsic"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "function"; readonly parameter: string; readonly body: Expression }
  | { readonly kind: "raw"; readonly jsonata: string }
  | ResourceExpression
  | { readonly kind: "array"; readonly items: readonly Expression[] };

/** A JSONata operator between its operands. Source: JSONata 2.0 documentation, "Comparison", "Boolean", "Numeric". */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "and" | "or" | "in" | "+" | "-" | "*" | "/" | "%" | "&";

/** Where a typed expression keeps its data. A symbol, so that it never collides with a field of the user's data. */
export const expressionOf: unique symbol = Symbol("stepwright.expression");

declare const resultType: unique symbol;

/** An expression that gives a `T` when the workflow runs. Made by references and by the functions in `operators.ts`. */
export interface Expr<out T> {
  readonly [expressionOf]: Expression;
  /** Exists for the compiler alone: no value has it. */
  readonly [resultType]: T;
}

/** A condition of a Choice state. */
export type Condition = Expr<boolean>;

type Fields<T> = { readonly [K in keyof T]-?: Data<T[K]> };
type Positions<T extends readonly unknown[]> = number extends T["length"]
  ? unknown
  : { readonly [K in Exclude<keyof T, keyof unknown[]>]: Data<T[K]> };

type OptionalFields<T> = { readonly [K in keyof T]-?: Data<T[K] | undefined> };

/**
 * A reference to data of type `T`: its fields are references to its fields, and it stops at leaves and lists. An optional
 * field keeps `undefined` in its type, and so do the fields of data that may be missing: using one asks for `orElse` first.
 */
export type Data<T> = Expr<T> &
  ([T] extends [readonly unknown[]]
    ? Positions<T>
    : [T] extends [object]
      ? Fields<T>
      : [T] extends [object | undefined]
        ? OptionalFieldsOf<Exclude<T, undefined>>
        : unknown);

type OptionalFieldsOf<T> = [T] extends [never]
  ? unknown
  : [T] extends [readonly unknown[]]
    ? unknown
    : OptionalFields<T>;

/** What may be passed where a `T` is wanted: a literal, an expression that gives one, or an object that mixes both. */
export type Arg<T> = Expr<T> | Literal<T>;

type Literal<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: Arg<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]: Arg<Exclude<T[K], undefined>> }
      : never;

/** What may be passed where any JSON value is wanted; data that may be missing needs `orElse` first. */
export type JsonArg =
  | Expr<NonNullable<unknown> | null>
  | string
  | number
  | boolean
  | null
  | readonly JsonArg[]
  | { readonly [field: string]: JsonArg };

/** The type of what an argument comes to when the workflow runs: the inverse of `Arg`. */
export type ValueOf<A> =
  A extends Expr<infer T>
    ? T
    : A extends string | number | boolean | null
      ? A
      : A extends object
        ? { readonly [K in keyof A]: ValueOf<A[K]> }
        : never;

/** A plain expression as one that gives a `T`. */
export function typed<T>(expression: Expression): Expr<T> {
  return assumeType(Object.freeze({ [expressionOf]: expression }));
}

/** Whether a value is an expression and not a literal. */
export function isExpr(value: unknown): value is Expr<unknown> {
  return typeof value === "object" && value !== null && expressionOf in value;
}

/**
 * The data of an argument: literals, expressions, and objects and lists of both.
 *
 * @throws TypeError for what is not JSON (undefined, a function, NaN, a Date), naming where it stands.
 */
export function toExpression(argument: unknown, where = "value"): Expression {
  if (isExpr(argument)) return argument[expressionOf];
  if (argument === null || typeof argument === "string" || typeof argument === "boolean") {
    return { kind: "literal", value: argument };
  }
  if (typeof argument === "number" && Number.isFinite(argument)) return { kind: "literal", value: argument };
  if (Array.isArray(argument)) {
    return { kind: "array", items: argument.map((item, index) => toExpression(item, `${where}[${index}]`)) };
  }
  if (typeof argument === "object" && Object.getPrototypeOf(argument) === Object.prototype) {
    const fields = Object.entries(argument).map(([name, field]) => [name, toExpression(field, `${where}.${name}`)]);
    return { kind: "object", fields: Object.fromEntries(fields) };
  }
  throw new TypeError(
    `${where} is ${String(argument)}, which JSON cannot hold: pass a string, number, boolean, null, object, list or a reference.`,
  );
}
