import type { Attributes, LocalContext, Resource, Service } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { type AccessRequest, type Decision, decide, parsePolicy, type Statement } from "./policy.js";

/** The roles of the stacks and what they may do. */
export interface IamService extends Service {
  /** Whether a role's policies allow a request. A role that no stack has may do nothing. */
  decide(roleArn: string, request: AccessRequest): Decision;
}

/**
 * AWS IAM, as far as functions and state machines need it: the stacks' roles with their inline policies, so that a
 * permission that was forgotten shows on one machine. It has no API. A person's own credentials may do everything.
 */
export function createIamService(context: LocalContext): IamService {
  /** By the role's name. */
  const policies = new Map<string, Statement[]>();
  return {
    name: "iam",
    title: "IAM",
    resourceTypes: ["aws_iam_role", "aws_iam_role_policy"],
    create: (resource) =>
      resource.type === "aws_iam_role" ? createRole(context, policies, resource) : putPolicy(policies, resource),
    summary: () => `${policies.size} ${policies.size === 1 ? "role" : "roles"}`,
    decide: (roleArn, request) => decide(policies.get(roleName(roleArn)) ?? [], request),
    async stop() {},
  };
}

/** The name at the end of a role's ARN. */
export function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}

function createRole(context: LocalContext, policies: Map<string, Statement[]>, resource: Resource): Attributes {
  const name = requiredText(resource, "name");
  if (policies.has(name)) throw new Error(`'name' is '${name}': there is a role of this name already.`);
  policies.set(name, []);
  const arn = `arn:${context.partition}:iam::${context.accountId}:role/${name}`;
  return { id: name, arn, name, create_date: new Date(context.clock.now()).toISOString() };
}

function putPolicy(policies: Map<string, Statement[]>, resource: Resource): Attributes {
  const role = requiredText(resource, "role");
  const statements = policies.get(role);
  if (!statements) throw new Error(`'role' is '${role}': there is no such role.`);
  statements.push(...parsePolicy(requiredText(resource, "policy")));
  return { id: `${role}:${optionalText(resource, "name") ?? "inline"}` };
}
