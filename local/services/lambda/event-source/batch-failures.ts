import type { Json } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";

/**
 * Which messages of a batch failed, by a function's answer, where the mapping has `ReportBatchItemFailures`.
 *
 * No answer, and one without failures, means that all is done. An answer that is wrong in any part - an identifier that
 * is empty or not of this batch, a key with another name - means that all failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessages(answer: Json, batch: readonly string[]): ReadonlySet<string> {
  if (answer === null) return new Set();
  if (!isObject(answer)) return new Set(batch);
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return new Set(batch);
  const ids = failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : undefined));
  const known = ids.filter((id): id is string => typeof id === "string" && batch.includes(id));
  return new Set(known.length === ids.length ? known : batch);
}
