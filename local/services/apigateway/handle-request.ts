import { redact } from "../../log.js";
import { type LocalContext, ServiceError } from "../../service.js";
import { functionNameOf } from "../lambda/permissions.js";
import { proxyEvent, requestTime } from "./event.js";
import { gatewayError, responseOf } from "./response.js";
import { matchRoute, type Route, type RouteMatch } from "./routes.js";
import { type Throttle, tokenBucket } from "./throttle.js";

/** A Lambda proxy integration. */
export interface Integration {
  /** The function's invoke ARN, or its ARN. */
  readonly functionUri: string;
  readonly timeoutMs: number;
}

/** The stage `$default`. */
export interface Stage {
  readonly throttle: Throttle;
  /** One token bucket a route, as in AWS. */
  readonly buckets: Map<string, () => boolean>;
  readonly now: () => number;
  readonly logFormat: string | undefined;
}

/** An HTTP API as its resources have made it so far. */
export interface Api {
  readonly id: string;
  readonly domainName: string;
  readonly executionArn: string;
  readonly integrations: Map<string, Integration>;
  readonly routes: Route[];
  stage: Stage | undefined;
}

const bodyLimit = 10 * 1024 * 1024;

interface Answer {
  readonly response: Response;
  readonly routeKey?: string;
  /** Why the integration gave no answer, for the access log. */
  readonly integrationError?: string;
}

/** Answers one request as the API does, and writes its line to the access log. */
export async function handleRequest(context: LocalContext, api: Api, request: Request): Promise<Response> {
  const requestId = context.uuid();
  const startedAt = context.clock.now();
  const { response, routeKey, integrationError } = await answer(context, api, request, requestId);
  response.headers.set("apigw-requestid", requestId);
  if (api.stage?.logFormat !== undefined) {
    const url = new URL(request.url);
    const values: Readonly<Record<string, string | undefined>> = {
      requestId,
      apiId: api.id,
      domainName: api.domainName,
      stage: "$default",
      routeKey,
      requestTime: requestTime(startedAt),
      requestTimeEpoch: String(startedAt),
      httpMethod: request.method,
      path: url.pathname,
      protocol: "HTTP/1.1",
      status: String(response.status),
      responseLatency: String(context.clock.now() - startedAt),
      integrationErrorMessage: integrationError,
      "identity.sourceIp": sourceIp,
    };
    const line = api.stage.logFormat.replace(
      /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/gu,
      (_, name: string) => values[name] ?? "-",
    );
    context.log("info", "apigateway", redact(line));
  }
  return response;
}

/** Who calls, as API Gateway sees it: everybody is on this machine. */
const sourceIp = "127.0.0.1";

async function answer(context: LocalContext, api: Api, request: Request, requestId: string): Promise<Answer> {
  const { stage } = api;
  const match = matchRoute(api.routes, request.method, new URL(request.url).pathname);
  if (stage === undefined || match === undefined) return { response: gatewayError(404) };
  const { routeKey, target } = match.route;
  const bucket = stage.buckets.get(routeKey) ?? tokenBucket(stage.throttle, stage.now);
  stage.buckets.set(routeKey, bucket);
  if (!bucket()) return { response: gatewayError(429), routeKey };
  const integration = api.integrations.get(target);
  if (integration === undefined) return { response: gatewayError(500), routeKey, integrationError: "no integration" };
  const body = await readBody(request);
  if (body === undefined) return { response: gatewayError(413), routeKey };
  return { routeKey, ...(await integrate(context, api, integration, request, body, match, requestId)) };
}

async function integrate(
  context: LocalContext,
  api: Api,
  integration: Integration,
  request: Request,
  body: Uint8Array,
  match: RouteMatch,
  requestId: string,
): Promise<Answer> {
  const { accountId, clock } = context;
  const now = clock.now();
  const event = proxyEvent(request, body, match, {
    ...{ accountId, apiId: api.id, domainName: api.domainName, requestId, now, sourceIp },
  });
  const routePath = match.route.routeKey.replace(/^\S+ /u, "");
  const as = {
    service: "apigateway.amazonaws.com",
    sourceArn: `${api.executionArn}/$default/${match.route.method === "ANY" ? "*" : request.method}${routePath}`,
  };
  let cancel = () => {};
  const tooLate = new Promise<"too late">((resolve) => {
    cancel = clock.setTimer(now + integration.timeoutMs, () => resolve("too late"));
  });
  try {
    const invoking = context.invokeFunction(functionNameOf(integration.functionUri), event, { as });
    const invocation = await Promise.race([invoking, tooLate]);
    if (invocation === "too late")
      return { response: gatewayError(503), integrationError: "Endpoint request timed out" };
    if (invocation.functionError) {
      return { response: gatewayError(500), integrationError: "The Lambda function returned an error" };
    }
    const response = responseOf(invocation.payload);
    if (response !== undefined) return { response };
    return { response: gatewayError(500), integrationError: "The response from the Lambda function was malformed" };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const status = error.code === "TooManyRequestsException" ? 503 : 500;
    return { response: gatewayError(status), integrationError: error.message };
  } finally {
    cancel();
  }
}

/** Reads a body of at most 10 MB; gives `undefined` for a larger one, without reading on. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
