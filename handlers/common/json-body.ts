import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Problem } from "./http.js";
import { commonProblems } from "./problems.js";

/** Reads the bytes of a request that says to be JSON, and is not larger than it may be. */
export function readJsonBody(
  event: APIGatewayProxyEventV2,
  largestBytes: number,
): { readonly body: Buffer } | { readonly problem: Problem } {
  const type = event.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) return { problem: commonProblems.unsupportedMediaType() };
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  return body.length > largestBytes ? { problem: commonProblems.bodyTooLarge(largestBytes) } : { body };
}
