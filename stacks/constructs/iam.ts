import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { keyStatements } from "./customer-key.js";
import { SystemStack } from "./system-stack.js";
import { jsonTemplate } from "./terraform-text.js";

/** Who may call: a service such as `lambda.amazonaws.com`. */
export interface ServicePrincipal {
  readonly service: string;
}

/** One statement of an IAM policy; `effect` is `Allow` unless said otherwise. */
export interface Statement {
  readonly effect?: "Allow" | "Deny";
  readonly principal?: ServicePrincipal | "*";
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly conditions?: Conditions;
}

/** IAM conditions: operator, then key, then value. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An IAM policy as JSON has it. Source: IAM user guide, "IAM JSON policy elements". */
export function policyOf(statements: readonly Statement[]) {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ effect = "Allow", principal, actions, resources, conditions }) => ({
      Effect: effect,
      Principal: principal === "*" ? "*" : principal && { Service: principal.service },
      Action: actions,
      Resource: resources,
      Condition: conditions,
    })),
  };
}

/** The JSON text of an IAM policy, for Terraform. */
export function policyDocument(statements: readonly Statement[]): string {
  return jsonTemplate(policyOf(statements));
}

/** Settings of a `Role`. */
export interface RoleSettings {
  /** The role's physical name. */
  readonly name: string;
  /** The service that takes the role, for example `lambda.amazonaws.com`. */
  readonly service: string;
  /** Narrows for whom the service may take it. */
  readonly conditions?: Conditions;
}

/**
 * An IAM role for one service, with one inline policy that holds what its owner was granted, and what that needs of the
 * stack's customer key if there is one.
 *
 * @example `role.allow({ actions: ["dynamodb:GetItem"], resources: [table.arn] })`
 */
export class Role extends Construct {
  readonly arn: string;
  /** Depend on it where a service checks the permissions the moment it is created. */
  readonly policy: IamRolePolicy;
  readonly #statements: Statement[] = [];

  constructor(scope: Construct, id: string, settings: RoleSettings) {
    super(scope, id);
    const { customerKey } = SystemStack.around(this);
    const role = new IamRole(this, "resource", {
      name: settings.name,
      assumeRolePolicy: policyDocument([
        {
          principal: { service: settings.service },
          actions: ["sts:AssumeRole"],
          ...(settings.conditions && { conditions: settings.conditions }),
        },
      ]),
    });
    this.arn = role.arn;
    this.policy = new IamRolePolicy(this, "policy", {
      name: "access",
      role: role.name,
      policy: Lazy.stringValue({
        produce: () =>
          policyDocument([...this.#statements, ...(customerKey ? keyStatements(customerKey, this.#statements) : [])]),
      }),
    });
  }

  /** Adds what the role may do (or, with `effect: "Deny"`, may not). */
  allow(...statements: readonly Statement[]): void {
    this.#statements.push(...statements);
  }
}
