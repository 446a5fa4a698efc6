import type { DataScope } from "./path.js";
import type { AnyDataPath } from "./paths.js";
import type { OptionalPath, PresentAt } from "./result-path.js";
import type { DataDefaultFlow, DataRuleFlow } from "./rule-flow.js";
import type { Rule } from "./rules.js";
import type { AnyEarlier } from "./states.js";

/** A Choice state being written. */
export interface DataChoice<D, V, S extends AnyEarlier, P> {
  /** Adds a rule; rules are tried in order. */
  when<Q extends AnyDataPath>(
    rule: (scope: DataScope<D, V>) => Rule,
    path: (w: DataRuleFlow<D, V, S>) => Q,
  ): DataChoice<D, V, S, P | Q>;
  /**
   * Adds a rule: goes this way when the path finds something (ASL: `IsPresent`). On it the data is known to have it.
   *
   * @example
   * ```ts
   * .choice("Known", (c) => c
   *   .whenPresent("$.customer.name", (w) => w.succeed("Named", "$.customer.name"))
   *   .otherwise((w) => w.fail("Unknown", "Unknown")))
   * ```
   */
  whenPresent<const Optional extends string, Q extends AnyDataPath>(
    optional: OptionalPath<D, Optional>,
    path: (w: DataRuleFlow<PresentAt<D, Optional>, V, S>) => Q,
  ): DataChoice<D, V, S, P | Q>;
  /** The way when no rule holds (ASL: `Default`). */
  otherwise<Q extends AnyDataPath>(path: (w: DataDefaultFlow<D, V, S>) => Q): FinishedDataChoice<P | Q>;
}

declare const finished: unique symbol;

/** A Choice state with all its ways. */
export interface FinishedDataChoice<out P> {
  readonly [finished]: P;
}
