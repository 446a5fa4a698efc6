import { type Data, toExpression, type ValueOf } from "./expression.js";
import { freeze } from "./freeze.js";
import { resultReference } from "./reference.js";
import type { Given } from "./variable-type.js";
import { Work } from "./work.js";

/**
 * Work whose result is made of another's: `let` then keeps only that (ASL: an `Assign` computed from `$states.result`). In JSONPath mode
 * a state's `resultSelector` does the same.
 *
 * @example
 * ```ts
 * .let("cups", "Blend", () => selectResult(invoke(blend, { orderId: "7" }), (made) => add(made.cups, 1)))
 * ```
 */
export function selectResult<O, E extends string, const A>(
  work: Work<O, E, string>,
  select: (result: Data<O>) => A & Given<A>,
): Work<ValueOf<A>, E, "in JSONPath mode select by resultSelector"> {
  const selected = toExpression(select(resultReference<O>(work.data.kind === "task" ? work.data : {})), "result");
  return new Work(freeze({ ...work.data, selected }));
}
