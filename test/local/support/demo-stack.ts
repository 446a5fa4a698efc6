import * as v from "valibot";
import { onTestFinished } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { createLog, formatEntry } from "../../../local/log.js";
import { type Runtime, startRuntime } from "../../../local/runtime.js";
import { temporaryFolder } from "./temporary-folder.js";
import { type StackContent, writeStack, zipOf } from "./write-stack.js";

const domain = "${aws_apigatewayv2_api.api.id}.execute-api.${data.aws_region.current.name}.amazonaws.com";
const bucketArn = "${aws_s3_bucket.site.arn}";

/** The handler of the demo stack: what it does is in the request's `x-do` header. */
const source = `
export const handler = async (event) => {
  const what = event.headers["x-do"] ?? "echo";
  if (what === "echo") return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
  if (what === "throw") throw new Error("no");
  if (what === "sleep") await new Promise((resolve) => setTimeout(resolve, 3000));
  return JSON.parse(event.headers["x-result"] ?? "null");
};`;

/** The parts of the demo stack that tests vary. */
export interface DemoParts {
  readonly routes?: readonly string[];
  readonly stage?: Readonly<Record<string, Json>>;
  readonly integration?: Readonly<Record<string, Json>>;
  readonly fn?: Readonly<Record<string, Json>>;
  /** Without it, nobody lets API Gateway invoke the function. */
  readonly permission?: boolean;
  /** Without it, nobody lets the distribution read the bucket. */
  readonly bucketPolicy?: boolean;
  readonly cacheBehavior?: Readonly<Record<string, Json>>;
}

/** A small system of every kind of resource between a browser and a function. */
export function demoStack(parts: DemoParts = {}): StackContent {
  const { routes = ["GET /api/items/{id}", "POST /api/items"], permission = true, bucketPolicy = true } = parts;
  const behavior = {
    viewer_protocol_policy: "redirect-to-https",
    allowed_methods: ["GET", "HEAD"],
    cached_methods: ["GET", "HEAD"],
    cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    response_headers_policy_id: "${aws_cloudfront_response_headers_policy.headers.id}",
    target_origin_id: "page",
  };
  const file = (key: string, type: string, cache: string) => ({
    ...{ bucket: "${aws_s3_bucket.site.bucket}", key, source: `site/${key}`, content_type: type, cache_control: cache },
  });
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    data: { aws_region: { current: {} } },
    output: { url: { value: "https://${aws_cloudfront_distribution.site.domain_name}/" } },
    resource: {
      aws_iam_role: { role: { name: "demo", assume_role_policy: "{}" } },
      aws_lambda_function: {
        handler: {
          ...{ function_name: "demo", role: "${aws_iam_role.role.arn}", runtime: "nodejs22.x", timeout: 5 },
          ...{ handler: "index.handler", filename: "code.zip", ...parts.fn },
        },
      },
      aws_apigatewayv2_api: { api: { name: "demo", protocol_type: "HTTP" } },
      aws_apigatewayv2_integration: {
        handler: {
          ...{ api_id: "${aws_apigatewayv2_api.api.id}", integration_type: "AWS_PROXY", payload_format_version: "2.0" },
          ...{ integration_uri: "${aws_lambda_function.handler.invoke_arn}", ...parts.integration },
        },
      },
      aws_apigatewayv2_route: Object.fromEntries(
        routes.map((route_key, index) => [
          `r${index}`,
          {
            ...{ api_id: "${aws_apigatewayv2_api.api.id}", route_key },
            target: "integrations/${aws_apigatewayv2_integration.handler.id}",
          },
        ]),
      ),
      aws_apigatewayv2_stage: {
        default: {
          ...{ api_id: "${aws_apigatewayv2_api.api.id}", name: "$default", auto_deploy: true },
          access_log_settings: {
            destination_arn: "arn:x",
            format: '{"route":"$context.routeKey","status":$context.status}',
          },
          ...parts.stage,
        },
      },
      ...(permission && {
        aws_lambda_permission: {
          api: {
            ...{ action: "lambda:InvokeFunction", function_name: "demo", principal: "apigateway.amazonaws.com" },
            source_arn: "${aws_apigatewayv2_api.api.execution_arn}/*/*",
          },
        },
      }),
      aws_s3_bucket: { site: { bucket: "demo-site" } },
      aws_s3_object: {
        index: file("index.html", "text/html; charset=utf-8", "no-cache"),
        asset: file("assets/a-1.js", "text/javascript", "public, max-age=31536000, immutable"),
      },
      ...(bucketPolicy && {
        aws_s3_bucket_policy: {
          site: {
            bucket: "${aws_s3_bucket.site.bucket}",
            policy: JSON.stringify({
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { Service: "cloudfront.amazonaws.com" },
                  Action: "s3:GetObject",
                  Resource: `${bucketArn}/*`,
                  Condition: { StringEquals: { "AWS:SourceArn": "${aws_cloudfront_distribution.site.arn}" } },
                },
              ],
            }),
          },
        },
      }),
      aws_cloudfront_origin_access_control: {
        site: {
          name: "demo",
          origin_access_control_origin_type: "s3",
          signing_behavior: "always",
          signing_protocol: "sigv4",
        },
      },
      aws_cloudfront_response_headers_policy: {
        headers: {
          name: "demo",
          security_headers_config: {
            content_security_policy: { content_security_policy: "default-src 'none'", override: true },
            content_type_options: { override: true },
            strict_transport_security: { access_control_max_age_sec: 60, include_subdomains: true, override: true },
            frame_options: { frame_option: "DENY", override: false },
          },
        },
      },
      aws_cloudfront_distribution: {
        site: {
          enabled: true,
          default_root_object: "index.html",
          origin: [
            {
              origin_id: "page",
              domain_name: "${aws_s3_bucket.site.bucket_regional_domain_name}",
              origin_access_control_id: "${aws_cloudfront_origin_access_control.site.id}",
            },
            { origin_id: "api", domain_name: domain },
          ],
          default_cache_behavior: { ...behavior, ...parts.cacheBehavior },
          ordered_cache_behavior: [
            {
              ...{ ...behavior, path_pattern: "/api/*", target_origin_id: "api" },
              allowed_methods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
              origin_request_policy_id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
            },
          ],
          restrictions: { geo_restriction: { restriction_type: "none" } },
          viewer_certificate: { cloudfront_default_certificate: true },
        },
      },
    },
  };
}

/** Runs the demo stack on a free port; it stops when the test ends. `at` gives an address below `/demo/`. */
export async function startDemo(parts: DemoParts = {}) {
  const folder = await temporaryFolder();
  const files = {
    "code.zip": zipOf(source),
    "site/index.html": "<!doctype html><title>demo</title>",
    "site/assets/a-1.js": "export {};",
  };
  const lines: string[] = [];
  const runtime: Runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(folder, demoStack(parts), files),
    port: 0,
    variables: [],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  onTestFinished(() => runtime.stop());
  return { runtime, lines, at: (path: string) => `http://127.0.0.1:${runtime.port}/demo${path}` };
}

const eventSchema = v.looseObject({
  routeKey: v.string(),
  headers: v.record(v.string(), v.string()),
  pathParameters: v.optional(v.record(v.string(), v.string())),
  requestContext: v.looseObject({ domainName: v.string() }),
});

/** The event that the function got, as it echoes it. */
export async function eventOf(response: Response): Promise<v.InferOutput<typeof eventSchema>> {
  return v.parse(eventSchema, await response.json());
}
