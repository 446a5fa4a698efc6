import type { Arg, JsonArg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import type { Topic } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** What a publication may say beside its message. */
export interface PublishOptions {
  /** The subject of e-mails, up to 100 characters. */
  readonly subject?: Arg<string>;
  /** For FIFO topics. */
  readonly messageGroupId?: Arg<string>;
  /** For FIFO topics. */
  readonly messageDeduplicationId?: Arg<string>;
}

/** Errors that Publish is known to fail with, by this integration's names. */
export type SnsError = "SNS.InvalidParameterException" | "SNS.AmazonSNSException" | "SNS.SdkClientException";

function publication(target: Topic, message: unknown, options: PublishOptions) {
  return {
    TopicArn: attributeOf(target),
    Message: message,
    ...(options.subject !== undefined && { Subject: options.subject }),
    ...(options.messageGroupId !== undefined && { MessageGroupId: options.messageGroupId }),
    ...(options.messageDeduplicationId !== undefined && { MessageDeduplicationId: options.messageDeduplicationId }),
  };
}

function publish(
  target: Topic,
  message: JsonArg,
  options: PublishOptions = {},
): Work<{ readonly MessageId: string }, SnsError> {
  return task({
    resource: "sns:publish",
    arguments: publication(target, message, options),
    permissions: [allow(["sns:Publish"], target)],
  });
}

function waitForTaskToken<Output, ErrorName extends string>(
  target: Topic,
  message: (taskToken: TaskToken) => JsonArg,
  _reply: Reply<Output, ErrorName>,
  options: PublishOptions = {},
): Work<Output, ErrorName | SnsError> {
  return task({
    resource: "sns:publish.waitForTaskToken",
    arguments: publication(target, message(taskToken()), options),
    permissions: [allow(["sns:Publish"], target)],
  });
}

/**
 * Amazon SNS. Source: AWS Step Functions Developer Guide, "Publish messages to Amazon SNS topics with Step Functions".
 *
 * @example `sns.publish(topic("dispatch"), { orderId: input.orderId }, { subject: "Dispatched" })`
 */
export const sns = { publish: Object.assign(publish, { waitForTaskToken }) };
