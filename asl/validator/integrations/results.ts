import type { Resource } from "./resource.js";

const metadata = ["SdkHttpMetadata", "SdkResponseMetadata"];
const written = ["Attributes", "ConsumedCapacity", "ItemCollectionMetrics"];

/**
 * The fields that the answers of the most used integrations have, when nothing but the answer is waited for.
 *
 * Source: recorded executions; the API reference of each service.
 */
const answers: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:deleteItem": written,
  "dynamodb:getItem": ["ConsumedCapacity", "Item"],
  "dynamodb:putItem": written,
  "dynamodb:updateItem": written,
  "events:putEvents": ["Entries", "FailedEntryCount"],
  "lambda:invoke": ["ExecutedVersion", "FunctionError", "LogResult", "Payload", "StatusCode"],
  "sns:publish": ["MessageId", "SequenceNumber"],
  "sqs:sendMessage": [
    "MD5OfMessageAttributes",
    "MD5OfMessageBody",
    "MD5OfMessageSystemAttributes",
    "MessageId",
    "SequenceNumber",
  ],
  "states:startExecution": ["ExecutionArn", "StartDate"],
};

/** The fields that a Task's result may have; undefined where that is not known. */
export function resultFields(resource: Resource | undefined): readonly string[] | undefined {
  if (resource?.kind !== "integration" || resource.pattern !== "") return undefined;
  const name = `${resource.service}:${resource.action}`;
  return Object.hasOwn(answers, name) ? [...(answers[name] ?? []), ...metadata] : undefined;
}
