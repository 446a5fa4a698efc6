import type { Arg, JsonArg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import type { Queue } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** What a message may say beside its body. */
export interface MessageOptions {
  /** For FIFO queues. */
  readonly messageGroupId?: Arg<string>;
  /** For FIFO queues. */
  readonly messageDeduplicationId?: Arg<string>;
  /** From 0 to 900 seconds. */
  readonly delaySeconds?: Arg<number>;
}

/** SQS's answer to SendMessage. */
export interface SentMessage {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
}

/** Errors that SendMessage is known to fail with, by this integration's names. */
export type SqsError = "SQS.AmazonSQSException" | "SQS.SdkClientException";

function message(target: Queue, body: unknown, options: MessageOptions) {
  return {
    QueueUrl: attributeOf(target, "url"),
    MessageBody: body,
    ...(options.messageGroupId !== undefined && { MessageGroupId: options.messageGroupId }),
    ...(options.messageDeduplicationId !== undefined && { MessageDeduplicationId: options.messageDeduplicationId }),
    ...(options.delaySeconds !== undefined && { DelaySeconds: options.delaySeconds }),
  };
}

function send(target: Queue, body: JsonArg, options: MessageOptions = {}): Work<SentMessage, SqsError> {
  return task({
    resource: "sqs:sendMessage",
    arguments: message(target, body, options),
    permissions: [allow(["sqs:SendMessage"], target)],
  });
}

function waitForTaskToken<Output, ErrorName extends string>(
  target: Queue,
  body: (taskToken: TaskToken) => JsonArg,
  _reply: Reply<Output, ErrorName>,
  options: MessageOptions = {},
): Work<Output, ErrorName | SqsError> {
  return task({
    resource: "sqs:sendMessage.waitForTaskToken",
    arguments: message(target, body(taskToken()), options),
    permissions: [allow(["sqs:SendMessage"], target)],
  });
}

/**
 * Amazon SQS. Source: AWS Step Functions Developer Guide, "Perform Amazon SQS tasks with Step Functions".
 *
 * @example `sqs.sendMessage(queue("warehouse"), { orderId: input.orderId })`
 */
export const sqs = { sendMessage: Object.assign(send, { waitForTaskToken }) };
