import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { type BusEvent, isObject, type LocalContext } from "../../service.js";
import { busEvent } from "../../service-events.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { busName, defaultBus } from "./rule.js";
import { invalid, violation } from "./rule-actions.js";

/** 256 KiB for all entries of a request together. Source: EventBridge user guide, "PutEvents event entry size". */
const longestRequest = 262_144;
const mostEntries = 10;

/** An entry of `PutEvents` as an event for a bus, or why it is none. */
type Read = { readonly bus: string; readonly event: BusEvent } | { readonly code: string; readonly message: string };

/**
 * `PutEvents`: each entry is taken or refused by itself, and the answer tells which.
 *
 * As in AWS, an event for a bus that does not exist is taken and goes nowhere; here the log says so.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 * @throws JsonApiError `ValidationException` for a request that is refused as a whole
 */
export function putEvents(context: LocalContext, input: JsonObject, put: (bus: string, event: BusEvent) => void): Json {
  const { Entries: entries = null } = input;
  if (entries === null) throw violation("Value null at 'entries'", "not be null");
  if (!Array.isArray(entries) || !entries.every(fitsModel)) throw new JsonApiError(serializationException);
  if (entries.length < 1) throw violation("Value '[]' at 'entries'", "have length greater than or equal to 1");
  if (entries.length > mostEntries) {
    throw violation("Value at 'entries'", `have length less than or equal to ${mostEntries}`);
  }
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > longestRequest) {
    throw invalid("Total size of the entries in the request is over the limit.");
  }
  const results = entries.map((entry): JsonObject => {
    const read = readEntry(context, entry);
    if ("code" in read) return { ErrorCode: read.code, ErrorMessage: read.message };
    put(read.bus, read.event);
    return { EventId: read.event.id };
  });
  return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
}

/** Whether an entry is of the types that the API's model has; a time is a number of seconds since 1970. */
function fitsModel(entry: Json): entry is JsonObject {
  if (!isObject(entry)) return false;
  const { Time: time, Resources: resources, Source, DetailType, Detail, EventBusName } = entry;
  const isAbsent = (value: Json | undefined) => value === undefined || value === null;
  const isText = (value: Json | undefined) => isAbsent(value) || typeof value === "string";
  const isTime = isAbsent(time) || (typeof time === "number" && !Number.isNaN(new Date(time * 1000).getTime()));
  const isList = isAbsent(resources) || (Array.isArray(resources) && resources.every((one) => typeof one === "string"));
  return isTime && isList && [Source, DetailType, Detail, EventBusName].every(isText);
}

/** Source: EventBridge user guide, "Calculating Amazon EventBridge event entry size". */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: JsonObject): number {
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  const bytes = texts.reduce<number>((sum, text) => sum + (typeof text === "string" ? Buffer.byteLength(text) : 0), 0);
  return bytes + (Time === undefined ? 0 : 14);
}

function readEntry(context: LocalContext, entry: JsonObject): Read {
  const { Source: source, DetailType: detailType, Detail: text, Resources: resources = [], Time: time } = entry;
  const missing = (name: string) => ({
    code: "InvalidArgument",
    message: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  });
  if (typeof source !== "string" || source === "") return missing("Source");
  if (typeof detailType !== "string" || detailType === "") return missing("DetailType");
  if (typeof text !== "string" || text === "") return missing("Detail");
  if (source.startsWith("aws.")) {
    return { code: "NotAuthorizedForSourceException", message: "Not authorized for the source." };
  }
  const detail = parseJson(text);
  if (!isObject(detail)) return { code: "MalformedDetail", message: "Detail is malformed." };
  const at = typeof time === "number" ? time * 1000 : context.clock.now();
  return {
    bus: busName(typeof entry.EventBusName === "string" ? entry.EventBusName : defaultBus),
    event: busEvent(context, at, {
      "detail-type": detailType,
      source,
      resources: Array.isArray(resources) ? resources.map(String) : [],
      detail,
    }),
  };
}
