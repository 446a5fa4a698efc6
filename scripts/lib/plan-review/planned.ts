import { fieldChanges } from "../../../asl/views/diff/fields.js";
import { canonical, isObject } from "../../../asl/views/values.js";
import { configDeltas, terraformPath, withMasks } from "./config.js";
import { entryOf } from "./entry.js";
import { nameOf } from "./foretold.js";
import { lossOf } from "./loss.js";
import type { Action, FieldDelta, ResourceChange } from "./model.js";
import type { Plan, PlannedChange } from "./plan.js";
import { withDependents } from "./references.js";
import type { Stack } from "./stack.js";
import { embeddedJson, literal, readableValue } from "./symbols.js";

const words: Readonly<Record<string, Action>> = {
  create: "create",
  update: "update",
  delete: "destroy",
  "create,delete": "replace",
  "delete,create": "replace",
  forget: "forget",
  "create,forget": "replace",
  "forget,create": "replace",
};

function at(value: unknown, name: string | number): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const sensitive = "(sensitive)";

interface Sides {
  readonly value: unknown;
  /** Where it is `true`, the value must not be shown. */
  readonly sensitive: unknown;
  /** Where it is `true`, the value is not known yet. */
  readonly unknown: unknown;
  /** As it is written in the sources. */
  readonly source: unknown;
}

/** A value as it may be shown: masked where it is sensitive, and as the sources have it where it is not known yet. */
function shown(sides: Sides): unknown {
  if (sides.sensitive === true) return sensitive;
  if (sides.unknown === true) {
    return sides.source === undefined ? "(known after apply)" : readableValue(sides.source);
  }
  // Terraform has blocks as lists where the sources may have the only one by itself.
  const source = Array.isArray(sides.value) && isObject(sides.source) ? [sides.source] : sides.source;
  const inner = (key: string | number): unknown =>
    shown({
      value: at(sides.value, key),
      sensitive: at(sides.sensitive, key),
      unknown: at(sides.unknown, key),
      source: at(source, key),
    });
  if (Array.isArray(sides.value)) {
    const length = Math.max(sides.value.length, Array.isArray(sides.unknown) ? sides.unknown.length : 0);
    return Array.from({ length }, (_, index) => inner(index));
  }
  if (!isObject(sides.value)) {
    if (!isObject(sides.unknown)) return sides.value;
  }
  const keys = new Set([
    ...(isObject(sides.value) ? Object.keys(sides.value) : []),
    ...(isObject(sides.unknown) ? Object.keys(sides.unknown) : []),
  ]);
  return Object.fromEntries([...keys].map((key) => [key, inner(key)]).filter(([, value]) => value !== undefined));
}

/** Marks what is masked on both sides but differs: equal masks would hide that it changes. */
function withMarks(before: unknown, after: unknown, rawBefore: unknown, rawAfter: unknown): unknown {
  if (before === sensitive && after === sensitive) {
    return canonical(rawBefore) === canonical(rawAfter) ? after : "(sensitive, another value)";
  }
  if (isObject(before) && isObject(after)) {
    return Object.fromEntries(
      Object.entries(after).map(([key, value]) => [
        key,
        withMarks(at(before, key), value, at(rawBefore, key), at(rawAfter, key)),
      ]),
    );
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return after;
  return after.map((value, index) => withMarks(before[index], value, at(rawBefore, index), at(rawAfter, index)));
}

/** A string that holds JSON, read, so that neither whitespace nor key order is a difference. */
function read(value: unknown): unknown {
  if (typeof value === "string") return embeddedJson(literal(value)) ?? value;
  if (Array.isArray(value)) return value.map(read);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, read(inner)])) : value;
}

const isNothing = (value: unknown) => value === undefined || value === null;

/** Without arguments that are not set: Terraform writes `null` for each. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const set = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(set.map(([key, inner]) => [key, withoutNulls(inner)]));
}

const top = (path: string) => /^[^.[]+/.exec(path)?.[0] ?? path;

function deltas({ change }: PlannedChange, source: unknown, olds: unknown): FieldDelta[] {
  const { before: rawBefore, after: rawAfter } = change;
  const before = shown({ value: rawBefore, sensitive: change.before_sensitive, unknown: false, source: undefined });
  const after = withMarks(
    before,
    shown({ value: rawAfter, sensitive: change.after_sensitive, unknown: change.after_unknown, source }),
    rawBefore,
    rawAfter,
  );
  const found = fieldChanges(read(withoutNulls(before) ?? {}), read(withoutNulls(after) ?? {}))
    .filter((field) => !(isNothing(field.before) && isNothing(field.after)))
    // What the provider works out by itself follows from the rest and would only be noise.
    .filter(({ after }) => after !== "(known after apply)")
    .map(({ path, topic: _, follows: __, ...values }) => withMasks({ path: terraformPath(path), ...values }));
  // A new resource gets defaults anew, which the old one had.
  const isDefault = ({ path, after }: FieldDelta) =>
    change.actions.length > 1 &&
    after === undefined &&
    ![source, olds].some((side) => at(side, top(path)) !== undefined);
  // An argument with one unknown reference is unknown as a whole: what changes in it is what the sources say.
  const written = configDeltas(olds, source);
  const unknown = new Set(
    Object.keys(isObject(source) ? source : {}).filter((key) => at(change.after_unknown, key) === true),
  );
  const masked = (path: string) => at(change.after_sensitive, top(path)) === true;
  return [
    ...found.filter((delta) => !unknown.has(top(delta.path)) && !isDefault(delta)),
    ...written.filter(({ path }) => unknown.has(top(path)) && !masked(path)),
  ];
}

function plannedName({ change, name }: PlannedChange, stacks: readonly (Stack | undefined)[], address: string): string {
  for (const argument of ["name", "function_name", "bucket", "alarm_name", "route_key"]) {
    const value = at(change.before, argument) ?? at(change.after, argument);
    const isSensitive = [change.before_sensitive, change.after_sensitive].some(
      (mask) => mask === true || at(mask, argument) === true,
    );
    if (typeof value === "string" && !isSensitive) return value;
  }
  const resource = stacks.map((stack) => stack?.resources.get(address)).find((one) => one !== undefined);
  return resource === undefined ? name : nameOf(resource);
}

/**
 * What a plan says will happen to a stack's resources.
 *
 * @param touched the addresses that differ between base and head: what the plan changes besides, and what does not depend on them,
 * does not come from this change
 */
export function planned(
  plan: Plan,
  before: Stack | undefined,
  after: Stack | undefined,
  touched: ReadonlySet<string>,
): readonly ResourceChange[] {
  const reached = after === undefined ? touched : withDependents(after, touched);
  // Another provider, module or default may change any resource.
  const around = (stack: Stack | undefined) => canonical({ ...stack?.rest, output: undefined });
  const isSameAround = around(before) === around(after);
  return plan.changes.flatMap((entry): ResourceChange[] => {
    const { address, type, change, previous_address: from } = entry;
    const moved = from !== undefined && from !== address;
    const idle: Action | undefined = isNothing(change.importing) ? (moved ? "move" : undefined) : "import";
    const action = entryOf(words, change.actions.join(",")) ?? idle;
    if (action === undefined) return [];
    const name = plannedName(entry, [after, before], address);
    const now = after?.resources.get(address)?.config;
    const old = before?.resources.get(address)?.config;
    const because = (change.replace_paths ?? []).map((path) => terraformPath(path.map((part) => `/${part}`).join("")));
    const loss = lossOf(type, name, action);
    return [
      {
        ...{ address, type, name, action, because },
        fields: action === "update" || action === "replace" ? deltas(entry, now, old) : [],
        ...(moved ? { movedFrom: from } : {}),
        ...(loss && { loss }),
        elsewhere: isSameAround && !reached.has(address),
      },
    ];
  });
}
