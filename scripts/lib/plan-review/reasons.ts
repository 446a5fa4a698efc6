import { callersOf } from "./calls.js";
import { guardFindings } from "./guards.js";
import type { AccessChange, Reason, ResourceChange, StackReview } from "./model.js";
import type { Plan } from "./plan.js";
import { looksSecret } from "./secrets.js";
import { isHarmlessNew, settingFindings } from "./settings.js";
import type { Stack } from "./stack.js";
import { isLess, verbOf } from "./told.js";
import { count, list, say, some, type Words } from "./words.js";
import { workflowReasons } from "./workflow-reasons.js";

/** A stack's review with what it was made from. */
export interface Scene {
  readonly review: StackReview;
  readonly before: Stack | undefined;
  readonly after: Stack | undefined;
  readonly plan: Plan | undefined;
}

type Finding = Pick<Reason, "severity" | "code" | "text">;

const danger = (code: Reason["code"], text: Words): Finding => ({ severity: "danger", code, text });
const attention = (code: Reason["code"], text: Words): Finding => ({ severity: "attention", code, text });

const verbs: Partial<Record<ResourceChange["action"], string>> = { destroy: "is destroyed", replace: "is replaced" };
const goes = ({ action }: ResourceChange) => verbs[action] ?? "changes";

function ofResources({ review }: Scene): Finding[] {
  return review.resources.flatMap((change) => {
    const { type, name, address, action, because, loss } = change;
    const why: Words = because.length === 0 ? [] : [" because of ", ...list(because)];
    if (loss !== undefined)
      return [danger("data-loss", say`${address} ${[goes(change)]}${why}, and ${loss} is lost with it`)];
    const isGone = action === "destroy" || action === "replace";
    if (type !== "aws_sfn_state_machine" || !isGone) return [];
    return [danger("machine-lost", say`the state machine ${name} ${[goes(change)]}${why}: its executions die`)];
  });
}

function ofMachines({ review }: Scene): Finding[] {
  return review.machines.filter(({ kind }) => kind === "changed").flatMap(workflowReasons);
}

function ofFunctions({ review, before }: Scene): Finding[] {
  if (before === undefined) return [];
  return review.resources.flatMap(({ type, address, name, action }) => {
    const called = before.resources.get(address);
    if (type !== "aws_lambda_function" || called === undefined || (action !== "destroy" && action !== "replace"))
      return [];
    const callers = callersOf(before, called);
    if (callers.length === 0) return [];
    const how = action === "destroy" ? "removed" : "replaced under another name or as another function";
    return [
      danger(
        "call-removed",
        say`the function ${name} is ${[how]}, and ${list(callers)} called it: executions in flight still do`,
      ),
    ];
  });
}

function ofSecrets({ review }: Scene): Finding[] {
  return review.functions.flatMap(({ name, environment }) =>
    environment
      .filter(({ after }) => after === looksSecret)
      .map(({ path }) =>
        attention(
          "secret",
          say`the variable ${path} of the function ${name} looks like a secret: whoever reads the sources, the state or the function's settings reads it`,
        ),
      ),
  );
}

function accessText(change: AccessChange): Words {
  const { who, actions, on, formerly } = change;
  const where = on.join() === "*" ? ["every resource"] : some(on, 3);
  return [
    ...who,
    ` ${verbOf(change)} `,
    ...some(actions, 4),
    ...(on.join("") === "" ? [] : [" on ", ...where]),
    ...(formerly === undefined ? [] : say`; before, only when ${formerly}`),
  ];
}

function ofAccess({ review }: Scene): Finding[] {
  return review.access.map((change) => {
    const text = accessText(change);
    if (isLess(change)) {
      const inFlight: Words =
        change.otherRole === undefined
          ? [": executions in flight run with what the role allows now"]
          : say`: it runs with the role ${change.otherRole} now`;
      return change.ofMachine ? danger("access-taken", [...text, ...inFlight]) : attention("access-taken", text);
    }
    return attention(change.wide !== undefined ? "access-wide" : "access-granted", text);
  });
}

function ofSurface({ review }: Scene): Finding[] {
  const begin = { added: "new for callers: ", removed: "gone for callers: ", changed: "" } as const;
  return review.surface.map(({ kind, text }) => attention("surface", [begin[kind], ...text]));
}

/** Resources that go without data and without anybody's notice are told of together. */
function ofTheRest({ review, before }: Scene): Finding[] {
  const isTold = ({ type, address, loss, elsewhere }: ResourceChange) => {
    const called = type === "aws_lambda_function" ? before?.resources.get(address) : undefined;
    // A page's files bear a hash of their content in their names: each change of a page destroys some.
    const hasOwn = ["aws_sfn_state_machine", "aws_apigatewayv2_route", "aws_s3_object"].includes(type);
    return loss !== undefined || elsewhere || hasOwn || (called && before && callersOf(before, called).length > 0);
  };
  const rest = review.resources.filter((change) => !isTold(change));
  const of = (action: ResourceChange["action"]) =>
    rest.filter((one) => one.action === action).map(({ address }) => address);
  const destroyed = of("destroy");
  const replaced = of("replace");
  const created = rest
    .filter((one) => one.action === "create" && !isHarmlessNew(one.type))
    .map(({ address }) => address);
  const forgotten = of("forget");
  return [
    ...(destroyed.length === 0 ? [] : [attention("resource-destroyed", say`destroyed: ${some(destroyed)}`)]),
    ...(replaced.length === 0 ? [] : [attention("resource-replaced", say`replaced: ${some(replaced)}`)]),
    ...(created.length === 0 ? [] : [attention("settings", say`new, look at what it does: ${some(created)}`)]),
    ...(forgotten.length === 0
      ? []
      : [attention("settings", say`what is there stays, but Terraform forgets it: ${some(forgotten)}`)]),
  ];
}

/** Addresses that are destroyed or replaced. */
const goneIn = ({ resources }: StackReview): ReadonlySet<string> =>
  new Set(resources.filter(({ action }) => action === "destroy" || action === "replace").map(({ address }) => address));

function ofPlan({ review, after, plan }: Scene): Finding[] {
  if (plan === undefined) return [];
  const found: Finding[] = [];
  const elsewhere = review.resources.filter((change) => change.elsewhere).map(({ address }) => address);
  if (plan.errored)
    found.push(danger("plan-incomplete", ["Terraform could not finish the plan: more may happen than it says"]));
  else if (!plan.complete)
    found.push(attention("plan-incomplete", ["applying the plan once is not enough: Terraform deferred a part"]));
  if (elsewhere.length > 0) {
    const what = "the plan also changes what these sources leave as it is, so what is deployed differs from the base: ";
    found.push(attention("elsewhere", [what, ...some(elsewhere)]));
  }
  const drifted = plan.drift.map(({ address }) => address);
  if (drifted.length > 0) found.push(attention("elsewhere", ["changed outside of Terraform: ", ...some(drifted)]));
  const unknown = [...(after?.resources.keys() ?? [])].filter((address) => !plan.addresses.has(address));
  if (unknown.length > 0) {
    found.push(
      attention("plan-mismatch", ["the plan was not made from these sources: it does not know ", ...some(unknown)]),
    );
  }
  return found;
}

function ofCreatedStack({ review }: Scene): Finding {
  const { resources, machines, functions, surface } = review;
  const counts = [
    count(resources.length, "resource"),
    ...(machines.length > 0 ? [count(machines.length, "state machine")] : []),
    ...(functions.length > 0 ? [count(functions.length, "function")] : []),
    ...(surface.length > 0 ? [`${surface.length} of them public`] : []),
  ];
  return attention("stack-created", [`it is deployed for the first time: ${counts.join(", ")}`]);
}

/** Why the change of one stack asks for care: what is dangerous first. */
export function reasonsOf(scene: Scene): readonly Reason[] {
  const { review, before, after } = scene;
  const findings: Finding[] = [];
  if (review.kind === "created") findings.push(ofCreatedStack(scene), ...ofSecrets(scene), ...ofPlan(scene));
  else if (review.kind === "destroyed") {
    const total = count(review.resources.length, "resource");
    findings.push(
      danger("stack-destroyed", [`the whole stack is destroyed: ${total}`]),
      ...ofResources(scene),
      ...ofPlan(scene),
    );
  } else {
    findings.push(
      ...ofResources(scene),
      ...ofMachines(scene),
      ...ofFunctions(scene),
      ...ofAccess(scene),
      ...ofSecrets(scene),
      ...guardFindings(before, after),
      ...ofSurface(scene),
      ...ofTheRest(scene),
      ...settingFindings(before, after, goneIn(review)),
      ...ofPlan(scene),
    );
  }
  return findings
    .map((finding) => ({ ...finding, stack: review.name }))
    .sort((one, other) => Number(one.severity === "attention") - Number(other.severity === "attention"));
}
