import type { Json, JsonObject } from "../../../asl/spec/index.js";
import type { Caller } from "../../service.js";
import { roleName } from "../iam/index.js";
import { checkedEntries, forEachEntry } from "./batch.js";
import { readDraft } from "./draft.js";
import { missingParameter, sqsError } from "./errors.js";
import { integerOf, requiredTextOf, textsOf } from "./input.js";
import {
  isBinaryType,
  type MessageAttribute,
  md5,
  md5OfAttributes,
  messageSize,
  type ReceivedMessage,
} from "./message.js";
import type { Queue } from "./queue.js";

/** The most that a batch may have in all, in bytes. */
const batchSizeLimit = 1_048_576;

/** `SendMessage`: also one entry of its batch. */
export function sendMessage(queue: Queue, input: JsonObject, caller: Caller): JsonObject {
  const draft = readDraft(queue, input, senderIdOf(caller, queue));
  const { id, body, attributes, traceHeader } = queue.send(draft, integerOf(input, "DelaySeconds", 0, 900));
  const MD5OfMessageAttributes = md5OfAttributes(attributes);
  const system = traceHeader === undefined ? [] : [["AWSTraceHeader", { type: "String", value: traceHeader }] as const];
  const MD5OfMessageSystemAttributes = md5OfAttributes(new Map(system));
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(MD5OfMessageAttributes !== undefined && { MD5OfMessageAttributes }),
    ...(MD5OfMessageSystemAttributes !== undefined && { MD5OfMessageSystemAttributes }),
  };
}

/** `SendMessageBatch`. */
export function sendMessageBatch(queue: Queue, input: JsonObject, caller: Caller): JsonObject {
  const sizes = checkedEntries(input).map((entry) => {
    const body = typeof entry.MessageBody === "string" ? entry.MessageBody : "";
    return messageSize({ body, attributes: new Map() });
  });
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size > batchSizeLimit) {
    const message = `Batch requests cannot be longer than ${batchSizeLimit} bytes. You have sent ${size} bytes.`;
    throw sqsError("BatchRequestTooLong", message);
  }
  return forEachEntry(input, (entry) => sendMessage(queue, entry, caller));
}

/** `ReceiveMessage`. It waits as long as the request or the queue says, or until the caller has gone. */
export async function receiveMessage(queue: Queue, input: JsonObject, signal: AbortSignal): Promise<JsonObject> {
  const visibilitySeconds = integerOf(input, "VisibilityTimeout", 0, 43_200);
  const waitSeconds = integerOf(input, "WaitTimeSeconds", 0, 20);
  const received = await queue.receive({
    max: integerOf(input, "MaxNumberOfMessages", 1, 10) ?? 1,
    signal,
    ...(visibilitySeconds !== undefined && { visibilitySeconds }),
    ...(waitSeconds !== undefined && { waitSeconds }),
  });
  if (received.length === 0) return {};
  const wanted = {
    system: [...textsOf(input, "AttributeNames"), ...textsOf(input, "MessageSystemAttributeNames")],
    own: textsOf(input, "MessageAttributeNames"),
  };
  return { Messages: received.map((message) => describeMessage(message, wanted)) };
}

/** `DeleteMessage`: also one entry of its batch. */
export function deleteMessage(queue: Queue, input: JsonObject): JsonObject {
  queue.delete(requiredTextOf(input, "ReceiptHandle"));
  return {};
}

/** `ChangeMessageVisibility`: also one entry of its batch. */
export function changeMessageVisibility(queue: Queue, input: JsonObject): JsonObject {
  const handle = requiredTextOf(input, "ReceiptHandle");
  const seconds = integerOf(input, "VisibilityTimeout", 0, 43_200);
  if (seconds === undefined) throw missingParameter("VisibilityTimeout");
  queue.changeVisibility(handle, seconds);
  return {};
}

/** The system attributes of a received message, as texts. */
export function systemAttributes(message: ReceivedMessage): Readonly<Record<string, string>> {
  return {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
    ...(message.deadLetterSource !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function describeMessage(
  message: ReceivedMessage,
  wanted: { readonly system: readonly string[]; readonly own: readonly string[] },
): JsonObject {
  const system = Object.entries(systemAttributes(message)).filter(([name]) => isWanted(name, wanted.system));
  const own = [...message.attributes].filter(([name]) => isWanted(name, wanted.own));
  const MD5OfMessageAttributes = md5OfAttributes(new Map(own));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(MD5OfMessageAttributes !== undefined && {
      MD5OfMessageAttributes,
      MessageAttributes: Object.fromEntries(own.map(([name, attribute]) => [name, describeAttribute(attribute)])),
    }),
  };
}

/** `All`, a name, or for a message's own attributes what a name starts with: `order.*`. */
function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (one) => one === "All" || one === name || (one.endsWith(".*") && name.startsWith(one.slice(0, -2))),
  );
}

function describeAttribute({ type, value }: MessageAttribute): Json {
  return { DataType: type, [isBinaryType(type) ? "BinaryValue" : "StringValue"]: value };
}

/** Who sent it, in the forms of IAM's unique ids: a role's session, or a person by the account. */
function senderIdOf({ roleArn, service }: Caller, { arn }: Queue): string {
  if (roleArn !== undefined) return `AROALOCAL:${roleName(roleArn)}`;
  return service ?? arn.split(":")[4] ?? "";
}
