import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api/index.js";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration/index.js";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route/index.js";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage/index.js";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission/index.js";
import { Construct } from "constructs";
import type { HandlerFunction } from "./function.js";
import { logGroup } from "./log-group.js";
import { SystemStack } from "./system-stack.js";

/** A route of an HTTP API: method and path, for example `GET /api/reminders/{id}`. */
export type RouteKey = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

/** Settings of an `HttpApi`. */
export interface HttpApiSettings {
  /** What it serves, in one sentence. */
  readonly description: string;
  /** The function that answers every route. */
  readonly handler: HandlerFunction;
  /** All routes; another path or method is API Gateway's own 404. */
  readonly routes: readonly RouteKey[];
  /** For all callers together; above it API Gateway answers 429. */
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
}

/** What is written of each request: nothing that tells who called, or which item by its path. */
const ACCESS_LOG = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  routeKey: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  integrationError: "$context.integrationErrorMessage",
};

/** An HTTP API in front of one function, with payload format 2.0, explicit routes, throttling and access logs. */
export class HttpApi extends Construct {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The same without `https://`, as a CloudFront origin wants it. */
  readonly domainName: string;

  constructor(scope: Construct, id: string, settings: HttpApiSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    const api = new Apigatewayv2Api(this, "resource", {
      name,
      description: settings.description,
      protocolType: "HTTP",
    });
    this.url = api.apiEndpoint;
    // `api_endpoint` has it too, but behind `https://`, which only a Terraform function could take off.
    this.domainName = `${api.id}.execute-api.${stack.region}.amazonaws.com`;

    const integration = new Apigatewayv2Integration(this, "integration", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: settings.handler.resource.invokeArn,
      payloadFormatVersion: "2.0",
    });
    for (const routeKey of settings.routes) {
      new Apigatewayv2Route(this, `route-${slug(routeKey)}`, {
        apiId: api.id,
        routeKey,
        target: `integrations/${integration.id}`,
      });
    }
    for (const path of new Set(settings.routes.map(pathOf))) {
      new LambdaPermission(this, `invoke-${slug(path)}`, {
        functionName: settings.handler.resource.functionName,
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn: `${api.executionArn}/*/*${path}`,
      });
    }

    const logs = logGroup(this, "logs", `/aws/vendedlogs/apigateway/${name}`);
    new Apigatewayv2Stage(this, "stage", {
      apiId: api.id,
      name: "$default",
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: settings.throttle.requestsPerSecond,
        throttlingBurstLimit: settings.throttle.burst,
      },
      accessLogSettings: { destinationArn: logs.arn, format: JSON.stringify(ACCESS_LOG) },
    });
  }
}

function pathOf(routeKey: RouteKey): string {
  return routeKey.slice(routeKey.indexOf("/"));
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
