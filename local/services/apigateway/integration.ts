import type { Resource } from "../../service.js";
import type { Api } from "./handle-request.js";
import type { RouteMatch } from "./routes.js";

/** A request on its way to an integration. */
export interface IntegrationCall {
  readonly api: Api;
  readonly request: Request;
  readonly body: Uint8Array;
  readonly match: RouteMatch;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How an integration answers. */
export interface IntegrationAnswer {
  readonly response: Response;
  /** Why there is no answer of the integration itself, for the access log. */
  readonly integrationError?: string;
}

/** What a route leads to. */
export interface Integration {
  readonly timeoutMs: number;
  answer(call: IntegrationCall): Promise<IntegrationAnswer>;
}

/** Who calls, as API Gateway sees it: everybody is on this machine. */
export const sourceIp = "127.0.0.1";

/** API Gateway waits 30 seconds, or less. */
export function readTimeout(resource: Resource): number {
  const timeout = resource.attributes.timeout_milliseconds ?? 30_000;
  if (typeof timeout === "number" && timeout >= 50 && timeout <= 30_000) return timeout;
  throw new Error(`'timeout_milliseconds' is ${JSON.stringify(timeout)}, but must be 50 to 30000.`);
}
