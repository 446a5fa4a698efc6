import type { Json, JsonObject } from "../../../asl/spec/index.js";
import type { SnsAttribute, SnsMessage } from "./message.js";
import type { Subscription } from "./topic.js";

/** A message on its way to the subscriptions of a topic. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: SnsMessage;
  /** RFC 3339 in UTC, to the millisecond. */
  readonly at: string;
}

/** Nothing is signed here: who checks a signature finds that it is none. */
const signature = "unsigned";

/**
 * The JSON that a queue gets around a message, and an `email-json` subscription as its text.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelope({ messageId, topicArn, message, at }: Notification, subscription: Subscription): JsonObject {
  return {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: message.textFor(subscription.protocol),
    Timestamp: at,
    SignatureVersion: "1",
    Signature: signature,
    SigningCertURL: "",
    UnsubscribeURL: "",
    ...(message.attributes.size > 0 && { MessageAttributes: describeAttributes(message.attributes) }),
  };
}

/**
 * The event that a function gets.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function lambdaEvent(
  { messageId, topicArn, message, at }: Notification,
  subscription: Subscription,
): JsonObject {
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: "Notification",
          MessageId: messageId,
          TopicArn: topicArn,
          Subject: message.subject ?? null,
          Message: message.textFor("lambda"),
          Timestamp: at,
          SignatureVersion: "1",
          Signature: signature,
          SigningCertUrl: "",
          UnsubscribeUrl: "",
          MessageAttributes: describeAttributes(message.attributes),
        },
      },
    ],
  };
}

function describeAttributes(attributes: ReadonlyMap<string, SnsAttribute>): JsonObject {
  return Object.fromEntries(
    [...attributes].map(([name, { type, value }]): [string, Json] => [name, { Type: type, Value: value }]),
  );
}
