import { type Expr, typed } from "../builder/expression.js";
import type { TypeAt, ValidPath } from "./type-at.js";

/** Finds typed data by a path literal. */
export type At<D> = <const P extends string>(path: ValidPath<D, P>) => Expr<TypeAt<D, P>>;

/** What a callback destructures: `at` finds typed data by a path literal, in the data that the state sees. */
export interface DataScope<D> {
  readonly at: At<D>;
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
