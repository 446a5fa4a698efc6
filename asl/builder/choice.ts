import type { Condition } from "./expression.js";
import type { AnyPath } from "./paths.js";
import type { DefaultFlow, RuleFlow } from "./rule-flow.js";
import type { AnyScope } from "./scope.js";

/** A Choice state being written. */
export interface Choice<V extends AnyScope, N extends string, P> {
  /** Adds a rule; rules are tried in order. */
  when<Q extends AnyPath>(condition: (scope: V) => Condition, path: (w: RuleFlow<V, N>) => Q): Choice<V, N, P | Q>;
  /** The way when no rule holds (ASL: `Default`). */
  otherwise<Q extends AnyPath>(path: (w: DefaultFlow<V, N>) => Q): FinishedChoice<P | Q>;
}

declare const paths: unique symbol;

/** A Choice state with all its ways. */
export interface FinishedChoice<out P> {
  readonly [paths]: P;
}
