import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** A route's key as API Gateway writes it: a method and a path whose last part may be `{id}`. */
export type Route = `${"GET" | "POST" | "DELETE"} /${string}`;

/** The route of a request, and its `{id}`. */
export interface Matched<Key extends Route> {
  readonly route: Key;
  readonly id: string;
}

/**
 * Finds the route by which API Gateway has sent a request; `id` is decoded, and empty for a route without one. The path itself is no
 * guide: API Gateway decodes all of it, so that a `/` in an id looks like one between two parts.
 *
 * @example `matchRoute(event, ["POST /things", "GET /things/{id}"])`
 */
export function matchRoute<const Key extends Route>(
  { routeKey, pathParameters }: APIGatewayProxyEventV2,
  routes: readonly Key[],
): Matched<Key> | undefined {
  const route = routes.find((one) => one === routeKey);
  return route && { route, id: pathParameters?.id ?? "" };
}
