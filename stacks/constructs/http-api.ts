import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api/index.js";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration/index.js";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route/index.js";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage/index.js";
import { Construct } from "constructs";
import { HandlerFunction } from "./function.js";
import { Role } from "./iam.js";
import { logGroup } from "./log-group.js";
import type { ServiceIntegration } from "./service-integrations.js";
import { SystemStack } from "./system-stack.js";

/** A route of an HTTP API: method and path, for example `GET /api/reminders/{id}`. */
export type RouteKey = `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`;

/** Settings of an `HttpApi`. */
export interface HttpApiSettings {
  /** What it serves, in one sentence. */
  readonly description: string;
  /** All routes, each with the function or the AWS API that answers it; another path or method is API Gateway's own 404. */
  readonly routes: Readonly<Record<RouteKey, HandlerFunction | ServiceIntegration>>;
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

/**
 * An HTTP API with explicit routes, throttling and access logs. Functions get payload format 2.0.
 *
 * @example `new HttpApi(this, "http-api", { description: "…", routes: { "POST /api/hello": runSync(machine) }, throttle })`
 */
export class HttpApi extends Construct {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The same without `https://`, as a CloudFront origin wants it. */
  readonly domainName: string;
  readonly #api: Apigatewayv2Api;

  constructor(scope: Construct, id: string, settings: HttpApiSettings) {
    super(scope, id);
    const stack = SystemStack.around(this);
    const name = stack.named(id);
    const api = new Apigatewayv2Api(this, "resource", {
      name,
      description: settings.description,
      protocolType: "HTTP",
    });
    this.#api = api;
    this.url = api.apiEndpoint;
    // `api_endpoint` has it too, but behind `https://`, which only a Terraform function could take off.
    this.domainName = `${api.id}.execute-api.${stack.region}.amazonaws.com`;
    this.#addRoutes(settings.routes);

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

  #addRoutes(routes: HttpApiSettings["routes"]): void {
    const ofFunctions = new Map<HandlerFunction, Apigatewayv2Integration>();
    const permitted = new Set<string>();
    for (const [routeKey, target] of Object.entries(routes)) {
      const integration =
        target instanceof HandlerFunction
          ? (ofFunctions.get(target) ?? this.#invoke(target))
          : this.#callService(slug(routeKey), target);
      if (target instanceof HandlerFunction) {
        ofFunctions.set(target, integration);
        const path = routeKey.slice(routeKey.indexOf("/"));
        const permission = `${slug(path)}-${target.node.id}`;
        if (!permitted.has(permission)) {
          permitted.add(permission);
          target.allowInvocation(slug(path), "apigateway.amazonaws.com", `${this.#api.executionArn}/*/*${path}`);
        }
      }
      new Apigatewayv2Route(this, `route-${slug(routeKey)}`, {
        apiId: this.#api.id,
        routeKey,
        target: `integrations/${integration.id}`,
      });
    }
  }

  #invoke(fn: HandlerFunction): Apigatewayv2Integration {
    return new Apigatewayv2Integration(this, `integration-${fn.node.id}`, {
      apiId: this.#api.id,
      integrationType: "AWS_PROXY",
      integrationUri: fn.resource.invokeArn,
      payloadFormatVersion: "2.0",
    });
  }

  #callService(id: string, { subtype, parameters, statements }: ServiceIntegration): Apigatewayv2Integration {
    const role = new Role(this, `role-${id}`, {
      name: SystemStack.around(this).named(id),
      // API Gateway does not say for which API it takes a role, so there is nothing to narrow it by.
      service: "apigateway.amazonaws.com",
    });
    role.allow(...statements);
    return new Apigatewayv2Integration(this, `integration-${id}`, {
      apiId: this.#api.id,
      integrationType: "AWS_PROXY",
      integrationSubtype: subtype,
      payloadFormatVersion: "1.0",
      credentialsArn: role.arn,
      requestParameters: { ...parameters },
    });
  }
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
