import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => (typeof value === "string" ? [value] : value)),
);
const statementSchema = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(["Allow", "Deny"]),
  Principal: v.optional(v.record(v.string(), v.string())),
  Action: oneOrMore,
  Resource: v.optional(oneOrMore, []),
  NotResource: v.optional(oneOrMore),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), oneOrMore)), {}),
});
const policySchema = v.strictObject({ Version: v.literal("2012-10-17"), Statement: v.array(statementSchema) });

/** A policy of docs/policies. */
export type Policy = v.InferOutput<typeof policySchema>;

/** Reads a policy. @throws Error when it is none */
export function policyAt(name: string): { readonly policy: Policy; readonly text: string } {
  const text = readFileSync(join("docs", "policies", `${name}.json`), "utf8");
  return { policy: v.parse(policySchema, JSON.parse(text)), text };
}

/** Whether an ARN, or an action, fits a pattern with `*`. */
export function fitsPattern(pattern: string, value: string): boolean {
  const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
  return new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`, "u").test(value);
}

/** What the statements of one effect say of an action on a resource; conditions are taken to hold. */
export function says({ Statement }: Policy, effect: "Allow" | "Deny", action: string, resource: string): boolean {
  return Statement.some(
    (statement) =>
      statement.Effect === effect &&
      statement.Action.some((one) => fitsPattern(one, action)) &&
      (statement.NotResource
        ? !statement.NotResource.some((one) => fitsPattern(one, resource))
        : statement.Resource.some((one) => fitsPattern(one, resource))),
  );
}

/** Whether a policy lets its role do something: allowed, and not denied. */
export function allows(policy: Policy, action: string, resource: string): boolean {
  return says(policy, "Allow", action, resource) && !says(policy, "Deny", action, resource);
}
