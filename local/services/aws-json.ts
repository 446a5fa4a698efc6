import { randomUUID } from "node:crypto";
import type { Json, JsonObject } from "../../asl/spec/index.js";
import { isObject } from "../service.js";

/**
 * The answer that a JSON API gives when it refuses a request.
 *
 * `type` is the error's shape name with its namespace, as the service writes it into `__type`.
 */
export class JsonApiError extends Error {
  override readonly name = "JsonApiError";
  readonly type: string;
  readonly status: number;

  constructor(type: string, message = "", status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** One action: takes the request's input, gives its output. */
export type JsonAction = (input: JsonObject) => Json | Promise<Json>;

/** An API that speaks AWS JSON 1.0. */
export interface JsonApi {
  /** The part of the header `X-Amz-Target` before the dot. */
  readonly targetPrefix: string;
  readonly actions: Readonly<Record<string, JsonAction>>;
}

/** What AWS calls a body that does not fit its model: no JSON, or a number where a text must be. */
export const serializationException = "com.amazon.coral.service#SerializationException";

const contentType = "application/x-amz-json-1.0";

/**
 * Answers one request of the AWS JSON 1.0 protocol.
 *
 * Source: Smithy, "AWS JSON 1.0 protocol"; the names in the `coral` namespaces are those that AWS services send.
 */
export async function answerJson(api: JsonApi, request: Request): Promise<Response> {
  const requestId = randomUUID();
  const headers = { "content-type": contentType, "x-amzn-requestid": requestId };
  const [prefix, name = ""] = (request.headers.get("x-amz-target") ?? "").split(".");
  const known = prefix === api.targetPrefix && Object.hasOwn(api.actions, name);
  const action = known ? api.actions[name] : undefined;
  if (!action) return refuse(new JsonApiError("com.amazon.coral.service#UnknownOperationException"), headers);
  const input = parseJson(await request.text());
  if (!isObject(input)) return refuse(new JsonApiError(serializationException), headers);
  try {
    return Response.json(await action(input), { headers });
  } catch (error) {
    if (!(error instanceof JsonApiError)) throw error;
    return refuse(error, headers);
  }
}

/** A value parsed from JSON text; `undefined` when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function refuse({ type, message, status }: JsonApiError, headers: Record<string, string>): Response {
  const body = message === "" ? { __type: type } : { __type: type, message };
  return Response.json(body, { status, headers });
}
