import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** A route's pattern as API Gateway writes it: a method and a path whose last part may be `{id}`. */
export type Route = `${"GET" | "POST" | "DELETE"} /${string}`;

/** The route of a request, and its `{id}`. */
export interface Matched<Pattern extends Route> {
  readonly route: Pattern;
  readonly id: string;
}

/**
 * Finds the route of a request by its method and path (case counts, as in API Gateway); `id` is empty for a pattern without one.
 *
 * @example `matchRoute(event, ["POST /things", "GET /things/{id}"])`
 */
export function matchRoute<const Pattern extends Route>(
  event: APIGatewayProxyEventV2,
  routes: readonly Pattern[],
): Matched<Pattern> | undefined {
  const asked = `${event.requestContext.http.method} ${event.rawPath}`;
  for (const route of routes) {
    if (!route.endsWith(PLACE)) {
      if (asked === route) return { route, id: "" };
      continue;
    }
    const prefix = route.slice(0, -PLACE.length);
    const id = asked.slice(prefix.length);
    if (asked.startsWith(prefix) && id !== "" && !id.includes("/")) return { route, id };
  }
  return undefined;
}

const PLACE = "{id}";
