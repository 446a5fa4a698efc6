import { isObject } from "../../../asl/views/values.js";
import { writtenOut } from "./arn.js";
import { entryOf } from "./entry.js";
import { type Holder, holdersIn, otherRoles } from "./holders.js";
import type { AccessChange } from "./model.js";
import type { Stack } from "./stack.js";
import { includes, type Permission } from "./statements.js";

/** An ARN without what every resource of the account has in common: `lambda function:hello-{stage}-nice`. */
function shortArn(resource: string): string {
  const own = /^arn:\{partition\}:([a-z0-9-]+):(?:\{region\}|):(?:\{account\}|):(.+)$/.exec(resource);
  return own === null ? resource.replace(/^\{([a-z0-9_.-]+)\.arn\}/i, "{$1}") : `${own[1]} ${own[2]}`;
}

const signs: Readonly<Record<string, string>> = { Equals: "=", Like: "like", NotEquals: "≠", NotLike: "not like" };

/** A condition as a person reads it: `aws:SourceAccount = {account} and aws:SourceArn like states stateMachine:*`. */
function conditionWords(condition: string): string {
  if (!condition.startsWith("{")) return condition;
  const parsed: unknown = JSON.parse(condition);
  const parts = Object.entries(isObject(parsed) ? parsed : {}).flatMap(([operator, tests]) => {
    const [, short] = /^(?:String|Arn|Numeric|Date)(Equals|Like|NotEquals|NotLike)$/.exec(operator) ?? [];
    const sign = short === undefined ? operator : (entryOf(signs, short) ?? operator);
    return Object.entries(isObject(tests) ? tests : {}).map(([key, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map((one) => shortArn(String(one)));
      return `${key} ${sign} ${values.join(" or ")}`;
    });
  });
  return parts.join(" and ");
}

/** What a permission does not limit, in words. */
function wideness({ action, resource, exceptAction, exceptResource, principal, condition }: Permission): string {
  return [
    ...(principal === "*" && condition === undefined ? ["everybody"] : []),
    ...(exceptAction || /^(\*|[a-z0-9-]+:\*)$/i.test(action) ? ["every action"] : []),
    ...(exceptResource || resource === "*" ? ["every resource"] : []),
  ].join(", ");
}

/** A permission that is new or gone. */
interface Changed extends Permission {
  /** The conditions, of which one was needed, under which it was there before. */
  readonly formerly?: readonly string[];
}

const conditionsOf = ({ condition = "", formerly = [] }: Changed) => [condition, ...formerly].join("\n");

/** New permissions with the condition that they had before, where they had one. */
function withFormer(granted: readonly Permission[], taken: readonly Permission[]): readonly Changed[] {
  return granted.map((one) => {
    const { condition: _, ...bare } = one;
    const formerly = taken.flatMap(({ condition, ...other }) =>
      condition !== undefined && includes(other, bare) ? [condition] : [],
    );
    return formerly.length === 0 ? one : { ...one, formerly };
  });
}

/** Permissions with what they have in common written once: all actions on the same resources under the same condition. */
function grouped(
  kind: AccessChange["kind"],
  { who, ofMachine, otherRole }: Holder,
  permissions: readonly Changed[],
): AccessChange[] {
  const resourcesOf = new Map<string, { readonly one: Changed; readonly resources: ReadonlySet<string> }>();
  const except = (is: boolean, text: string) => (is ? `everything but ${text}` : text);
  for (const one of permissions) {
    const action = except(one.exceptAction, one.action);
    const key = [one.effect, action, conditionsOf(one), wideness(one)].join("\n");
    const group = resourcesOf.get(key) ?? { one, resources: new Set() };
    const resource = one.resource === "*" ? "*" : except(one.exceptResource, shortArn(one.resource));
    resourcesOf.set(key, { ...group, resources: new Set([...group.resources, resource]) });
  }
  const found = new Map<string, AccessChange>();
  for (const { one, resources } of resourcesOf.values()) {
    const key = [one.effect, conditionsOf(one), wideness(one), ...resources].join("\n");
    const actions = [...(found.get(key)?.actions ?? []), except(one.exceptAction, one.action)];
    const wide = wideness(one);
    const condition = one.condition === undefined ? {} : { condition: conditionWords(one.condition) };
    const formerly = one.formerly === undefined ? {} : { formerly: one.formerly.map(conditionWords).join(", or ") };
    found.set(key, {
      kind,
      effect: one.effect,
      who,
      actions,
      on: [...resources],
      ...condition,
      ...formerly,
      ...(otherRole === undefined ? {} : { otherRole }),
      ofMachine,
      ...(wide === "" ? {} : { wide }),
    });
  }
  return [...found.values()];
}

/** Permissions of some that others do not have. Whether an ARN is written out or refers to its resource is no difference. */
function without(
  some: Holder | undefined,
  stack: Stack | undefined,
  others: Holder | undefined,
  other: Stack | undefined,
) {
  const known = (others?.permissions ?? []).map((one) => ({ ...one, resource: writtenOut(one.resource, other) }));
  return (some?.permissions ?? []).filter((one) => {
    const asked = { ...one, resource: writtenOut(one.resource, stack) };
    return !known.some((has) => includes(has, asked));
  });
}

/**
 * Who may newly do what, and who may no longer. A permission that a wider one covers is neither taken nor new; a new `Deny` is
 * shown as what it is.
 */
export function accessChanges(before: Stack | undefined, after: Stack | undefined): readonly AccessChange[] {
  const olds = new Map(holdersIn(before).map((holder) => [holder.key, holder]));
  const news = new Map(holdersIn(after).map((holder) => [holder.key, holder]));
  const keys = new Set([...news.keys(), ...olds.keys()]);
  const sides = [...keys].map((key) => ({ old: olds.get(key), now: news.get(key) }));
  return [...sides, ...otherRoles(before, after)].flatMap(({ old, now }) => {
    const granted = without(now, after, old, before);
    const taken = without(old, before, now, after);
    // What a machine's role loses matters by the machine that has it now.
    return [
      ...(now === undefined ? [] : grouped("granted", now, withFormer(granted, old?.permissions ?? []))),
      ...(old === undefined ? [] : grouped("taken", old, taken)),
    ];
  });
}
