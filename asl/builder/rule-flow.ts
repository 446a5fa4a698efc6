import type { ErrorOutput } from "./errors.js";
import type { Data } from "./expression.js";
import type { Flow } from "./flow.js";
import type { AnyScope, Bound, FreshVariable, Mark } from "./scope.js";
import type { NewValue } from "./state-options.js";
import type { Present, VariableType } from "./variable-type.js";

/** The path on which a Choice state goes when no rule holds. */
export interface DefaultFlow<V extends AnyScope, N extends string> extends Flow<V, N, never> {
  /**
   * Binds names as this way is taken (ASL: `Assign`), or gives bound ones a new value of their type.
   *
   * @example
   * ```ts
   * .choice("Size", (c) => c
   *   .when(({ input }) => gt(input.total, 1000), (w) => w.assign(() => ({ size: "large" })).wait("Pause", seconds(5)))
   *   .otherwise((w) => w))
   * ```
   */
  assign<const A extends { readonly [name: string]: unknown }>(
    values: (scope: V) => A & Assignable<A, V, N>,
  ): Flow<V & Assigned<A, V>, N | Mark<keyof A>, never>;
}

/** The path of a Choice's rule. */
export interface RuleFlow<V extends AnyScope, N extends string> extends DefaultFlow<V, N> {
  /** Says what the rule is for (ASL: its `Comment`). */
  comment(text: string): DefaultFlow<V, N>;
}

/** The path of a catcher, where what happened can be kept. */
export interface CatchFlow<V extends AnyScope, N extends string> extends Flow<V, N, never> {
  /** Keeps the error under a name (ASL: the catcher's `Assign` of `$states.errorOutput`). */
  as<const K extends string>(name: FreshVariable<K, N>): Flow<V & Bound<K, ErrorOutput>, N | Mark<K>, never>;
  /** Binds names as the error is caught (ASL: the catcher's `Assign`), or gives bound ones a new value of their type. */
  assign<const A extends { readonly [name: string]: unknown }>(
    values: (scope: V & Bound<"errorOutput", ErrorOutput>) => A & Assignable<A, V, N>,
  ): Flow<V & Assigned<A, V>, N | Mark<keyof A>, never>;
  /** Says what the catcher is for (ASL: its `Comment`). */
  comment(text: string): CatchFlow<V, N>;
}

/** What may be assigned: fresh names, and new values of their type for bound ones. */
export type Assignable<A, V extends AnyScope, N extends string> = {
  readonly [K in keyof A & string]: K extends keyof V
    ? NewValue<K, V, N>
    : FreshVariable<K, never> extends K
      ? Present<K, A[K]>
      : FreshVariable<K, never>;
};

/** The names that an assignment binds. */
export type Assigned<A, V> = { readonly [K in Exclude<keyof A, keyof V>]: Data<VariableType<A[K]>> };
