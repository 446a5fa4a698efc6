import type { JsonObject } from "../../../asl/spec/index.js";
import { invalidParameter, missingParameter, sqsError } from "./errors.js";
import { mapOf, textOf } from "./input.js";
import { isBinaryType, type MessageAttribute, type MessageDraft, messageSize } from "./message.js";
import type { Queue } from "./queue.js";

/** What a message's text may hold: XML 1.0's characters. Source: `SendMessage` in the SQS API reference. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const attributeName = /^(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/u;

/**
 * Reads the message of a `SendMessage`, or of one entry of its batch.
 *
 * @throws JsonApiError as SQS refuses it
 */
export function readDraft(queue: Queue, input: JsonObject, senderId: string): MessageDraft {
  const body = textOf(input, "MessageBody");
  if (!body) throw missingParameter("MessageBody");
  if (forbidden.test(body)) {
    throw sqsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    );
  }
  if (textOf(input, "MessageDeduplicationId") !== undefined) {
    throw invalidParameter(
      "The request include parameter that is not valid for this queue type: MessageDeduplicationId.",
    );
  }
  const attributes = readAttributes(mapOf(input, "MessageAttributes"));
  const { maxMessageSize } = queue.settings();
  if (messageSize({ body, attributes }) > maxMessageSize) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxMessageSize} bytes.`,
    );
  }
  const traceHeader = readAttributes(mapOf(input, "MessageSystemAttributes")).get("AWSTraceHeader")?.value;
  return { body, attributes, senderId, ...(traceHeader !== undefined && { traceHeader }) };
}

function readAttributes(given: ReturnType<typeof mapOf>): ReadonlyMap<string, MessageAttribute> {
  if (given.length > 10)
    throw invalidParameter(`Number of message attributes [${given.length}] exceeds the allowed maximum [10].`);
  return new Map(given.map(([name, attribute]) => [name, readAttribute(name, attribute)]));
}

function readAttribute(name: string, attribute: JsonObject): MessageAttribute {
  if (!attributeName.test(name) || /^(?:aws|amazon)\./iu.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${name}' is not valid: it may have letters, digits, '_', '-' and '.', must not start with 'AWS.' or 'Amazon.', nor start or end with a period.`,
    );
  }
  const type = textOf(attribute, "DataType");
  if (!type) throw invalidParameter(`The message attribute '${name}' must contain a non-empty message attribute type.`);
  if (!/^(?:String|Number|Binary)(?:\..+)?$/u.test(type)) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = textOf(attribute, isBinaryType(type) ? "BinaryValue" : "StringValue");
  if (!value) {
    throw invalidParameter(
      `The message (user) attribute '${name}' must contain a non-empty value of type '${isBinaryType(type) ? "Binary" : "String"}'.`,
    );
  }
  if (/^Number(?:\.|$)/u.test(type) && !Number.isFinite(Number(value))) {
    throw invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return { type, value };
}
