import type { JsonObject } from "../../../asl/spec/index.js";
import { invalidParameter, sqsError } from "./errors.js";
import { integerOf, requiredTextOf, textOf, textsOf } from "./input.js";
import type { Queue } from "./queue.js";
import { type QueueStore, queueDoesNotExist } from "./queue-store.js";

/** What an action on queues needs to know. */
export interface QueueActionContext {
  readonly store: QueueStore;
  /** The URL of a queue. */
  readonly urlOf: (queue: Queue) => string;
  /** When a queue was made, in milliseconds since 1970: all at the start. */
  readonly createdAt: number;
}

/** `GetQueueUrl`. */
export function getQueueUrl({ store, urlOf }: QueueActionContext, input: JsonObject): JsonObject {
  const queue = store.byName(requiredTextOf(input, "QueueName"));
  if (queue === undefined) throw queueDoesNotExist();
  return { QueueUrl: urlOf(queue) };
}

/** `ListQueues`, by the start of the name, in pages where the request asks for them. */
export function listQueues({ store, urlOf }: QueueActionContext, input: JsonObject): JsonObject {
  const prefix = textOf(input, "QueueNamePrefix") ?? "";
  const most = integerOf(input, "MaxResults", 1, 1000);
  const after = nameIn(store, textOf(input, "NextToken"));
  const names = store.list().filter(({ name }) => name.startsWith(prefix));
  const rest = names
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .filter(({ name }) => after === undefined || name > after);
  const page = rest.slice(0, most ?? 1000);
  const last = page.at(-1);
  return {
    ...(page.length > 0 && { QueueUrls: page.map(urlOf) }),
    ...(most !== undefined &&
      last !== undefined &&
      page.length < rest.length && { NextToken: Buffer.from(last.name).toString("base64url") }),
  };
}

/** Where the last page ended, by the token that it gave. */
function nameIn(store: QueueStore, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const last = store.byName(Buffer.from(token, "base64url").toString());
  if (last === undefined) throw invalidParameter("Invalid or expired next token.");
  return last.name;
}

/** `ListDeadLetterSourceQueues`: the queues whose dead letters come here. */
export function listDeadLetterSources({ store, urlOf }: QueueActionContext, input: JsonObject): JsonObject {
  const { arn } = store.ofRequest(input);
  return {
    queueUrls: store
      .list()
      .filter((queue) => queue.settings().redrive?.targetArn === arn)
      .map(urlOf),
  };
}

/** `GetQueueAttributes`: all are texts. */
export function getQueueAttributes({ store, createdAt }: QueueActionContext, input: JsonObject): JsonObject {
  const queue = store.ofRequest(input);
  const wanted = textsOf(input, "AttributeNames");
  const all = attributesOf(queue, createdAt);
  const unknown = wanted.find((name) => name !== "All" && !attributeNames.has(name));
  if (unknown !== undefined) throw sqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const chosen = Object.entries(all).filter(([name]) => wanted.includes("All") || wanted.includes(name));
  return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
}

function attributesOf(queue: Queue, createdAt: number): Readonly<Record<string, string>> {
  const settings = queue.settings();
  const { visible, inFlight, delayed } = queue.counts();
  const created = String(Math.floor(createdAt / 1000));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    MaximumMessageSize: String(settings.maxMessageSize),
    MessageRetentionPeriod: String(settings.messageRetentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitTimeSeconds),
    SqsManagedSseEnabled: String(settings.encryption.managed),
    ...(settings.encryption.kmsKeyId !== undefined && { KmsMasterKeyId: settings.encryption.kmsKeyId }),
    ...(settings.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: settings.redrive.targetArn,
        maxReceiveCount: settings.redrive.maxReceiveCount,
      }),
    }),
    ...(settings.redriveAllow && {
      RedriveAllowPolicy: JSON.stringify({
        redrivePermission: settings.redriveAllow.permission,
        ...(settings.redriveAllow.permission === "byQueue" && { sourceQueueArns: settings.redriveAllow.sourceArns }),
      }),
    }),
    ...(settings.policy !== undefined && { Policy: settings.policy }),
  };
}

const attributeNames = new Set([
  ...["QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "Policy"],
  ...["ApproximateNumberOfMessagesDelayed", "CreatedTimestamp", "LastModifiedTimestamp", "VisibilityTimeout"],
  ...["MaximumMessageSize", "MessageRetentionPeriod", "DelaySeconds", "ReceiveMessageWaitTimeSeconds"],
  ...["SqsManagedSseEnabled", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"],
  ...["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"],
]);
