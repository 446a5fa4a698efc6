import * as v from "valibot";
import { matchesWildcard } from "../wildcard.js";

const texts = v.union([v.string(), v.array(v.string())]);

const statementSchema = v.object({
  Effect: v.picklist(["Allow", "Deny"]),
  Principal: v.union([v.literal("*"), v.object({ Service: texts }), v.object({ AWS: texts })]),
  Action: texts,
  Resource: texts,
  Condition: v.optional(v.record(v.string(), v.record(v.string(), texts)), {}),
});

const policySchema = v.object({ Version: v.optional(v.string()), Statement: v.array(statementSchema) });

/** One statement of a bucket's policy. */
export type Statement = v.InferOutput<typeof statementSchema>;

/**
 * Reads a bucket policy.
 *
 * @throws Error where it is not a policy as IAM's grammar has it
 */
export function parsePolicy(text: string): readonly Statement[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw new Error("'policy' is not JSON.");
  }
  const parsed = v.safeParse(policySchema, policy);
  if (parsed.success) return parsed.output.Statement;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "policy"}: ${issue.message}`);
  throw new Error(`'policy' is not a bucket policy: ${issues.join("; ")}.`);
}

/**
 * Whether a distribution may read an object: some statement lets CloudFront's service read it for that distribution.
 * Conditions other than on the source's ARN are taken as not met, so that nothing opens by mistake.
 */
export function allowsRead(
  policy: readonly Statement[],
  objectArn: string,
  distributionArn: string | undefined,
): boolean {
  return policy.some(
    ({ Effect, Principal, Action, Resource, Condition }) =>
      Effect === "Allow" &&
      typeof Principal === "object" &&
      "Service" in Principal &&
      list(Principal.Service).includes("cloudfront.amazonaws.com") &&
      list(Action).some((action) => ["s3:GetObject", "s3:*"].includes(action)) &&
      list(Resource).some((pattern) => matchesWildcard(pattern, objectArn)) &&
      Object.entries(Condition).every(([operator, values]) =>
        Object.entries(values).every(
          ([key, value]) =>
            ["StringEquals", "ArnEquals", "ArnLike", "StringLike"].includes(operator) &&
            key.toLowerCase() === "aws:sourcearn" &&
            list(value).some((one) => distributionArn !== undefined && matchesWildcard(one, distributionArn)),
        ),
      ),
  );
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
