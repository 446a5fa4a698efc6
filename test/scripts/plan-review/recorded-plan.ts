import * as v from "valibot";
import { canonical } from "../../../asl/views/values.js";

const sideSchema = v.nullish(v.record(v.string(), v.unknown()));
const maskSchema = v.optional(v.union([v.boolean(), v.record(v.string(), v.unknown())]));

const changeSchema = v.object({
  address: v.string(),
  previous_address: v.optional(v.string()),
  mode: v.string(),
  type: v.string(),
  name: v.string(),
  change: v.object({
    actions: v.array(v.string()),
    before: sideSchema,
    after: sideSchema,
    after_unknown: maskSchema,
    before_sensitive: maskSchema,
    after_sensitive: maskSchema,
    replace_paths: v.optional(v.unknown()),
  }),
});

const planSchema = v.object({
  format_version: v.string(),
  terraform_version: v.string(),
  variables: v.optional(v.record(v.string(), v.unknown())),
  resource_changes: v.optional(v.array(changeSchema), []),
  complete: v.optional(v.boolean()),
  errored: v.optional(v.boolean()),
});

type Change = v.InferOutput<typeof changeSchema>;

/** A plan as it is checked in. */
export type RecordedPlan = v.InferOutput<typeof planSchema>;

/** Reads a recorded plan. */
export const parsePlan = (text: string): RecordedPlan => v.parse(planSchema, JSON.parse(text));

const names = ["name", "function_name", "bucket", "alarm_name", "route_key"];

/** Keeps of an object what is needed; of what is none, all. */
function pick<T>(value: T, keys: ReadonlySet<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.has(key)));
}

function slimChange({ change, ...of }: Change): unknown {
  const { before, after, after_unknown: unknown } = change;
  const isUpdate = change.actions.join() === "update" || change.actions.length > 1;
  const all = isUpdate ? [...Object.keys(before ?? {}), ...Object.keys(after ?? {})] : [];
  const isUnknown = (key: string) =>
    typeof unknown === "object" && unknown[key] !== undefined && unknown[key] !== false;
  const differ = all.filter((key) => isUnknown(key) || canonical(before?.[key]) !== canonical(after?.[key]));
  const keys = new Set([...names, ...differ]);
  const sides = ["before", "after", "after_unknown", "before_sensitive", "after_sensitive"] as const;
  const slim = Object.fromEntries(sides.map((side) => [side, pick(change[side], keys)]));
  const paths = change.replace_paths === undefined ? {} : { replace_paths: change.replace_paths };
  return { ...of, change: { actions: change.actions, ...slim, ...paths } };
}

/**
 * The part of `terraform show -json` that a review needs, without what is another one in every run: small enough to be read, and the
 * same whenever Terraform plans the same.
 */
export function slim(shown: string): RecordedPlan {
  const plan = parsePlan(shown);
  const { stage, region } = plan.variables ?? {};
  const text = JSON.stringify({
    ...plan,
    variables: { stage, region },
    resource_changes: plan.resource_changes
      .filter(({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op")
      .map(slimChange),
  });
  return parsePlan(
    text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "00000000-0000-0000-0000-000000000000")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+[\d:]+)/g, "2026-01-01T00:00:00Z"),
  );
}

/** The plan with a word about every other resource of the stack: that it stays. */
export function completed(plan: RecordedPlan, addresses: readonly string[]): unknown {
  const known = new Set(plan.resource_changes.map(({ address }) => address));
  const others = addresses
    .filter((address) => !known.has(address))
    .map((address) => {
      const [type, name] = address.split(".");
      return { address, mode: "managed", type, name, change: { actions: ["no-op"], before: {}, after: {} } };
    });
  return { ...plan, resource_changes: [...plan.resource_changes, ...others] };
}
