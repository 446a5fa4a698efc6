import { createHash } from "node:crypto";
import type { Hosts, LocalContext, Resource, Service } from "../../service.js";
import { readerHeader } from "../s3/index.js";
import { type Behavior, behaviorFor, type Distribution, readDistribution } from "./distribution.js";
import { type PolicyHeader, policyHeaders } from "./policies.js";

/**
 * Amazon CloudFront: behaviours, origins, allowed methods and response headers. Not here: caching and compression (every
 * request reaches its origin, the whole answer comes back), HTTPS, and custom error pages.
 */
export function createCloudFrontService(context: LocalContext): Service {
  const headers = new Map<string, readonly PolicyHeader[]>();
  let count = 0;
  const create: Readonly<Record<string, (resource: Resource) => Record<string, string>>> = {
    aws_cloudfront_origin_access_control: (resource) => ({ id: idOf("E", resource) }),
    aws_cloudfront_response_headers_policy: (resource) => {
      const id = idOf("P", resource);
      headers.set(id, policyHeaders(resource));
      return { id };
    },
    aws_cloudfront_distribution: (resource) => {
      const id = idOf("E", resource);
      const arn = `arn:${context.partition}:cloudfront::${context.accountId}:distribution/${id}`;
      const domainName = `d${id.slice(1).toLowerCase()}.cloudfront.net`;
      const distribution = readDistribution(resource, { arn, domainName }, headers);
      context.hosts.add(domainName, (request) => serve(context, distribution, request));
      count += 1;
      return { id, arn, domain_name: domainName, hosted_zone_id: "Z2FDTNDATAQYW2", status: "Deployed" };
    },
  };
  return {
    name: "cloudfront",
    title: "CloudFront",
    resourceTypes: Object.keys(create),
    create: (resource) => create[resource.type]?.(resource) ?? {},
    summary: () => `${count} ${count === 1 ? "distribution" : "distributions"}`,
    async stop() {},
  };
}

async function serve(context: LocalContext, distribution: Distribution, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const behavior = behaviorFor(distribution, url.pathname);
  if (behavior === undefined) return refuse(404, "No behaviour matches this path.");
  if (!behavior.allowedMethods.includes(request.method)) {
    // CloudFront's answers carry the behaviour's headers too.
    return withHeaders(
      refuse(
        403,
        "This distribution is not configured to allow the HTTP request method that was used for this request.",
      ),
      behavior.headers,
      context,
    );
  }
  const answer = await fetchOrigin(context.hosts, distribution, behavior, request, url);
  return withHeaders(answer, behavior.headers, context);
}

async function fetchOrigin(
  hosts: Hosts,
  distribution: Distribution,
  behavior: Behavior,
  request: Request,
  url: URL,
): Promise<Response> {
  const origin = hosts.find(behavior.origin.domainName);
  if (origin === undefined) return refuse(502, "CloudFront wasn't able to resolve the origin domain name.");
  const path = url.pathname === "/" ? `/${distribution.defaultRootObject}` : url.pathname;
  const target = `https://${behavior.origin.domainName}${path}${behavior.forwardsAll ? url.search : ""}`;
  const hasBody = request.body !== null && !["GET", "HEAD"].includes(request.method);
  return origin(
    new Request(target, {
      method: request.method,
      headers: originHeaders(distribution, behavior, request.headers),
      ...(hasBody && { body: request.body, duplex: "half" as const }),
    }),
  );
}

/** Conditional requests and the body's own headers always go on; the others as the origin request policy says. */
const alwaysForwarded = ["content-type", "content-length", "if-none-match", "if-modified-since"];

function originHeaders(distribution: Distribution, behavior: Behavior, viewer: Headers): Headers {
  const forwarded = [...viewer].filter(([name]) =>
    behavior.forwardsAll ? !["host", readerHeader].includes(name) : alwaysForwarded.includes(name),
  );
  const headers = new Headers(forwarded);
  const viewerIp = "127.0.0.1";
  const before = viewer.get("x-forwarded-for");
  headers.set("x-forwarded-for", before === null ? viewerIp : `${before}, ${viewerIp}`);
  headers.set("via", "1.1 local.cloudfront.net (CloudFront)");
  if (!behavior.forwardsAll) headers.set("user-agent", "Amazon CloudFront");
  if (behavior.origin.signed) headers.set(readerHeader, distribution.arn);
  return headers;
}

function withHeaders(answer: Response, policy: readonly PolicyHeader[], context: LocalContext): Response {
  const headers = new Headers(answer.headers);
  for (const { name, value, override } of policy) if (override || !headers.has(name)) headers.set(name, value);
  headers.set("x-cache", answer.status < 400 ? "Miss from cloudfront" : "Error from cloudfront");
  headers.set("x-amz-cf-id", context.uuid());
  return new Response(answer.body, { status: answer.status, headers });
}

function refuse(status: 403 | 404 | 502, reason: string): Response {
  const title = { 403: "The request could not be satisfied", 404: "Not found", 502: "Bad gateway" }[status];
  const body = `<!doctype html><html lang="en"><title>ERROR: ${title}</title><h1>${status} ERROR</h1><p>${reason}</p></html>\n`;
  return new Response(body, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** An id of AWS's form: 13 capitals and digits after a first letter; the same in each run. */
function idOf(prefix: string, { system, address }: Resource): string {
  return `${prefix}${createHash("sha256").update(`${system}/${address}`).digest("hex").toUpperCase().slice(0, 13)}`;
}
