import { canonical } from "../../../asl/views/values.js";
import { accessChanges } from "./access.js";
import { foretold, pairs } from "./foretold.js";
import { functionChanges } from "./functions.js";
import { machineChanges } from "./machines.js";
import { type GivenPlan, matchPlans } from "./match-plans.js";
import type { Reason, ResourceChange, Review, StackReview, Verdict } from "./model.js";
import { afterMoves } from "./moves.js";
import type { Plan } from "./plan.js";
import { planned } from "./planned.js";
import { reasonsOf } from "./reasons.js";
import type { FilePorts, Stack } from "./stack.js";
import { surfaceChanges } from "./surface.js";

/** Base and head, each with its stacks by name, and the plans. */
export interface ReviewInput {
  readonly base: ReadonlyMap<string, Stack>;
  readonly head: ReadonlyMap<string, Stack>;
  readonly plans: readonly GivenPlan[];
}

/** Addresses that the sources change, if only in their layout: Terraform compares a definition as text. */
function touched(before: Stack | undefined, after: Stack | undefined): ReadonlySet<string> {
  return new Set(
    pairs(before, after).flatMap(({ old, now }) => {
      const isSame =
        old?.formerAddress === undefined && canonical([old?.config, old?.meta]) === canonical([now?.config, now?.meta]);
      return isSame ? [] : [(now ?? old)?.address].filter((address) => address !== undefined);
    }),
  );
}

function kindOf(
  before: Stack | undefined,
  after: Stack | undefined,
  plan: Plan | undefined,
  resources: readonly ResourceChange[],
): StackReview["kind"] {
  if (after === undefined) return "destroyed";
  if (before === undefined) return "created";
  const gone = resources.filter(({ action }) => action === "destroy");
  if (
    plan !== undefined &&
    gone.length > 0 &&
    [...after.resources.keys()].every((one) => gone.some(({ address }) => address === one))
  ) {
    return "destroyed";
  }
  return "changed";
}

const order: readonly ResourceChange["action"][] = [
  "destroy",
  "replace",
  "forget",
  "create",
  "update",
  "import",
  "move",
];

/** Data loss first, then what goes, then what comes. */
function sorted(resources: readonly ResourceChange[]): readonly ResourceChange[] {
  const rank = ({ loss, action, type }: ResourceChange) =>
    (loss === undefined ? 20 : 0) + (type === "aws_sfn_state_machine" ? 0 : 10) + order.indexOf(action);
  return [...resources].sort((one, other) => rank(one) - rank(other) || (one.address < other.address ? -1 : 1));
}

async function reviewStack(
  name: string,
  base: Stack | undefined,
  after: Stack | undefined,
  plan: Plan | undefined,
  files: FilePorts,
): Promise<{ readonly review: StackReview; readonly reasons: readonly Reason[] }> {
  const before = base && afterMoves(base, after?.moved ?? new Map());
  const resources = sorted(
    plan === undefined ? foretold(before, after) : planned(plan, before, after, touched(before, after)),
  );
  const kind = kindOf(before, after, plan, resources);
  // A stack that a plan destroys is still in the sources: what it can do goes all the same.
  const next = kind === "destroyed" ? undefined : after;
  const review: StackReview = {
    ...{ name, kind, planned: plan !== undefined, resources },
    ...(plan === undefined || plan.plannedFor === "" ? {} : { plannedFor: plan.plannedFor }),
    machines: machineChanges(before, next, plan),
    access: accessChanges(before, next),
    functions: await functionChanges(before, next, files),
    surface: surfaceChanges(before, next),
  };
  const parts = [review.resources, review.machines, review.access, review.functions, review.surface];
  const reasons = reasonsOf({ review, before, after: next, plan });
  const isSame = kind === "changed" && reasons.length === 0 && parts.every((part) => part.length === 0);
  return { review: isSame ? { ...review, kind: "unchanged" } : review, reasons };
}

function verdictOf(reasons: readonly Reason[]): Verdict {
  if (reasons.some(({ severity }) => severity === "danger")) return "dangerous";
  return reasons.length > 0 ? "look closely" : "safe";
}

/**
 * Reviews a change of the stacks: what it does to workflows, data, access and callers, and how much care it asks for.
 *
 * @throws WrongInput when a plan belongs to no stack
 */
export async function reviewOf({ base, head, plans }: ReviewInput, files: FilePorts): Promise<Review> {
  const names = [...new Set([...base.keys(), ...head.keys()])].sort();
  const addresses = names.map((name): [string, ReadonlySet<string>] => [
    name,
    new Set([base, head].flatMap((side) => [...(side.get(name)?.resources.keys() ?? [])])),
  ]);
  const byStack = matchPlans(plans, new Map(addresses));
  const all = await Promise.all(
    names.map((name) => reviewStack(name, base.get(name), head.get(name), byStack.get(name), files)),
  );
  const reasons = all
    .flatMap((one) => one.reasons)
    .sort((one, other) => Number(one.severity === "attention") - Number(other.severity === "attention"));
  return { verdict: verdictOf(reasons), reasons, stacks: all.map(({ review }) => review) };
}
