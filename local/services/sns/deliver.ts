import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { type LocalContext, ServiceError } from "../../service.js";
import { queueUrl } from "../queue-url.js";
import { envelope, lambdaEvent, type Notification } from "./notification.js";
import type { Protocol, Subscription } from "./topic.js";

/** The sender of the e-mails that a topic sends, as SNS names it. */
const topicSender = "AWS Notifications <no-reply@sns.amazonaws.com>";

type Deliver = (context: LocalContext, notification: Notification, subscription: Subscription) => Promise<void> | void;

/** How each protocol delivers. Queues and functions are called as the service, so their policies must let it in. */
const protocols: Readonly<Record<Protocol, Deliver>> = {
  email: (context, notification, { endpoint }) =>
    sendEmail(context, notification, endpoint, notification.message.textFor("email")),
  "email-json": (context, notification, subscription) =>
    sendEmail(context, notification, subscription.endpoint, JSON.stringify(envelope(notification, subscription))),
  sms: (context, { message, at }, { endpoint }) => sendSms(context, endpoint, message.textFor("sms"), at),
  sqs: (context, notification, subscription) =>
    sendToQueue(context, notification.topicArn, subscription.endpoint, ...queueMessage(notification, subscription)),
  lambda: (context, notification, subscription) =>
    context.queueEvent(subscription.endpoint, lambdaEvent(notification, subscription), {
      as: { service: "sns.amazonaws.com", sourceArn: notification.topicArn },
    }),
};

/**
 * Delivers a message to one subscription. What is refused goes to the subscription's dead-letter queue, or is lost, with a line in
 * the log; SNS repeats only what failed on the receiver's side, which does not happen here. Never rejects.
 */
export async function deliver(
  context: LocalContext,
  notification: Notification,
  subscription: Subscription,
): Promise<void> {
  const { protocol, deadLetterArn, arn } = subscription;
  try {
    await protocols[protocol](context, notification, subscription);
  } catch (error) {
    const why = error instanceof ServiceError ? error.code : "InternalError";
    const { topicArn } = notification;
    context.log("error", "sns", `a message could not be delivered to ${protocol}`, { subscription: arn, why });
    if (deadLetterArn === undefined) return;
    const attributes = {
      RequestID: { DataType: "String", StringValue: notification.messageId },
      ErrorCode: { DataType: "String", StringValue: why },
    };
    const [body] =
      protocol === "lambda"
        ? [JSON.stringify(envelope(notification, subscription))]
        : queueMessage(notification, subscription);
    await sendToQueue(context, topicArn, deadLetterArn, body, attributes).catch((reason: unknown) => {
      const code = reason instanceof ServiceError ? reason.code : "InternalError";
      context.log("error", "sns", "a message is lost: its dead-letter queue refuses it", {
        subscription: arn,
        why: code,
      });
    });
  }
}

/** Puts a text message into the inbox. */
export function sendSms(context: LocalContext, to: string, body: string, at: string): void {
  context.messages.add({ kind: "sms", to, body, at });
  context.log("info", "sns", "sms message accepted");
}

function sendEmail(context: LocalContext, { message, at }: Notification, to: string, body: string): void {
  const subject = message.subject ?? "AWS Notification Message";
  context.messages.add({ kind: "email", to, from: topicSender, subject, body, at });
  context.log("info", "sns", "email message accepted");
}

/** The body and the attributes for a queue: raw messages keep their own attributes, others have them in the envelope. */
function queueMessage(notification: Notification, subscription: Subscription): [string, JsonObject] {
  const { message } = notification;
  if (!subscription.raw) return [JSON.stringify(envelope(notification, subscription)), {}];
  const attributes = [...message.attributes].map(([name, { type, value }]): [string, Json] => [
    name,
    { DataType: type, [type.startsWith("Binary") ? "BinaryValue" : "StringValue"]: value },
  ]);
  return [message.textFor("sqs"), Object.fromEntries(attributes)];
}

async function sendToQueue(
  context: LocalContext,
  topicArn: string,
  queueArn: string,
  MessageBody: string,
  MessageAttributes: JsonObject,
): Promise<void> {
  const input = { QueueUrl: queueUrl(context, queueArn), MessageBody, MessageAttributes };
  const as = { service: "sns.amazonaws.com", sourceArn: topicArn };
  await context.callApi({ service: "sqs", action: "SendMessage", input, as });
}
