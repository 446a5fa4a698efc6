import { randomUUID } from "node:crypto";
import { parseJson } from "../../asl/interpreter/json.js";
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
  /** The error's code in the query protocol, which a service that once spoke it still sends along: SQS does. */
  readonly queryCode: string | undefined;

  constructor(type: string, message = "", status = 400, queryCode?: string) {
    super(message);
    this.type = type;
    this.status = status;
    this.queryCode = queryCode;
  }
}

/** One action: takes the request's input, gives its output. The signal is aborted when the caller has gone. */
export type JsonAction = (input: JsonObject, signal: AbortSignal) => Json | Promise<Json>;

/** An API that speaks AWS JSON 1.0 or 1.1, which differ in the content type alone. */
export interface JsonApi {
  /** 1.0 unless said otherwise. */
  readonly version?: "1.0" | "1.1";
  /** The part of the header `X-Amz-Target` before the dot. */
  readonly targetPrefix: string;
  readonly actions: Readonly<Record<string, JsonAction>>;
}

/** What AWS calls an action that there is not. */
export const unknownOperation = "com.amazon.coral.service#UnknownOperationException";

/** What AWS calls a body that does not fit its model: no JSON, or a number where a text must be. */
export const serializationException = "com.amazon.coral.service#SerializationException";

/**
 * Answers one request of the AWS JSON protocols.
 *
 * Source: Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol"; the names in the `coral` namespaces are those that AWS services send.
 */
export async function answerJson(api: JsonApi, request: Request): Promise<Response> {
  const response = await answer(api, request);
  response.headers.set("content-type", `application/x-amz-json-${api.version ?? "1.0"}`);
  return response;
}

async function answer(api: JsonApi, request: Request): Promise<Response> {
  const [prefix, name = ""] = (request.headers.get("x-amz-target") ?? "").split(".");
  const known = prefix === api.targetPrefix && Object.hasOwn(api.actions, name);
  const action = known ? api.actions[name] : undefined;
  if (!action) {
    // AWS says nothing more, but has all of its actions.
    const message = `Of this API, only these actions work here: ${Object.keys(api.actions).join(", ")}.`;
    return jsonRefusal(new JsonApiError(unknownOperation, message));
  }
  const input = parseJson(await request.text());
  if (!isObject(input)) return jsonRefusal(new JsonApiError(serializationException));
  try {
    return jsonResponse(200, await action(input, request.signal));
  } catch (error) {
    if (!(error instanceof JsonApiError)) throw error;
    return jsonRefusal(error);
  }
}

/** A refusal as the protocol writes it. */
export function jsonRefusal({ type, message, status, queryCode }: JsonApiError): Response {
  const response = jsonResponse(status, message === "" ? { __type: type } : { __type: type, message });
  if (queryCode !== undefined) response.headers.set("x-amzn-query-error", `${queryCode};Sender`);
  return response;
}

function jsonResponse(status: number, body: Json): Response {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() };
  return Response.json(body, { status, headers });
}
