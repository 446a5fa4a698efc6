import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { blocks, type Resource } from "../../service.js";

/** A header that a response headers policy sets. */
export interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  /** Whether it replaces the origin's own header of that name. */
  readonly override: boolean;
}

/**
 * What of a viewer's request goes on to the origin under CloudFront's own policies, by their ids.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export const originRequestPolicies: Readonly<Record<string, "all but host">> = {
  "b689b0a8-53d0-40ab-baf2-68738e2966ac": "all but host",
};

/** CachingOptimized and CachingDisabled: neither sends headers, cookies or the query string on. Nothing is cached here. */
export const cachePolicies = ["658327ea-f89d-4fab-a63d-7e88639e58f6", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"];

/** The headers of an `aws_cloudfront_response_headers_policy`. */
export function policyHeaders({ attributes }: Resource): readonly PolicyHeader[] {
  const [security = {}] = blocks(attributes.security_headers_config);
  const single = Object.entries(securityHeaders).flatMap(([block, { name, value }]) =>
    blocks(security[block]).map((config) => ({ name, value: value(config), override: config.override === true })),
  );
  const custom = blocks(attributes.custom_headers_config).flatMap((config) =>
    blocks(config.items).map(({ header, value, override }) => ({
      name: text(header),
      value: text(value),
      override: override === true,
    })),
  );
  return [...single, ...custom];
}

const securityHeaders: Readonly<
  Record<string, { readonly name: string; readonly value: (config: JsonObject) => string }>
> = {
  content_security_policy: {
    name: "content-security-policy",
    value: (config) => text(config.content_security_policy),
  },
  content_type_options: { name: "x-content-type-options", value: () => "nosniff" },
  frame_options: { name: "x-frame-options", value: (config) => text(config.frame_option) },
  referrer_policy: { name: "referrer-policy", value: (config) => text(config.referrer_policy) },
  strict_transport_security: {
    name: "strict-transport-security",
    value: (config) =>
      [
        `max-age=${text(config.access_control_max_age_sec)}`,
        ...(config.include_subdomains === true ? ["includeSubDomains"] : []),
        ...(config.preload === true ? ["preload"] : []),
      ].join("; "),
  },
};

function text(value: Json | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}
