import { decodeUri } from "../decode-uri.js";

/** A route: its key (`GET /api/reminders/{id}`, `ANY /{proxy+}`, `$default`) taken apart. */
export interface Route {
  readonly routeKey: string;
  readonly target: string;
  /** `ANY`, a method, or `undefined` for `$default`. */
  readonly method: string | undefined;
  readonly segments: readonly string[];
}

/** A route that answers a request. */
export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const methods = ["ANY", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Reads a route key.
 *
 * @throws Error where it is none
 */
export function parseRoute(routeKey: string, target: string): Route {
  if (routeKey === "$default") return { routeKey, target, method: undefined, segments: [] };
  const [method = "", path = "", ...rest] = routeKey.split(" ");
  if (!methods.includes(method) || !path.startsWith("/") || rest.length > 0) {
    throw new Error(
      `'route_key' is "${routeKey}", but must be $default or a method and a path such as "GET /items/{id}".`,
    );
  }
  return { routeKey, target, method, segments: path.slice(1).split("/") };
}

/**
 * Finds the route for a request: a full match first (text before a variable, a method before `ANY`), then one with a
 * greedy variable, then `$default`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = path.slice(1).split("/");
  const matches = routes.flatMap((route) => {
    const pathParameters = matchPath(route, method, parts);
    return pathParameters === undefined ? [] : [{ route, pathParameters }];
  });
  return matches.sort((a, b) => rank(b.route).localeCompare(rank(a.route)))[0];
}

function matchPath({ method: wanted, segments }: Route, method: string, parts: readonly string[]) {
  if (wanted === undefined) return {};
  if (wanted !== "ANY" && wanted !== method) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    const name = /^\{(\w+)(\+?)\}$/u.exec(segment);
    if (part === undefined || (name !== null && part === "")) return undefined;
    if (name?.[2] === "+") {
      return { ...parameters, [name[1] ?? ""]: decodeUri(parts.slice(index).join("/")) };
    }
    if (name !== null) parameters[name[1] ?? ""] = decodeUri(part);
    else if (segment !== part) return undefined;
  }
  return segments.length === parts.length ? parameters : undefined;
}

/** A text that sorts routes by how closely they describe what they match: one letter a segment. */
function rank({ method, segments }: Route): string {
  if (method === undefined) return "";
  const kinds = segments.map((segment) => (segment.endsWith("+}") ? "b" : segment.startsWith("{") ? "y" : "z"));
  const full = kinds.includes("b") ? "b" : "z";
  return `${full}${kinds.join("")}${method === "ANY" ? "a" : "z"}`;
}
