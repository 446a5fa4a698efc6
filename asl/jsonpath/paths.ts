import type { AnyEnd } from "../builder/ends.js";
import type { ClosedPath } from "../builder/paths.js";

declare const path: unique symbol;

/** A path in JSONPath mode that still goes on, with the type of its data and those of its variables. */
export interface OpenDataPath<out D, out V, out X extends AnyEnd> {
  readonly [path]: { readonly data: D; readonly variables: V; readonly ends: X };
}

/** A path in JSONPath mode, open or closed. */
export type AnyDataPath = OpenDataPath<unknown, unknown, AnyEnd> | ClosedPath<AnyEnd>;

/** The data with which the open ones among some paths go on: of several kinds, if theirs are. */
export type DataOf<P> = P extends OpenDataPath<infer D, unknown, AnyEnd> ? D : never;

/** The variables of the open ones among some paths. */
export type VariablesOf<P> = P extends OpenDataPath<unknown, infer V, AnyEnd> ? V : never;

/** The open ones among some paths. */
export type OpenDataOf<P> = Extract<P, OpenDataPath<unknown, unknown, AnyEnd>>;

/** The ways in which paths can end. */
export type DataEndsOf<P> =
  P extends OpenDataPath<unknown, unknown, infer X> ? X : P extends ClosedPath<infer X> ? X : never;
