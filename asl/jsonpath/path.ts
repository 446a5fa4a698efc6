import { type Expr, typed } from "../builder/expression.js";
import type { TypeAt, ValidPath } from "./type-at.js";

/** Finds typed data, or a typed variable, by a path literal. */
export type At<D, V> = <const P extends string>(path: ValidPath<D, V, P>) => Expr<TypeAt<D, V, P>>;

/** What a callback destructures: `at` finds typed data by a path literal, in the data that the state sees and among variables. */
export interface DataScope<D, V> {
  readonly at: At<D, V>;
}

/** What a path finds, as an expression. */
export function path<T>(text: string): Expr<T> {
  return typed({ kind: "path", path: text });
}

/**
 * A path that the compiler cannot follow (a filter, a slice, `..`), with the type that you declare for it.
 *
 * @example `anyPath<readonly Line[]>("$.lines[?(@.price > 10)]")`
 */
export function anyPath<T>(text: string): Expr<T> {
  return path<T>(text);
}
