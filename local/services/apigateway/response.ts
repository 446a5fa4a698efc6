import type { Json } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";

/** An answer of API Gateway's own: `{"message": "Not Found"}`. */
export function gatewayError(status: 404 | 413 | 429 | 500 | 503): Response {
  return Response.json({ message: messages[status] }, { status });
}

const messages = {
  404: "Not Found",
  413: "Request Entity Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/**
 * Makes a response of a function's result. A result without `statusCode` is a body itself; one with it must be well
 * formed, or the answer is a 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @returns `undefined` for a malformed result
 */
export function responseOf(result: Json): Response | undefined {
  if (!isObject(result) || result.statusCode === undefined) {
    const body = typeof result === "string" ? result : JSON.stringify(result);
    return new Response(body, { headers: { "content-type": "application/json" } });
  }
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded = false } = result;
  const status = typeof statusCode === "string" ? Number(statusCode) : statusCode;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isObject(headers) || !Array.isArray(cookies) || (typeof body !== "string" && body !== null)) return undefined;
  const bytes = Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8");
  const answer = new Headers({ "content-type": "text/plain;charset=UTF-8" });
  try {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== null && typeof value !== "object") answer.set(name, String(value));
    }
    for (const cookie of cookies) answer.append("set-cookie", String(cookie));
  } catch {
    // Not a header that HTTP allows.
    return undefined;
  }
  if (bytes.byteLength === 0 && !("content-type" in headers)) answer.delete("content-type");
  const bodiless = status === 204 || status === 304;
  return new Response(bodiless ? null : bytes, { status, headers: answer });
}
