import type { Caller, LocalContext } from "../../service.js";
import { QueryError, type QueryParameters } from "../aws-query.js";
import { refusalByPolicy } from "../iam/resource-policy.js";
import type { XmlFields } from "../xml.js";
import { deliver, sendSms } from "./deliver.js";
import { invalid, readMessage } from "./message.js";
import { findTopic, type Topic, type Topics } from "./topic.js";

/** What `Publish` needs. */
export interface PublishParts {
  readonly context: LocalContext;
  readonly topics: Topics;
  /** Keeps hold of a delivery that goes on after the answer. */
  readonly track: (delivery: Promise<void>) => void;
}

/** `Publish`: to a phone number, or to a topic's subscriptions. */
export function publish(parts: PublishParts, parameters: QueryParameters, caller: Caller): XmlFields {
  const { context, topics } = parts;
  const phone = parameters.get("PhoneNumber");
  const target = parameters.get("TopicArn") ?? parameters.get("TargetArn");
  if (phone !== undefined && target !== undefined) {
    throw invalid("Only one of TopicArn, TargetArn and PhoneNumber may be given");
  }
  if (phone === undefined) {
    const message = readMessage(parameters);
    const topic = findTopic(topics, target);
    checkPolicy(parts, topic, caller);
    return { MessageId: fanOut(parts, topic, message) };
  }
  const message = readMessage(parameters);
  sendSms(context, phone, message.textFor("sms"), new Date(context.clock.now()).toISOString());
  return { MessageId: context.uuid() };
}

/** `PublishBatch`: what is wrong with one message is told by its entry, and the others go out. */
export function publishBatch(parts: PublishParts, parameters: QueryParameters, caller: Caller): XmlFields {
  const topic = findTopic(parts.topics, parameters.get("TopicArn"));
  checkPolicy(parts, topic, caller);
  const entries = parameters.structures("PublishBatchRequestEntries");
  checkEntries(entries.map((entry) => entry.get("Id") ?? ""));
  const successful: XmlFields[] = [];
  const failed: XmlFields[] = [];
  for (const entry of entries) {
    const Id = entry.get("Id") ?? "";
    try {
      successful.push({ Id, MessageId: fanOut(parts, topic, readMessage(entry)) });
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: "true" });
    }
  }
  return { Successful: successful, Failed: failed };
}

function fanOut({ context, track }: PublishParts, topic: Topic, message: ReturnType<typeof readMessage>): string {
  const messageId = context.uuid();
  const at = new Date(context.clock.now()).toISOString();
  const notification = { messageId, topicArn: topic.arn, message, at };
  for (const subscription of topic.subscriptions) {
    const { attributes } = message;
    if (!subscription.wants({ body: message.textFor(subscription.protocol), attributes })) continue;
    track(deliver(context, notification, subscription));
  }
  return messageId;
}

function checkPolicy({ context }: PublishParts, topic: Topic, caller: Caller): void {
  const access = { action: "sns:Publish", resource: topic.arn, accountId: context.accountId };
  const refusal = refusalByPolicy(topic.policy, caller, access);
  if (refusal === undefined) return;
  if (caller.service !== undefined) {
    context.log("warn", "sns", `the policy of the topic does not let ${caller.service} in`, { topic: topic.arn });
  }
  throw new QueryError("AuthorizationError", refusal, 403);
}

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0) throw new QueryError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  if (ids.length > 10) {
    throw new QueryError("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/u.test(id))) {
    throw new QueryError(
      "InvalidBatchEntryId",
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new QueryError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  }
}
