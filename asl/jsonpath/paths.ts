import type { AnyEnd } from "../builder/ends.js";
import type { ClosedPath } from "../builder/paths.js";

declare const path: unique symbol;

/** A path in JSONPath mode that still goes on, with the type of its data. */
export interface OpenDataPath<out D, out X extends AnyEnd> {
  readonly [path]: { readonly data: D; readonly ends: X };
}

/** A path in JSONPath mode, open or closed. */
export type AnyDataPath = OpenDataPath<unknown, AnyEnd> | ClosedPath<AnyEnd>;

/** The data with which the open ones among some paths go on: of several kinds, if theirs are. */
export type DataOf<P> = P extends OpenDataPath<infer D, AnyEnd> ? D : never;

/** The open ones among some paths. */
export type OpenDataOf<P> = Extract<P, OpenDataPath<unknown, AnyEnd>>;

/** The ways in which paths can end. */
export type DataEndsOf<P> = P extends OpenDataPath<unknown, infer X> ? X : P extends ClosedPath<infer X> ? X : never;
