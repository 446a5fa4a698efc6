import type { ErrorOutput } from "../builder/errors.js";
import type { DataFlow } from "./flow.js";
import type { DataScope } from "./path.js";
import type { PutPath, WithResult } from "./result-path.js";
import type { AnyEarlier } from "./states.js";
import type { AfterAssign, Assignable } from "./variables.js";

/** The path on which a Choice state goes when no rule holds. */
export interface DataDefaultFlow<D, V, S extends AnyEarlier> extends DataFlow<D, V, S, never> {
  /**
   * Sets variables as this way is taken (ASL: `Assign`).
   *
   * @example
   * ```ts
   * .choice("Size", (c) => c
   *   .when(({ at }) => rules.numericGreaterThan(at("$.total"), 1000), (w) => w.assign(() => ({ size: "large" })).wait("Pause", seconds(5)))
   *   .otherwise((w) => w))
   * ```
   */
  assign<const B>(values: (scope: DataScope<D, V>) => B & Assignable<B, V>): DataFlow<D, AfterAssign<V, B>, S, never>;
}

/** The path of a Choice's rule. */
export interface DataRuleFlow<D, V, S extends AnyEarlier> extends DataDefaultFlow<D, V, S> {
  /** Says what the rule is for (ASL: its `Comment`). */
  comment(text: string): DataDefaultFlow<D, V, S>;
}

/** The path of a catcher, where what happened can be kept. */
export interface DataCatchFlow<D, V, S extends AnyEarlier> extends DataFlow<D, V, S, never> {
  /** Puts the error at a reference path (ASL: the catcher's `ResultPath`). */
  as<const P extends `$.${string}` | "$">(path: PutPath<D, P>): DataCatchFlow<WithResult<D, P, ErrorOutput>, V, S>;
  /** Sets variables as the error is caught (ASL: the catcher's `Assign`): `$` is the error. */
  assign<const B>(
    values: (scope: DataScope<ErrorOutput, V>) => B & Assignable<B, V>,
  ): DataCatchFlow<D, AfterAssign<V, B>, S>;
  /** Says what the catcher is for (ASL: its `Comment`). */
  comment(text: string): DataCatchFlow<D, V, S>;
}
