import type { TaskCall } from "../interpreter/index.js";
import type { Json, JsonObject } from "../spec/index.js";

/** What the optimised integrations put beside a service's answer. */
const metadata = {
  SdkHttpMetadata: { HttpStatusCode: 200 },
  SdkResponseMetadata: { RequestId: "00000000-0000-4000-8000-000000000000" },
};

/** Puts what a function returned into the envelope that `lambda:invoke` gives; other results stay as they are. */
export function enveloped(call: TaskCall, output: Json): Json {
  if (call.taskToken !== undefined || !/:states:[^:]*:[^:]*:lambda:invoke$/.test(call.resource)) return output;
  return { ExecutedVersion: "$LATEST", Payload: output, ...metadata, StatusCode: 200 };
}

/** The answer of `states:startExecution` to the start of a child execution. */
export function startedAnswer(executionArn: string, startDate: number): JsonObject {
  return { ExecutionArn: executionArn, ...metadata, StartDate: startDate };
}
