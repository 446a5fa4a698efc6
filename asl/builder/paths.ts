import type { AnyEnd } from "./ends.js";
import type { AnyScope } from "./scope.js";

declare const path: unique symbol;

/** A path that still goes on, with the names bound on it and the ways in which it can already end. */
export interface OpenPath<out V extends AnyScope, out X extends AnyEnd> {
  readonly [path]: { readonly state: "open"; readonly names: V; readonly ends: X };
}

/** A path that always ends: with success, with an error, or back at an earlier state. */
export interface ClosedPath<out X extends AnyEnd> {
  readonly [path]: { readonly state: "closed"; readonly ends: X };
  /** Exists for the compiler alone: where an open path stands, it prints this sentence. */
  readonly "this path is still open: finish it with succeed, fail or goTo": true;
}

/** A path, open or closed. */
export type AnyPath = OpenPath<AnyScope, AnyEnd> | ClosedPath<AnyEnd>;

/** The ways in which paths can end. */
export type EndsOf<P> = P extends AnyPath ? P[typeof path]["ends"] : never;

/** The open ones among some paths. */
export type OpenOf<P> = Extract<P, OpenPath<AnyScope, AnyEnd>>;

type NamesOf<P> = P extends OpenPath<infer V, AnyEnd> ? V : never;
// The keys of a union are those that every member has.
type NewIn<N, V> = Exclude<keyof N, keyof V>;

/** The names that every path has bound which left a flow with names `V`. */
export type NewNames<V, P> = NewIn<NamesOf<P>, V>;

/** The names in scope where paths that left a flow with names `V` come together again: those that every path has bound. */
export type Joined<V, P> = [NewIn<NamesOf<P>, V>] extends [never] ? V : V & Pick<NamesOf<P>, NewIn<NamesOf<P>, V>>;
