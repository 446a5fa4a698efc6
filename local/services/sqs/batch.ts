import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { sqsError } from "./errors.js";
import { objectsOf, requiredTextOf } from "./input.js";

/** The most entries in one request. */
const batchLimit = 10;

/**
 * Does an action for each entry of a batch: what fails is told by entry, and the others are done all the same.
 *
 * @throws JsonApiError for a batch that is wrong as a whole
 */
export function forEachEntry(input: JsonObject, act: (entry: JsonObject) => JsonObject): JsonObject {
  const entries = checkedEntries(input);
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of entries) {
    const Id = requiredTextOf(entry, "Id");
    try {
      successful.push({ Id, ...act(entry) });
    } catch (error) {
      // What does not fit the model fails the request as a whole.
      if (!(error instanceof JsonApiError) || error.type === serializationException) throw error;
      failed.push({ Id, SenderFault: true, Code: error.queryCode ?? error.type, Message: error.message });
    }
  }
  const answer: Record<string, Json> = { Successful: successful };
  if (failed.length > 0) answer.Failed = failed;
  return answer;
}

/** The entries of a batch, of which there must be 1 to 10 with ids of their own. */
export function checkedEntries(input: JsonObject): readonly JsonObject[] {
  const entries = objectsOf(input, "Entries");
  if (entries.length === 0) {
    throw sqsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > batchLimit) {
    const message = `Maximum number of entries per request are ${batchLimit}. You have sent ${entries.length}.`;
    throw sqsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = entries.map((entry) => requiredTextOf(entry, "Id"));
  const wrong = ids.find((id) => !/^[\w-]{1,80}$/u.test(id));
  if (wrong !== undefined) {
    const message =
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
    throw sqsError("InvalidBatchEntryId", message);
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw sqsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  return entries;
}
