/** What kind of thing a workflow's resource is; a stack binds each kind that the workflow uses. */
export type ResourceKind =
  | "activity"
  | "bucket"
  | "connection"
  | "eventBus"
  | "lambda"
  | "queue"
  | "role"
  | "stateMachine"
  | "table"
  | "topic";

/** Something that a stack creates and a workflow uses: until they meet, its kind and its name in the workflow. */
export interface ResourceReference {
  readonly kind: ResourceKind;
  readonly name: string;
}

/** What of a resource a task needs: its ARN, name or URL, or the ARNs of all executions of a state machine. */
export type ResourceAttribute = "arn" | "name" | "url" | "executionArns";

/** A resource's ARN, name or URL as a part of an expression. */
export interface ResourceExpression {
  readonly kind: "resource";
  readonly resource: ResourceReference;
  readonly attribute: ResourceAttribute;
}

/** An ARN in the account and region of the state machine itself, such as that of a rule which `.sync` tasks share. */
export interface AccountArn {
  readonly kind: "accountArn";
  readonly service: string;
  /** What follows the account, such as `rule/StepFunctionsGetEventsForECSTaskRule`. */
  readonly resource: string;
}

/** An ARN inside a resource: the objects of a bucket. */
export interface InnerArn {
  readonly kind: "innerArn";
  readonly resource: ResourceReference;
  /** What follows the resource's own ARN, such as `/orders/*`. */
  readonly suffix: string;
}

/** An ARN of the state machine itself: the machine, its executions, or the child executions of its distributed Maps. */
export interface OwnArn {
  readonly kind: "ownArn";
  readonly of: "machine" | "executions" | "childExecutions";
}

/** An ARN that a workflow itself names. */
export interface LiteralArn {
  readonly kind: "literalArn";
  readonly arn: string;
}

/** What a permission is for. */
export type PermissionTarget = ResourceExpression | AccountArn | InnerArn | OwnArn | LiteralArn | "*";

/** What a resource is once it exists: its ARN and, where tasks call it by name or URL, these. */
export interface BoundResource {
  readonly arn: string;
  readonly name?: string;
  readonly url?: string;
  /** The ARNs of all executions of a state machine, for an ARN that does not say them, such as a Terraform reference. */
  readonly executionArns?: string;
}

/** Where a state machine runs. */
export interface AccountBinding {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * What gives a workflow's resources their ARNs, by kind and by the name in the workflow: Terraform tokens in a stack, plain names
 * in a golden file, fakes in a test. An ARN alone is enough where the workflow needs no name and no URL.
 */
export type Bindings = { readonly [K in ResourceKind]?: (name: string) => string | BoundResource } & {
  readonly account?: AccountBinding;
  /** The name that the state machine gets: distributed Maps and HTTP endpoints need permissions on it. */
  readonly self?: string;
};

/**
 * The text that stands for a resource once it is bound.
 *
 * @throws TypeError that names the resource and the binding that is missing.
 */
export function bound({ resource, attribute }: ResourceExpression, bindings: Bindings): string {
  const bind = bindings[resource.kind];
  if (!bind) {
    throw new TypeError(
      `The workflow uses the ${resource.kind} ${resource.name}: pass a binding for it, { ${resource.kind}: (name) => ... }.`,
    );
  }
  const found = bind(resource.name);
  const resourceValues: BoundResource = typeof found === "string" ? { arn: found } : found;
  const text =
    resourceValues[attribute] ?? (attribute === "executionArns" ? executionArns(resourceValues.arn) : undefined);
  if (text === undefined) {
    throw new TypeError(
      `The workflow needs the ${attribute} of the ${resource.kind} ${resource.name}, which its binding does not give: return { arn, ${attribute} }.`,
    );
  }
  return text;
}

// An ARN that is a Terraform reference does not say what it will be, so it gives no executions. An execution's ARN names its machine,
// and not the version or alias by which it was started.
function executionArns(machineArn: string): string | undefined {
  const executions = machineArn.replace(/:stateMachine:([^:]+).*$/, ":execution:$1:*");
  return executions === machineArn ? undefined : executions;
}

/** The ARN that a permission is for. Throws a TypeError where the bindings do not say it. */
export function boundTarget(target: PermissionTarget, bindings: Bindings): string {
  if (target === "*") return target;
  switch (target.kind) {
    case "resource":
      return bound(target, bindings);
    case "accountArn":
      return boundAccountArn(target, bindings);
    case "innerArn":
      return `${bound(resourceExpression(target.resource), bindings)}${target.suffix}`;
    case "ownArn":
      return boundOwnArn(target, bindings);
    case "literalArn":
      return target.arn;
  }
}

function boundOwnArn({ of }: OwnArn, bindings: Bindings): string {
  const { self } = bindings;
  if (self === undefined) {
    throw new TypeError(
      "The workflow needs permissions on its own machine (for a distributed Map or an HTTP endpoint): pass the machine's name as a binding, { self: machineName }.",
    );
  }
  const resource = {
    machine: `stateMachine:${self}`,
    executions: `execution:${self}:*`,
    childExecutions: `execution:${self}/*:*`,
  }[of];
  return boundAccountArn({ kind: "accountArn", service: "states", resource }, bindings);
}

/** An ARN in the state machine's own account. Throws a TypeError where the bindings do not say which that is. */
function boundAccountArn({ service, resource }: AccountArn, { account }: Bindings): string {
  if (!account) {
    throw new TypeError(
      `The workflow needs permissions on ${service} ${resource}: pass { account: { partition, region, accountId } } as a binding.`,
    );
  }
  return `arn:${account.partition}:${service}:${account.region}:${account.accountId}:${resource}`;
}

/** A resource's ARN, name or URL as an expression's data. */
export function resourceExpression(
  { kind, name }: ResourceReference,
  attribute: ResourceAttribute = "arn",
): ResourceExpression {
  return { kind: "resource", resource: { kind, name }, attribute };
}
