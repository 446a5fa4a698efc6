import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { parseQueuedOrder } from "../../../handlers/smoothies/order.js";

/** The queues of what could not be done, and what each holds. */
export const deadQueues = {
  "dead-orders": "orders that no robot got, and messages that are no orders",
  "dead-words": "what robots and buttons said and nobody could take",
  "dead-events": "executions that failed and could not be cleaned up after",
} as const;

/** The name of a dead-letter queue. */
export type DeadQueue = keyof typeof deadQueues;

/** One dead letter: when it was sent, and what of it may be shown. */
export interface DeadLetter {
  readonly messageId: string;
  /** RFC 3339 in UTC. */
  readonly sentAt: string;
  readonly summary: string;
}

/** A queue of dead letters: about how many it holds, and those that were looked at. */
export interface DeadLetters {
  readonly count: number;
  readonly letters: readonly DeadLetter[];
}

/**
 * Looks at the letters of a queue, at most a hundred, and puts them back. Meanwhile they are out of others' sight, as SQS has no
 * other way to look.
 */
export async function readDeadLetters(client: SQSClient, stage: string, queue: DeadQueue): Promise<DeadLetters> {
  const QueueUrl = await urlOf(client, stage, queue);
  const { Attributes: attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  const count =
    Number(attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0);
  const letters = new Map<string, DeadLetter>();
  const receipts: string[] = [];
  while (letters.size < 100) {
    const { Messages: messages = [] } = await client.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 20, WaitTimeSeconds: 1 },
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    const known = letters.size;
    for (const { MessageId: messageId = "", Body: body = "", Attributes: about, ReceiptHandle: receipt } of messages) {
      if (receipt !== undefined) receipts.push(receipt);
      const sentAt = new Date(Number(about?.SentTimestamp ?? 0)).toISOString();
      letters.set(messageId, { messageId, sentAt, summary: summaries[queue](body) });
    }
    if (letters.size === known) break;
  }
  for (const ReceiptHandle of receipts) {
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  return { count, letters: [...letters.values()].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1)) };
}

/** Moves the dead orders back into the queue of orders. One that was started before is not started again; what is no order comes back. */
export async function redriveOrders(client: SQSClient, stage: string): Promise<void> {
  const [dead, orders] = await Promise.all([arnOf(client, stage, "dead-orders"), arnOf(client, stage, "orders")]);
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: dead, DestinationArn: orders }));
}

async function urlOf(client: SQSClient, stage: string, queue: string): Promise<string> {
  const { QueueUrl: url } = await client.send(new GetQueueUrlCommand({ QueueName: `smoothies-${stage}-${queue}` }));
  if (url === undefined) throw new Error(`GetQueueUrl answered without the address of ${queue}.`);
  return url;
}

async function arnOf(client: SQSClient, stage: string, queue: string): Promise<string> {
  const QueueUrl = await urlOf(client, stage, queue);
  const { Attributes: attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const arn = attributes?.QueueArn;
  if (arn === undefined) throw new Error(`GetQueueAttributes answered without the ARN of ${queue}.`);
  return arn;
}

/** What may be shown of a letter: ids and names of ours. A customer's name and a device's own texts stay where they are. */
const summaries: Readonly<Record<DeadQueue, (body: string) => string>> = {
  "dead-orders": (body) => {
    const order = parseQueuedOrder(body);
    return order ? `order ${order.orderId}: ${order.smoothie}` : `no order (${Buffer.byteLength(body)} bytes)`;
  },
  "dead-words": (body) => {
    const word = read(wordSchema, body);
    if (word) return `${word.requestPayload.word} of ${word.requestPayload.robotId}: ${word.responsePayload.errorType}`;
    const rule = read(ruleSchema, body);
    return rule ? `rule ${rule.ruleName} on ${rule.topic}` : `unknown (${Buffer.byteLength(body)} bytes)`;
  },
  "dead-events": (body) => {
    const failed =
      read(v.object({ requestPayload: executionSchema }), body)?.requestPayload ?? read(executionSchema, body);
    return failed
      ? `${failed.detail.status} ${failed.detail.executionArn}`
      : `unknown (${Buffer.byteLength(body)} bytes)`;
  },
};

const name = v.pipe(v.string(), v.regex(/^[\w./:-]{1,200}$/u));
/** What Lambda sends to a failure destination. Source: AWS Lambda Developer Guide, "Retaining records of asynchronous invocations". */
const wordSchema = v.object({
  requestPayload: v.object({ word: name, robotId: name }),
  responsePayload: v.optional(v.object({ errorType: v.optional(name, "unknown error") }), {}),
});
/** What a rule sends to its error action. Source: AWS IoT Core Developer Guide, "Error handling (error action)". */
const ruleSchema = v.object({ ruleName: name, topic: name });
const executionSchema = v.object({ detail: v.object({ status: name, executionArn: name }) });

function read<T>(schema: v.GenericSchema<unknown, T>, body: string): T | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), body);
  return parsed.success ? parsed.output : undefined;
}
