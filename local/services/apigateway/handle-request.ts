import { redact } from "../../log.js";
import type { LocalContext } from "../../service.js";
import type { Integration, IntegrationAnswer, IntegrationCall } from "./integration.js";
import { gatewayError } from "./response.js";
import { matchRoute, type Route, type RouteMatch } from "./routes.js";
import { contextVariables } from "./selection.js";
import { type Throttle, tokenBucket } from "./throttle.js";

/** The stage `$default`. */
export interface Stage {
  readonly throttle: Throttle;
  /** One token bucket a route, as in AWS. */
  readonly buckets: Map<string, () => boolean>;
  readonly now: () => number;
  readonly logFormat: string | undefined;
  /** `stageVariables`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** An HTTP API as its resources have made it so far. */
export interface Api {
  readonly id: string;
  readonly accountId: string;
  readonly domainName: string;
  readonly executionArn: string;
  readonly integrations: Map<string, Integration>;
  readonly routes: Route[];
  stage: Stage | undefined;
}

const bodyLimit = 10 * 1024 * 1024;

/** Answers one request as the API does, and writes its line to the access log. */
export async function handleRequest(context: LocalContext, api: Api, request: Request): Promise<Response> {
  const requestId = context.uuid();
  const now = context.clock.now();
  const match = matchRoute(api.routes, request.method, new URL(request.url).pathname);
  const { response, integrationError } = await answer(context, match, { api, request, requestId, now });
  response.headers.set("apigw-requestid", requestId);
  if (api.stage?.logFormat !== undefined) {
    const values: Readonly<Record<string, string | undefined>> = {
      ...contextVariables({ api, request, match, requestId, now }),
      status: String(response.status),
      responseLatency: String(context.clock.now() - now),
      integrationErrorMessage: integrationError,
    };
    const line = api.stage.logFormat.replace(
      /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/gu,
      (_, name: string) => values[name] ?? "-",
    );
    context.log("info", "apigateway", redact(line));
  }
  return response;
}

async function answer(
  context: LocalContext,
  match: RouteMatch | undefined,
  call: Omit<IntegrationCall, "match" | "body">,
): Promise<IntegrationAnswer> {
  const { stage, integrations } = call.api;
  if (stage === undefined || match === undefined) return { response: gatewayError(404) };
  const { routeKey, target } = match.route;
  const bucket = stage.buckets.get(routeKey) ?? tokenBucket(stage.throttle, stage.now);
  stage.buckets.set(routeKey, bucket);
  if (!bucket()) return { response: gatewayError(429) };
  const integration = integrations.get(target);
  if (integration === undefined) return { response: gatewayError(500), integrationError: "no integration" };
  const body = await readBody(call.request);
  if (body === undefined) return { response: gatewayError(413) };
  return await inTime(context, integration, { ...call, match, body });
}

/** What the integration answers, or a 503 when it takes too long; it is not stopped, as in AWS. */
async function inTime(
  { clock }: LocalContext,
  integration: Integration,
  call: IntegrationCall,
): Promise<IntegrationAnswer> {
  let cancel = () => {};
  const tooLate = new Promise<IntegrationAnswer>((resolve) => {
    cancel = clock.setTimer(call.now + integration.timeoutMs, () =>
      resolve({ response: gatewayError(503), integrationError: "Endpoint request timed out" }),
    );
  });
  try {
    return await Promise.race([integration.answer(call), tooLate]);
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
