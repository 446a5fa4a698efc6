import type { DataFlow } from "./flow.js";
import type { ChangesVariables } from "./options.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath } from "./paths.js";
import type { Rule } from "./rules.js";
import type { AnyEarlier } from "./states.js";
import type { NoVariables } from "./variables.js";

/** A Choice state being written. */
export interface DataChoice<D, V, S extends AnyEarlier, P> {
  /** Adds a rule; rules are tried in order. */
  when<Q extends AnyDataPath, B = NoVariables>(
    rule: (scope: DataScope<D, V>) => Rule,
    path: (w: DataFlow<D, V, S, never>) => Q,
    options?: ChangesVariables<D, V, B>,
  ): DataChoice<D, V, S, P | Q>;
  /** The way when no rule holds (ASL: `Default`). What the state's own `assign` sets is set on this way alone. */
  otherwise<Q extends AnyDataPath>(path: (w: DataFlow<D, V, S, never>) => Q): FinishedDataChoice<P | Q>;
}

declare const finished: unique symbol;

/** A Choice state with all its ways. */
export interface FinishedDataChoice<out P> {
  readonly [finished]: P;
}
