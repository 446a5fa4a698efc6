import { basename } from "node:path";
import type { Plan } from "./plan.js";
import { WrongInput } from "./problem.js";

/** A plan as it was named on the command line: `[STACK=]PLAN.json`. */
export interface GivenPlan {
  readonly stack?: string;
  readonly plan: Plan;
}

/** Share of addresses that two sets have in common. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((address) => other.has(address)).length;
  const all = one.size + other.size - common;
  return all === 0 ? 0 : common / all;
}

/**
 * Finds out which stack each plan is of: the one that it was given for, else the one that its file is called after, else the one
 * whose resources it speaks of. A plan itself does not name its stack.
 *
 * @param stacks the addresses of each stack, in base and head together
 * @throws WrongInput for a plan of no stack, and for two plans of one
 */
export function matchPlans(
  given: readonly GivenPlan[],
  stacks: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, Plan> {
  const found = new Map<string, Plan>();
  for (const { stack, plan } of given) {
    const byFile = [...stacks.keys()].find(
      (name) => basename(plan.path).replace(/(\.tf)?(\.?plan)?\.json$/, "") === name,
    );
    const byContent = [...stacks]
      .map(([name, addresses]) => ({ name, score: likeness(addresses, plan.addresses) }))
      .sort((one, other) => other.score - one.score);
    const [best, second] = byContent;
    const isClear = best !== undefined && best.score >= 0.5 && best.score > (second?.score ?? 0);
    const name = stack ?? byFile ?? (isClear ? best.name : undefined);
    if (name === undefined) {
      const names = [...stacks.keys()].join(", ");
      throw new WrongInput(
        `${plan.path} is the plan of none of the stacks (${names}), or it is not clear of which: write STACK=${plan.path}.`,
      );
    }
    const other = found.get(name);
    if (other !== undefined)
      throw new WrongInput(`${other.path} and ${plan.path} are both plans of the stack ${name}.`);
    found.set(name, plan);
  }
  return found;
}
