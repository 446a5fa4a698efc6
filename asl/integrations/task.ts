import { type Expr, toExpression, typed } from "../builder/expression.js";
import { freeze } from "../builder/freeze.js";
import {
  type PermissionTarget,
  type ResourceAttribute,
  type ResourceReference,
  resourceExpression,
} from "../builder/resources.js";
import type { Permission, PermissionConditions } from "../builder/steps.js";
import { Work } from "../builder/work.js";

/** What an integration needs to make a task. */
export interface TaskOptions {
  /** What follows `arn:aws:states:::`, such as `sqs:sendMessage`; or the activity itself. */
  readonly resource: string | ResourceReference;
  readonly arguments: unknown;
  /** Which part of the answer is the result; all of it by default. */
  readonly result?: readonly string[];
  readonly permissions: readonly Permission[];
}

/** A task of an integration. The integrations state its result and errors from AWS's documentation. */
export function task<Output, ErrorName extends string, Envelope extends string = never>(
  options: TaskOptions,
): Work<Output, ErrorName, Envelope> {
  const { resource } = options;
  return new Work(
    freeze({
      kind: "task",
      resource: typeof resource === "string" ? `arn:aws:states:::${resource}` : resourceExpression(resource),
      arguments: toExpression(options.arguments, "arguments"),
      result: options.result ?? [],
      permissions: options.permissions,
    }),
  );
}

/** A permission for some actions on some resources. */
export function allow(
  actions: readonly string[],
  ...resources: readonly (ResourceReference | PermissionTarget)[]
): Permission {
  return {
    actions,
    resources: resources.map((resource) => (isReference(resource) ? resourceExpression(resource) : resource)),
  };
}

/** The same permission, held to conditions. Source: IAM user guide, "IAM JSON policy elements: Condition". */
export function allowIf(conditions: PermissionConditions, permission: Permission): Permission {
  return { ...permission, conditions };
}

function isReference(resource: ResourceReference | PermissionTarget): resource is ResourceReference {
  return typeof resource === "object" && "name" in resource;
}

/** A resource's ARN, name or URL as an argument. */
export function attributeOf(resource: ResourceReference, attribute: ResourceAttribute = "arn"): Expr<string> {
  return typed<string>(resourceExpression(resource, attribute));
}
