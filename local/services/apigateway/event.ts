import type { JsonObject } from "../../../asl/spec/index.js";
import { decodeUri } from "../decode-uri.js";
import type { RouteMatch } from "./routes.js";

/** What an event tells beside the request itself. */
export interface EventContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sourceIp: string;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/**
 * The event of a Lambda proxy integration, payload format 2.0. What is absent has no key. The path is decoded, `rawPath` or not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @see https://github.com/honojs/hono/issues/2156 and https://github.com/fastify/aws-lambda-fastify/issues/169
 */
export function proxyEvent(request: Request, body: Uint8Array, match: RouteMatch, context: EventContext): JsonObject {
  const url = new URL(request.url);
  const path = decodeUri(url.pathname);
  const rawQueryString = url.search.slice(1);
  const { route, pathParameters } = match;
  const cookies = (request.headers.get("cookie") ?? "").split(";").flatMap((cookie) => cookie.trim() || []);
  const query = joinedQuery(url.searchParams);
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers: eventHeaders(request, body, context),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName,
      domainPrefix: context.domainName.split(".", 1)[0] ?? "",
      http: {
        method: request.method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: context.sourceIp,
        userAgent: request.headers.get("user-agent") ?? "",
      },
      requestId: context.requestId,
      routeKey: route.routeKey,
      stage: "$default",
      time: requestTime(context.now),
      timeEpoch: context.now,
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(context.stageVariables).length > 0 && { stageVariables: { ...context.stageVariables } }),
    ...encodedBody(body, request.headers.get("content-type")),
  };
}

/**
 * A time as access logs and events write it.
 *
 * @example
 * requestTime(0); // "01/Jan/1970:00:00:00 +0000"
 */
export function requestTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/u.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

function eventHeaders(request: Request, body: Uint8Array, context: EventContext): JsonObject {
  const sent = [...request.headers].filter(
    ([name]) => !["cookie", "host", "connection", "transfer-encoding"].includes(name),
  );
  const forwardedFor = request.headers.get("x-forwarded-for");
  return {
    ...Object.fromEntries(sent),
    "content-length": String(body.byteLength),
    host: context.domainName,
    "x-amzn-trace-id": `Root=1-${Math.floor(context.now / 1000).toString(16)}-${context.requestId.replaceAll("-", "").slice(0, 24)}`,
    "x-forwarded-for": forwardedFor === null ? context.sourceIp : `${forwardedFor}, ${context.sourceIp}`,
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  };
}

function joinedQuery(parameters: URLSearchParams): JsonObject {
  const names = new Set(parameters.keys());
  return Object.fromEntries([...names].map((name) => [name, parameters.getAll(name).join(",")]));
}

function encodedBody(body: Uint8Array, contentType: string | null): JsonObject {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const isText = textTypes.test(contentType ?? "");
  return { body: Buffer.from(body).toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/** Everything else arrives as base64, forms and bodies without a type included. */
const textTypes = /^\s*(?:text\/[^;]+|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))\s*(?:;|$)/iu;
