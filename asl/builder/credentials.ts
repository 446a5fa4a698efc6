import { type Expr, type Expression, toExpression } from "./expression.js";
import { freeze } from "./freeze.js";
import { type ResourceReference, resourceExpression } from "./resources.js";
import type { CredentialsData } from "./steps.js";

/** An IAM role, often of another account, that a Task takes on for its call; a stack binds its ARN. */
export interface Role extends ResourceReference {
  readonly kind: "role";
}

/** A role that the data names. Made by `assumeRole`. */
export interface AssumedRole {
  readonly kind: "assumedRole";
  readonly arn: Expression;
  readonly roles: readonly Role[];
}

/** Whose rights a Task has: a role's, or those of one that the data names. */
export type Credentials<S> = Role | ((scope: S) => AssumedRole);

/** Names an IAM role. */
export function role(name: string): Role {
  return freeze({ kind: "role", name });
}

/**
 * Takes on the role whose ARN the data gives. `roles` are those that it can be: the state machine's own role may assume these and no others.
 *
 * @example `.do("Charge", charge, { credentials: ({ input }) => assumeRole(input.roleArn, role("tenant-a"), role("tenant-b")) })`
 */
export function assumeRole(arn: Expr<string>, ...roles: readonly [Role, ...Role[]]): AssumedRole {
  return freeze({ kind: "assumedRole", arn: toExpression(arn), roles });
}

/** A task's credentials as plain data, with what its own role must be allowed for them. */
export function toCredentials<S>(credentials: Credentials<S>, scope: S): CredentialsData {
  const { arn, roles } =
    typeof credentials === "function"
      ? credentials(scope)
      : { arn: resourceExpression(credentials), roles: [credentials] };
  return {
    arn,
    permissions: [{ actions: ["sts:AssumeRole"], resources: roles.map((one) => resourceExpression(one)) }],
  };
}
