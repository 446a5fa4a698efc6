import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { requestTime } from "./event.js";
import { type IntegrationCall, sourceIp } from "./integration.js";

/** The text that a request parameter has for a request; `undefined` where the request has nothing there. */
export type Selection = (call: IntegrationCall) => string | undefined;

/** A JSONPath reads a body's first 100 KB only. */
const longestSelectedBody = 100 * 1024;

const sources: Readonly<Record<string, (name: string) => Selection>> = {
  header: (name) => (call) => call.request.headers.get(name) ?? undefined,
  querystring: (name) => (call) => {
    const values = new URL(call.request.url).searchParams.getAll(name);
    return values.length > 0 ? values.join(",") : undefined;
  },
  path: (name) => (call) => call.match.pathParameters[name],
  body: bodyField,
};

/**
 * Compiles the value of a request parameter: `$request.header.name`, `$request.querystring.name`, `$request.path.name`,
 * `$request.body`, `$request.body.name`, `$context.name`, `$stageVariables.name`, or a text that is always the same.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 * @throws Error for an expression that is none of these
 */
export function compileSelection(text: string): Selection {
  if (text === "$request.body") return (call) => Buffer.from(call.body).toString("utf8") || undefined;
  const [, source, name = ""] = /^\$request\.(header|querystring|path|body)\.(.+)$/u.exec(text) ?? [];
  if (source !== undefined) return sources[source]?.(name) ?? (() => undefined);
  const [, variable] = /^\$context\.([\w.]+)$/u.exec(text) ?? [];
  if (variable !== undefined) return (call) => contextVariables(call)[variable];
  const [, stageVariable] = /^\$stageVariables\.(\w+)$/u.exec(text) ?? [];
  if (stageVariable !== undefined) return (call) => call.api.stage?.variables[stageVariable];
  if (text.startsWith("$")) {
    throw new Error(`"${text}" is no value here; possible: $request.body, $request.header.x, $context.x, a text, ...`);
  }
  return () => text;
}

/** The variables of `$context`, as far as HTTP APIs without authorizers have them. */
export function contextVariables({
  api,
  request,
  match,
  requestId,
  now,
}: Omit<IntegrationCall, "match" | "body"> & { readonly match: IntegrationCall["match"] | undefined }): Readonly<
  Record<string, string | undefined>
> {
  const { pathname } = new URL(request.url);
  return {
    requestId,
    extendedRequestId: requestId,
    apiId: api.id,
    domainName: api.domainName,
    domainPrefix: api.domainName.split(".", 1)[0],
    accountId: api.accountId,
    stage: "$default",
    routeKey: match?.route.routeKey,
    requestTime: requestTime(now),
    requestTimeEpoch: String(now),
    httpMethod: request.method,
    path: pathname,
    protocol: "HTTP/1.1",
    "identity.sourceIp": sourceIp,
    "identity.userAgent": request.headers.get("user-agent") ?? undefined,
  };
}

function bodyField(path: string): Selection {
  if (!/^[\w-]+(?:\[\d+\])*(?:\.[\w-]+(?:\[\d+\])*)*$/u.test(path)) {
    throw new Error(`"$request.body.${path}" is no path that runs here, such as $request.body.order.lines[0].sku.`);
  }
  const steps = path.split(/[.[\]]+/u).filter((step) => step !== "");
  return ({ body }) => {
    let value: Json | undefined = parseJson(Buffer.from(body.subarray(0, longestSelectedBody)).toString("utf8"));
    for (const step of steps) value = below(value, step);
    if (value === undefined || value === null) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

function below(value: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A map of texts, as Terraform writes one. */
export function textMap(value: Json | undefined, name: string): Readonly<Record<string, string>> {
  const map: JsonObject = value === undefined || value === null ? {} : isObject(value) ? value : { "": null };
  const texts = Object.entries(map).flatMap(([key, text]) => (typeof text === "string" ? [[key, text] as const] : []));
  if (texts.length < Object.keys(map).length) throw new Error(`'${name}' must be a map of texts.`);
  return Object.fromEntries(texts);
}
