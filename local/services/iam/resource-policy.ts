import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json } from "../../../asl/spec/index.js";
import { type Caller, isObject } from "../../service.js";
import { decide, parsePolicy, type Statement } from "./policy.js";

/** The policy of a queue or a topic: who, beside the roles of the account, may use it. */
export type ResourcePolicy = readonly PrincipalStatement[];

interface PrincipalStatement {
  readonly statement: Statement;
  /** `*`, or by kind: `{ Service: ["sns.amazonaws.com"] }`. */
  readonly principals: "*" | Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads a resource policy.
 *
 * @throws an `Error` that names what is not understood
 * @example parseResourcePolicy('{"Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}')
 */
export function parseResourcePolicy(text: string): ResourcePolicy {
  const document = parseJson(text);
  const raw = isObject(document) ? document.Statement : undefined;
  const statements: readonly Json[] = Array.isArray(raw) ? raw : [raw ?? null];
  return parsePolicy(text).map((statement, index) => {
    const given = statements[index];
    const principals = readPrincipals(isObject(given) ? given.Principal : undefined);
    if (principals !== undefined) return { statement, principals };
    throw new Error(`Statement ${index + 1} of the policy needs a Principal; NotPrincipal is not understood here.`);
  });
}

/**
 * Whether a resource's policy decides on what a caller does: a service needs an Allow; a role or a person of this
 * account is let in by their own policies, and kept out by a Deny only.
 *
 * @returns `undefined` when the caller may, else AWS's words for the refusal
 */
export function refusalByPolicy(
  policy: ResourcePolicy,
  caller: Caller,
  access: { readonly action: string; readonly resource: string; readonly accountId: string },
): string | undefined {
  const { action, resource, accountId } = access;
  const statements = policy.filter(({ principals }) => includes(principals, caller)).map(({ statement }) => statement);
  const { service, sourceArn } = caller;
  const context = sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn, "aws:SourceAccount": accountId };
  const decision = decide(statements, { action, resources: [resource], context });
  if (decision === "allowed" || (decision === "not allowed" && service === undefined)) return undefined;
  const why =
    decision === "denied explicitly"
      ? "with an explicit deny in a resource-based policy"
      : `because no resource-based policy allows the ${action} action`;
  const who = service ?? caller.roleArn ?? `arn:aws:iam::${accountId}:user/local`;
  return `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

function includes(principals: PrincipalStatement["principals"], { service, roleArn }: Caller): boolean {
  if (principals === "*") return true;
  const named = (kind: string) => principals[kind] ?? [];
  if (named("AWS").includes("*")) return true;
  if (service !== undefined) return named("Service").includes(service);
  // The account itself stands for all that its own policies let in.
  return roleArn !== undefined && named("AWS").includes(roleArn);
}

function readPrincipals(value: Json | undefined): PrincipalStatement["principals"] | undefined {
  if (value === "*") return "*";
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([kind, names]): [string, readonly string[]] => [
      kind,
      Array.isArray(names) ? names.map(String) : [String(names)],
    ]),
  );
}
