import { configDeltas } from "./config.js";
import { lossOf } from "./loss.js";
import type { Action, FieldDelta, ResourceChange } from "./model.js";
import { replacingPaths } from "./replacement.js";
import type { Resource, Stack } from "./stack.js";
import { readable } from "./symbols.js";

/** The arguments that give a resource its name in AWS. */
const nameArguments = [
  ...["name", "function_name", "bucket", "alarm_name", "route_key", "statement_id", "email", "key"],
];

/** What a resource is called in AWS, with symbols for what is not known yet; its address where it has no name. */
export function nameOf({ config, name }: Resource): string {
  const own = nameArguments.map((argument) => config[argument]).find((value) => typeof value === "string");
  return typeof own === "string" ? readable(own) : name;
}

/** Pairs the resources of two stacks by address. */
export function pairs(
  before: Stack | undefined,
  after: Stack | undefined,
): readonly { readonly old?: Resource; readonly now?: Resource }[] {
  const olds = new Map(before?.resources ?? []);
  const found = [...(after?.resources.values() ?? [])].map((now) => {
    const old = olds.get(now.address);
    olds.delete(now.address);
    return old === undefined ? { now } : { old, now };
  });
  return [...found, ...[...olds.values()].map((old) => ({ old }))];
}

function change(old: Resource | undefined, now: Resource | undefined, after?: Stack): ResourceChange | undefined {
  const resource = now ?? old;
  if (resource === undefined) return undefined;
  const { address, type } = resource;
  const name = nameOf(old ?? resource);
  const of = (action: Action, fields: readonly FieldDelta[], because: readonly string[] = []): ResourceChange => {
    const loss = lossOf(type, name, action);
    const movedFrom = old?.formerAddress === undefined ? {} : { movedFrom: old.formerAddress };
    return { address, type, name, action, fields, because, ...movedFrom, ...(loss && { loss }), elsewhere: false };
  };
  if (old === undefined) return of(after?.imported.has(address) ? "import" : "create", []);
  if (now === undefined) return of(after?.forgotten.has(address) ? "forget" : "destroy", []);
  const fields = configDeltas(old.config, now.config);
  const because = replacingPaths(
    type,
    fields.map(({ path }) => path),
  );
  if (because.length > 0) return of("replace", fields, because);
  if (fields.length > 0) return of("update", fields);
  return old.formerAddress === undefined ? undefined : of("move", []);
}

/** Foretells from the sources alone what Terraform will do, for a review without a plan. */
export function foretold(before: Stack | undefined, after: Stack | undefined): readonly ResourceChange[] {
  return pairs(before, after).flatMap(({ old, now }) => change(old, now, after) ?? []);
}
