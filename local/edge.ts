import { Hono } from "hono";
import { type CredentialStore, signedFor } from "./credentials.js";
import { landingPage, type RunningSystem } from "./landing-page.js";
import type { Log } from "./log.js";
import type { Caller, Hosts, Service } from "./service.js";
import { refuseService, serviceFailure } from "./service-refusal.js";

/** What the one server answers from. All of it may still be on its way while the runtime starts. */
export interface Edge {
  readonly services: readonly Service[];
  readonly credentials: CredentialStore;
  readonly hosts: Hosts;
  readonly systems: () => readonly RunningSystem[];
  /** The host that answers under `/<system>/`. */
  readonly hostOf: (system: string) => string | undefined;
  readonly console: (request: Request) => Promise<Response>;
  readonly log: Log;
  readonly ready: () => boolean;
}

/** The methods that `fetch`'s Request cannot carry to an origin. */
const unforwardable = ["TRACE", "TRACK", "CONNECT"];

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u;

/**
 * The one server's routes: a signed request is a call of an AWS API and goes to the service that its credential scope
 * names; `/_local/` is the console; `/<system>/` is that system's distribution (or its API, where it has no page).
 */
export function createEdge(edge: Edge): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.use(async (c, next) => {
    const host = c.req.header("host") ?? "";
    // A page elsewhere can have its name resolve to this machine, and would then read what is here.
    if (!loopback.test(host)) return c.text(`The host "${host}" is not this machine; use http://localhost.\n`, 421);
    if (unforwardable.includes(c.req.method)) return c.text(`${c.req.method} is not possible here.\n`, 405);
    if (!edge.ready()) return c.text("Starting.\n", 503, { "retry-after": "1" });
    const signed = signedFor(c.req.header("authorization"));
    if (signed === undefined) return next();
    const caller = edge.credentials.callerOf(signed.accessKeyId);
    return askService(edge.services, edge.log, signed.service, c.req.raw, caller);
  });
  app.get("/", () => landingPage(edge.systems()));
  app.all("/_local", (c) => edge.console(c.req.raw));
  app.all("/_local/*", (c) => edge.console(c.req.raw));
  app.all("/:system{[a-z0-9-]+}", (c) => {
    const { pathname, search } = new URL(c.req.url);
    // A page's relative addresses are only right below the final slash.
    return edge.hostOf(c.req.param("system")) === undefined ? c.notFound() : c.redirect(`${pathname}/${search}`, 307);
  });
  app.all("/:system{[a-z0-9-]+}/*", async (c) => {
    const handler = edge.hosts.find(edge.hostOf(c.req.param("system")) ?? "");
    return handler === undefined ? c.notFound() : handler(mount(c.req.raw, c.req.param("system")));
  });
  app.notFound((c) => c.text("There is nothing here. Look at / for what runs on this machine.\n", 404));
  app.onError((error, c) => {
    edge.log("error", "edge", error.message, { path: new URL(c.req.url).pathname });
    return c.text("The local runtime failed on this request; its log says how.\n", 500);
  });
  return (request) => app.fetch(request);
}

/** A request below `/<system>/` as the system's own host sees it. */
function mount(request: Request, system: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(system.length + 1);
  const hasBody = request.body !== null && !["GET", "HEAD"].includes(request.method);
  return new Request(url, {
    method: request.method,
    headers: request.headers,
    ...(hasBody && { body: request.body, duplex: "half" as const }),
  });
}

async function callService(
  services: readonly Service[],
  name: string,
  request: Request,
  caller: Caller,
): Promise<Response> {
  const found = services.find((service) => service.name === name);
  if (found?.handle !== undefined) return found.handle(request, caller);
  const known = services.flatMap((service) => (service.handle === undefined ? [] : [service.name]));
  return refuseService(request, name, known);
}

/** Answers a call of an AWS API, from outside or by another service here. Whatever goes wrong, it gives an answer. */
export async function askService(
  services: readonly Service[],
  log: Log,
  name: string,
  request: Request,
  caller: Caller,
): Promise<Response> {
  try {
    return await callService(services, name, request, caller);
  } catch (error) {
    log("error", "edge", error instanceof Error ? error.message : String(error), { service: name });
    return serviceFailure(request, name);
  }
}
