import type { AnyEnd, ErrorOf, OutputOf } from "./ends.js";
import type { ClosedFlow } from "./flow.js";
import { freeze } from "./freeze.js";
import type { EndsOf } from "./paths.js";
import { Work } from "./work.js";

type Results<Branches> = { readonly [I in keyof Branches]: OutputOf<EndsOf<Branches[I]>> };

/**
 * Runs branches at the same time and gives the list of their results, in the order of the branches. Each starts at `branch`,
 * reads the names in scope outside it and binds its own, which end with it. The first branch that fails aborts the others.
 *
 * @example
 * ```ts
 * .let("sent", "Both", ({ branch }) => parallel(
 *   branch.let("receipt", "Charge", charge).succeed("Charged", ({ receipt }) => receipt.id),
 *   branch.do("Tell", () => sns.publish(topic("owner"), "a new order")).succeed("Told"),
 * ))
 * ```
 */
export function parallel<const Branches extends readonly ClosedFlow<AnyEnd>[]>(
  ...branches: Branches
): Work<Results<Branches>, ErrorOf<EndsOf<Branches[number]>> | "States.BranchFailed"> {
  return new Work(freeze({ kind: "parallel", branches: branches.map((branch) => branch.data) }));
}
