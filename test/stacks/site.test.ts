import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Stack } from "../../local/terraform/stack.js";
import { statementsOf } from "./policies.js";
import { at, eachStack, OUT, ofType, textAt, theOnly } from "./synthesized.js";

// What holds for every system that has a page. Managed policies by their ids: CloudFront developer guide.
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const withSite = eachStack.filter(([, stack]) => ofType(stack, "aws_cloudfront_distribution").length > 0);

const distributionOf = (stack: Stack) => theOnly(stack, "aws_cloudfront_distribution");

describe.each(withSite)("the page of %s", (system, stack) => {
  const distribution = distributionOf(stack);
  const headers = theOnly(stack, "aws_cloudfront_response_headers_policy");

  test("lies in a bucket that only its distribution reads, by signed requests", () => {
    const access = theOnly(stack, "aws_cloudfront_origin_access_control");
    expect(access.config).toMatchObject({
      origin_access_control_origin_type: "s3",
      signing_behavior: "always",
      signing_protocol: "sigv4",
    });
    const bucket = theOnly(stack, "aws_s3_bucket").address;
    expect(at(distribution, "origin.0")).toEqual({
      origin_id: "page",
      domain_name: `\${${bucket}.bucket_regional_domain_name}`,
      origin_access_control_id: `\${${access.address}.id}`,
    });
    const statements = statementsOf(stack).filter(({ address }) => address.startsWith("aws_s3_bucket_policy."));
    expect(statements.map(({ address: _, ...statement }) => statement)).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: ["cloudfront.amazonaws.com"] },
        Action: ["s3:GetObject"],
        Resource: [`\${${bucket}.arn}/*`],
        Condition: { StringEquals: { "aws:SourceArn": `\${${distribution.address}.arn}` } },
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [`\${${bucket}.arn}`, `\${${bucket}.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("has no error pages, which would replace the API's own answers", () => {
    expect(at(distribution, "custom_error_response")).toBeUndefined();
  });

  test("reaches the API over TLS, uncached, with all that the viewer sent but Host", () => {
    const api = theOnly(stack, "aws_apigatewayv2_api").address;
    expect(at(distribution, "origin.1")).toMatchObject({
      origin_id: "api",
      domain_name: `\${${api}.id}.execute-api.\${data.aws_region.current.name}.amazonaws.com`,
      custom_origin_config: { origin_protocol_policy: "https-only", origin_ssl_protocols: ["TLSv1.2"] },
    });
    expect(at(distribution, "ordered_cache_behavior.0")).toMatchObject({
      path_pattern: "/api/*",
      target_origin_id: "api",
      viewer_protocol_policy: "https-only",
      cache_policy_id: CACHING_DISABLED,
      origin_request_policy_id: ALL_VIEWER_EXCEPT_HOST_HEADER,
      allowed_methods: expect.arrayContaining(["GET", "POST", "DELETE"]),
    });
  });

  test("comes over TLS alone, with the security headers on every path", () => {
    const behaviors = [
      at(distribution, "default_cache_behavior"),
      at(distribution, "ordered_cache_behavior.0"),
      at(distribution, "ordered_cache_behavior.1"),
    ];
    expect(at(distribution, "ordered_cache_behavior")).toHaveLength(2);
    for (const behavior of behaviors) {
      expect(behavior).toMatchObject({
        response_headers_policy_id: `\${${headers.address}.id}`,
        viewer_protocol_policy: expect.stringMatching(/^(redirect-to-https|https-only)$/),
      });
    }
  });

  test("tells the browser to run only its own files, over TLS, in no frame", () => {
    const security = at(headers, "security_headers_config");
    expect(security).toMatchObject({
      content_type_options: { override: true },
      frame_options: { frame_option: "DENY", override: true },
      strict_transport_security: { access_control_max_age_sec: 63_072_000, override: true },
    });
    const policy = textAt(headers, "security_headers_config.content_security_policy.content_security_policy");
    const directives = new Map(
      policy.split("; ").map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources];
      }),
    );
    expect(directives.get("default-src")).toEqual(["'none'"]);
    expect(directives.get("script-src")).toEqual(["'self'"]);
    expect(directives.get("connect-src")).toEqual(["'self'"]);
    expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  test("keeps hashed files for ever and the others not at all", () => {
    const objects = ofType(stack, "aws_s3_object");
    for (const object of objects) {
      const hashed = /^assets\/.+-[A-Z0-9]{8}\.\w+$/.test(textAt(object, "key"));
      expect(at(object, "cache_control"), textAt(object, "key")).toBe(
        hashed ? "public, max-age=31536000, immutable" : "no-cache",
      );
      expect(hashed || textAt(object, "key") === "index.html").toBe(true);
      expect(at(object, "content_type")).toBeTypeOf("string");
    }
    const index = objects.find((object) => textAt(object, "key") === "index.html");
    const assets = objects.filter((object) => object !== index).map(({ address }) => address);
    // Terraform uploads what the page loads before the page.
    expect([...(index?.dependsOn ?? [])].sort()).toEqual(assets.sort());
    expect(assets.length).toBeGreaterThan(1);
  });

  test("loads only files that are uploaded too", async () => {
    const objects = ofType(stack, "aws_s3_object");
    const index = objects.find((object) => textAt(object, "key") === "index.html");
    const html = await readFile(join(OUT, "stacks", system, index ? textAt(index, "source") : ""), "utf8");
    const loaded = [...html.matchAll(/(?:src|href)="(?:\.?\/)?([^"#:]+)"/g)].map(([, path]) => path);
    const keys = objects.map((object) => textAt(object, "key"));
    expect(loaded.length).toBeGreaterThan(1);
    expect(loaded.filter((path) => !keys.includes(path ?? ""))).toEqual([]);
  });
});

test("pet-reminders and smoothies have pages", () => {
  expect(withSite.map(([system]) => system)).toEqual(expect.arrayContaining(["pet-reminders", "smoothies"]));
});
