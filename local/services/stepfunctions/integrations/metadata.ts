import type { Json, JsonObject } from "../../../../asl/spec/index.js";

/** The HTTP headers of a service's answer. */
export type Headers = Readonly<Record<string, string>>;

/**
 * The answer of a service as optimized integrations give it: with what the SDK that Step Functions uses tells of the
 * HTTP response. Source: executions recorded on AWS.
 */
export function withMetadata(answer: JsonObject, headers: Headers, requestId: string): JsonObject {
  const lists = Object.entries(headers).map(([name, value]): [string, Json] => [name, [value]]);
  return {
    ...answer,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(lists),
      HttpHeaders: { ...headers },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
