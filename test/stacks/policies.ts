import * as v from "valibot";
import type { Stack } from "../../local/terraform/stack.js";
import { stringsIn } from "./synthesized.js";

const texts = v.union([
  v.pipe(
    v.string(),
    v.transform((text) => [text]),
  ),
  v.array(v.string()),
]);

// Strict: an element that is not known here, such as `NotAction`, fails the test that reads it.
const statementSchema = v.strictObject({
  Effect: v.picklist(["Allow", "Deny"]),
  Principal: v.optional(v.union([v.literal("*"), v.record(v.string(), texts)])),
  Action: texts,
  Resource: v.optional(texts, []),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.string())), {}),
});
const policySchema = v.strictObject({ Version: v.literal("2012-10-17"), Statement: v.array(statementSchema) });

/** One statement of a policy, and the resource that holds it. */
export interface PolicyStatement extends v.InferOutput<typeof statementSchema> {
  readonly address: string;
}

/** Every statement of every policy in a stack: of roles, trust, buckets, topics, and wherever else a policy's text stands. */
export function statementsOf({ resources }: Stack): readonly PolicyStatement[] {
  return resources.flatMap(({ address, config }) =>
    stringsIn(config)
      .map(parsed)
      .filter((value) => typeof value === "object" && value !== null && "Statement" in value)
      .flatMap((value) => v.parse(policySchema, value).Statement.map((statement) => ({ ...statement, address }))),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
