import { TaskFailure } from "../../../../asl/interpreter/index.js";
import type { Json } from "../../../../asl/spec/index.js";
import { isObject } from "../../../service.js";
import { argumentsOf, asText, type Integration } from "./integration.js";
import { callOptimized, type OptimizedService } from "./optimized.js";

const events: OptimizedService = {
  service: "events",
  prefix: "EventBridge",
  causeName: "AmazonEventBridge",
  otherErrors: "AmazonEventBridgeException",
  contentType: "application/x-amz-json-1.1",
};

/**
 * The optimized integration of EventBridge: fails as soon as one entry is refused. As recorded on AWS, its result has no
 * metadata of the HTTP response.
 */
export const eventsIntegrations: Readonly<Record<string, Integration>> = {
  "events:putEvents": {
    fields: ["Entries"],
    takesToken: true,
    async call(work) {
      const { Entries: entries = null } = argumentsOf(work.task);
      const input = { Entries: Array.isArray(entries) ? entries.map(withDetailAsText) : entries };
      const answer = await callOptimized(work, events, "PutEvents", input);
      if (answer.FailedEntryCount !== 0) throw new TaskFailure("EventBridge.FailedEntry", JSON.stringify(answer));
      return answer;
    },
  },
};

function withDetailAsText(entry: Json): Json {
  if (!isObject(entry) || entry.Detail === undefined) return entry;
  return { ...entry, Detail: asText(entry.Detail) };
}
