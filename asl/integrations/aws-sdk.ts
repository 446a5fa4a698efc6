import type { Arg } from "../builder/expression.js";
import type { Permission } from "../builder/steps.js";
import type { Work } from "../builder/work.js";
import type { AslInput, AslOutput } from "./asl-input.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import { task } from "./task.js";

/** What a generic AWS API call needs besides its arguments. */
export interface AwsSdkOptions {
  /** What the role must be allowed to do: exact actions on exact resources (`allow([...], table)`). */
  readonly permissions: readonly Permission[];
}

function call<Input, Output = unknown, ErrorName extends string = never>(
  service: Lowercase<string>,
  action: Uncapitalize<string>,
  input: Arg<AslInput<Input>>,
  { permissions }: AwsSdkOptions,
): Work<AslOutput<Output>, ErrorName> {
  return task({ resource: `aws-sdk:${service}:${action}`, arguments: input, permissions });
}

function waitForTaskToken<Input, Output, ErrorName extends string>(
  service: Lowercase<string>,
  action: Uncapitalize<string>,
  input: (taskToken: TaskToken) => Arg<AslInput<Input>>,
  _reply: Reply<Output, ErrorName>,
  { permissions }: AwsSdkOptions,
): Work<Output, ErrorName> {
  return task({
    resource: `aws-sdk:${service}:${action}.waitForTaskToken`,
    arguments: input(taskToken()),
    permissions,
  });
}

/**
 * Calls any AWS API action. The types are those of the SDK v3 command's input and output; errors are named by the SDK's service,
 * such as `DynamoDb.ConditionalCheckFailedException`.
 *
 * Source: AWS Step Functions Developer Guide, "Learning to use AWS service SDK integrations".
 *
 * @param service - The service as the ARN names it, in lower case: `iotdataplane`, `s3`.
 * @param action - The action in camelCase: `publish`, `putObject`.
 * @example
 * ```ts
 * awsSdk<PublishCommandInput, PublishCommandOutput>("iotdataplane", "publish", { Topic: "robots/1", Payload: "{}" }, {
 *   permissions: [allow(["iot:Publish"], { kind: "accountArn", service: "iot", resource: "topic/robots/*" })],
 * })
 * ```
 *
 * `awsSdk.waitForTaskToken` waits until somebody answers with the token that the call has passed on:
 *
 * @example
 * ```ts
 * awsSdk.waitForTaskToken<PublishCommandInput, { done: boolean }, "Refused">(
 *   "iotdataplane", "publish", (taskToken) => ({ Topic: "robots/1", Payload: toJson({ taskToken }) }), reply(), { permissions: [] },
 * )
 * ```
 */
export const awsSdk = Object.assign(call, { waitForTaskToken });
