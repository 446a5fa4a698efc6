import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { blocks, type Resource } from "../../service.js";
import { matchesWildcard } from "../wildcard.js";
import { cachePolicies, originRequestPolicies, type PolicyHeader } from "./policies.js";

/** Where a behaviour's requests go. */
export interface Origin {
  readonly domainName: string;
  /** An S3 origin with origin access control is read in the distribution's name. */
  readonly signed: boolean;
}

/** A cache behaviour. */
export interface Behavior {
  /** `*` for the default one. */
  readonly pathPattern: string;
  readonly origin: Origin;
  readonly allowedMethods: readonly string[];
  /** Whether headers, cookies and query string go to the origin. */
  readonly forwardsAll: boolean;
  readonly headers: readonly PolicyHeader[];
}

/** A distribution, ready to answer. */
export interface Distribution {
  readonly arn: string;
  readonly domainName: string;
  readonly defaultRootObject: string;
  /** In the order in which they are tried; the default one is last. */
  readonly behaviors: readonly Behavior[];
}

/**
 * Reads an `aws_cloudfront_distribution`.
 *
 * @param headers the response headers policies, by id
 * @throws Error where it names an origin or a policy that does not exist here
 */
export function readDistribution(
  { attributes }: Resource,
  identity: { readonly arn: string; readonly domainName: string },
  headers: ReadonlyMap<string, readonly PolicyHeader[]>,
): Distribution {
  if (attributes.enabled !== true) throw new Error("'enabled' is not true; a disabled distribution answers nothing.");
  const origins = new Map(
    blocks(attributes.origin).map((origin) => [
      text(origin.origin_id),
      { domainName: text(origin.domain_name), signed: text(origin.origin_access_control_id) !== "" },
    ]),
  );
  const behavior = (config: JsonObject): Behavior => {
    const target = text(config.target_origin_id);
    const origin = origins.get(target);
    if (origin === undefined)
      throw new Error(`'target_origin_id' is "${target}"; the origins are ${[...origins.keys()].join(", ")}.`);
    const cachePolicy = text(config.cache_policy_id);
    if (!cachePolicies.includes(cachePolicy)) {
      throw new Error(
        `'cache_policy_id' is "${cachePolicy}"; only CloudFront's CachingOptimized and CachingDisabled are known here.`,
      );
    }
    const requestPolicy = text(config.origin_request_policy_id);
    if (requestPolicy !== "" && originRequestPolicies[requestPolicy] === undefined) {
      throw new Error(
        `'origin_request_policy_id' is "${requestPolicy}"; only AllViewerExceptHostHeader is known here.`,
      );
    }
    const headersPolicy = text(config.response_headers_policy_id);
    const policy = headersPolicy === "" ? [] : headers.get(headersPolicy);
    if (policy === undefined)
      throw new Error(`'response_headers_policy_id' is "${headersPolicy}", which is not in the stack.`);
    const methods = Array.isArray(config.allowed_methods) ? config.allowed_methods.map(String) : [];
    return {
      pathPattern: text(config.path_pattern) || "*",
      origin,
      allowedMethods: methods,
      forwardsAll: requestPolicy !== "",
      headers: policy,
    };
  };
  return {
    ...identity,
    defaultRootObject: text(attributes.default_root_object),
    behaviors: [...blocks(attributes.ordered_cache_behavior), ...blocks(attributes.default_cache_behavior)].map(
      behavior,
    ),
  };
}

/** The first behaviour whose path pattern matches; a pattern may leave out its leading slash. */
export function behaviorFor({ behaviors }: Distribution, path: string): Behavior | undefined {
  return behaviors.find(
    ({ pathPattern }) => pathPattern === "*" || matchesWildcard(`/${pathPattern.replace(/^\//u, "")}`, path),
  );
}

function text(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}
