import { parseJson } from "../../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";
import type { EventPattern } from "../../eventbridge/event-pattern.js";
import { isBinaryType, md5, md5OfAttributes, type ReceivedMessage } from "../../sqs/message.js";
import { systemAttributes } from "../../sqs/message-actions.js";

/**
 * A message as a function finds it in `Records`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsRecord(message: ReceivedMessage, queueArn: string): JsonObject {
  const md5OfMessageAttributes = md5OfAttributes(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: { ...systemAttributes(message) },
    messageAttributes: Object.fromEntries(
      [...message.attributes].map(([name, { type, value }]): [string, Json] => [
        name,
        {
          [isBinaryType(type) ? "binaryValue" : "stringValue"]: value,
          stringListValues: [],
          binaryListValues: [],
          dataType: type,
        },
      ]),
    ),
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
    md5OfBody: md5(message.body),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(":")[3] ?? "",
  };
}

/** Whether a record is one that the mapping wants. A body that is the text of a JSON object is matched as that object. */
export function isWanted(record: JsonObject, filters: readonly EventPattern[]): boolean {
  if (filters.length === 0) return true;
  const body = typeof record.body === "string" ? parseJson(record.body) : undefined;
  const event = isObject(body) ? { ...record, body } : record;
  return filters.some((matches) => matches(event));
}

/**
 * Splits records so that each event stays below Lambda's limit for a synchronous invocation.
 *
 * @param limit in bytes
 */
export function splitBySize(records: readonly JsonObject[], limit: number): readonly (readonly JsonObject[])[] {
  const events: JsonObject[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (size + bytes > limit) {
      events.push([]);
      size = '{"Records":[]}'.length;
    }
    events.at(-1)?.push(record);
    size += bytes;
  }
  return events;
}
