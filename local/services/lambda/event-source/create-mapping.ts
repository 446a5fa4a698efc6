import type { Attributes, LocalContext, Resource } from "../../../service.js";
import type { AccessRequest } from "../../iam/policy.js";
import { requiredText } from "../../resource-attributes.js";
import type { Queue } from "../../sqs/queue.js";
import type { LambdaFunction } from "../function.js";
import { functionNameOf } from "../permissions.js";
import { type Mapping, type MappingPorts, startMapping } from "./mapping.js";
import { readMapping } from "./settings.js";

/** What Lambda's poller does on a queue, as the function's role. */
const neededActions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"] as const;

/** What the creation of a mapping needs. */
export interface MappingParts {
  readonly context: LocalContext;
  readonly findQueue: (arn: string) => Queue | undefined;
  readonly findFunction: (name: string) => LambdaFunction | undefined;
  readonly invokerOf: (fn: LambdaFunction) => MappingPorts["invoke"];
  /** Whether a role may do something: `undefined`, or why not. */
  readonly authorize: (roleArn: string, access: AccessRequest) => string | undefined;
}

/**
 * Makes an `aws_lambda_event_source_mapping`, and starts it unless it is disabled.
 *
 * @throws an `Error` for what Lambda refuses: no such queue or function, a role that may not receive, a visibility
 *   timeout shorter than the function's timeout
 */
export function createMapping(
  parts: MappingParts,
  resource: Resource,
): { readonly attributes: Attributes; readonly mapping: Mapping | undefined } {
  const settings = readMapping(resource);
  const fn = parts.findFunction(functionNameOf(requiredText(resource, "function_name")));
  if (fn === undefined)
    throw new Error(`'function_name' is '${resource.attributes.function_name}': there is no such function.`);
  const queue = parts.findQueue(settings.queueArn);
  if (queue === undefined) {
    throw new Error(
      `'event_source_arn' is '${settings.queueArn}': there is no such queue. Only SQS is an event source here.`,
    );
  }
  checkRole(parts, fn, settings.queueArn);
  const { visibilityTimeoutSeconds } = queue.settings();
  if (visibilityTimeoutSeconds < fn.timeoutSeconds) {
    throw new Error(
      `Queue visibility timeout: ${visibilityTimeoutSeconds} seconds is less than Function timeout: ${fn.timeoutSeconds} seconds. Set 'visibility_timeout_seconds' of '${queue.name}'.`,
    );
  }
  const { context } = parts;
  const id = context.uuid();
  const concurrency = Math.min(settings.maximumConcurrency ?? fn.concurrency, fn.concurrency);
  const ports = { context, queue, functionName: fn.name, concurrency, invoke: parts.invokerOf(fn) };
  return {
    mapping: settings.enabled ? startMapping(ports, settings) : undefined,
    attributes: {
      id,
      uuid: id,
      arn: `arn:${context.partition}:lambda:${context.region}:${context.accountId}:event-source-mapping:${id}`,
      function_arn: fn.arn,
      state: settings.enabled ? "Enabled" : "Disabled",
      last_modified: new Date(context.clock.now()).toISOString(),
    },
  };
}

function checkRole({ authorize }: MappingParts, { roleArn }: LambdaFunction, queueArn: string): void {
  const missing = neededActions.filter(
    (action) => authorize(roleArn, { action: `sqs:${action}`, resources: [queueArn] }) !== undefined,
  );
  if (missing.length === 0) return;
  throw new Error(
    `The provided execution role does not have permissions to call ${missing.join(", ")} on SQS. Allow ${missing.map((action) => `sqs:${action}`).join(", ")} on ${queueArn} in a policy of ${roleArn}, and let the mapping depend on that policy.`,
  );
}
