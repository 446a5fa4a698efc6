import type { IncomingMessage, ServerResponse } from "node:http";
import { signedFor } from "../../../local/credentials.js";

/** A request to an AWS API, read as far as is needed to say which action it is. */
export interface Call {
  /** The SigV4 name of the service, e.g. `iot`; empty for a request that is not signed. */
  readonly service: string;
  readonly accessKeyId: string;
  /** Of the protocols that name one, in a header or in the form; else the method and the path. */
  readonly action: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Aborted when the caller has gone: a worker that was stopped must get no task any more. */
  readonly signal: AbortSignal;
}

/** What is answered to a call. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** Reads a request to its end. */
export async function readCall(request: IncomingMessage, response: ServerResponse): Promise<Call> {
  const caller = new AbortController();
  response.once("close", () => caller.abort());
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const { method = "GET", url: path = "/" } = request;
  const { service = "", accessKeyId = "" } = signedFor(headers.authorization) ?? {};
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const named = headers["x-amz-target"]?.split(".").at(-1) ?? (isForm && new URLSearchParams(`${body}`).get("Action"));
  return {
    service,
    accessKeyId,
    action: named || `${method} ${path}`,
    method,
    path,
    headers,
    body,
    signal: caller.signal,
  };
}

/** The call as what our own services take. */
export function webRequest(call: Call): Request {
  const { method, headers, signal, body } = call;
  const hasBody = !["GET", "HEAD"].includes(method);
  const url = `http://${headers.host ?? "127.0.0.1"}${call.path}`;
  return new Request(url, { method, headers, signal, ...(hasBody && { body }) });
}

/** What one of our services answered. */
export async function answerOf(response: Response): Promise<Answer> {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
}

/** An answer in JSON. */
export function json(status: number, value: object): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** An answer in XML. */
export function xml(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "text/xml", ...headers }, body };
}
