import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { withMetadata } from "./metadata.js";

/** What Lambda answered to an invocation. */
export interface LambdaAnswer {
  readonly payload: Json;
  /** The payload as the function's runtime wrote it, whose length is told. */
  readonly text: string;
  readonly requestId: string;
  readonly date: Date;
}

/** The result of `lambda:invoke`: the function's result in `Payload`. Source: executions recorded on AWS. */
export function lambdaAnswer({ payload, text, requestId, date }: LambdaAnswer): JsonObject {
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(text)),
    "Content-Type": "application/json",
    Date: date.toUTCString(),
    "X-Amz-Executed-Version": "$LATEST",
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
    "X-Amzn-Trace-Id": "root=1-00000000-000000000000000000000000;parent=0000000000000000;sampled=0",
  };
  return withMetadata({ ExecutedVersion: "$LATEST", Payload: payload, StatusCode: 200 }, headers, requestId);
}
