import { blocks, type LocalContext, type Resource, type Service } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { type Api, handleRequest, type Stage } from "./handle-request.js";
import type { Integration } from "./integration.js";
import { lambdaIntegration } from "./lambda-integration.js";
import { parseRoute } from "./routes.js";
import { textMap } from "./selection.js";
import { serviceIntegration } from "./service-integration.js";

/** The account's own limits, which hold where a stage sets none. */
const accountThrottle = { rate: 10_000, burst: 5_000 };

/**
 * Amazon API Gateway, HTTP APIs: integrations with Lambda functions (payload format 2.0) and with AWS services, on the
 * stage `$default`.
 * An API answers at its own host name, where a distribution's origin finds it.
 */
export function createApiGatewayService(context: LocalContext): Service {
  const apis = new Map<string, Api>();
  const apiOf = (resource: Resource): Api => {
    const id = requiredText(resource, "api_id");
    const api = apis.get(id);
    if (api === undefined) throw new Error(`There is no API "${id}".`);
    return api;
  };
  const create: Readonly<Record<string, (resource: Resource) => Record<string, string>>> = {
    aws_apigatewayv2_api: (resource) => {
      if (requiredText(resource, "protocol_type") !== "HTTP") throw new Error("'protocol_type' must be HTTP.");
      const id = idOf(`${resource.system}/${resource.address}`);
      const domainName = `${id}.execute-api.${context.region}.amazonaws.com`;
      const executionArn = `arn:${context.partition}:execute-api:${context.region}:${context.accountId}:${id}`;
      const api: Api = {
        ...{ id, accountId: context.accountId, domainName, executionArn },
        ...{ integrations: new Map(), routes: [], stage: undefined },
      };
      apis.set(id, api);
      context.hosts.add(domainName, (request) => handleRequest(context, api, request));
      const arn = `arn:${context.partition}:apigateway:${context.region}::/apis/${id}`;
      return { id, arn, api_endpoint: `https://${domainName}`, execution_arn: executionArn };
    },
    aws_apigatewayv2_integration: (resource) => {
      const id = idOf(`${resource.system}/${resource.address}`);
      apiOf(resource).integrations.set(id, readIntegration(context, resource));
      return { id };
    },
    aws_apigatewayv2_route: (resource) => {
      const target = optionalText(resource, "target")?.replace(/^integrations\//u, "") ?? "";
      apiOf(resource).routes.push(parseRoute(requiredText(resource, "route_key"), target));
      return { id: idOf(`${resource.system}/${resource.address}`) };
    },
    aws_apigatewayv2_stage: (resource) => {
      const api = apiOf(resource);
      api.stage = readStage(resource, () => context.clock.now());
      const arn = `arn:${context.partition}:apigateway:${context.region}::/apis/${api.id}/stages/$default`;
      return {
        id: "$default",
        arn,
        invoke_url: `https://${api.domainName}/`,
        execution_arn: `${api.executionArn}/$default`,
      };
    },
  };
  return {
    name: "apigateway",
    title: "API Gateway",
    resourceTypes: Object.keys(create),
    create: (resource) => create[resource.type]?.(resource) ?? {},
    summary: () => {
      const routes = [...apis.values()].reduce((sum, api) => sum + api.routes.length, 0);
      return `${apis.size} HTTP ${apis.size === 1 ? "API" : "APIs"}, ${routes} routes`;
    },
    async stop() {},
  };
}

function readIntegration(context: LocalContext, resource: Resource): Integration {
  const type = requiredText(resource, "integration_type");
  if (type !== "AWS_PROXY") throw new Error(`'integration_type' is "${type}"; only AWS_PROXY runs here.`);
  const isService = optionalText(resource, "integration_subtype") !== undefined;
  return isService ? serviceIntegration(context, resource) : lambdaIntegration(context, resource);
}

function readStage(resource: Resource, now: () => number): Stage {
  const name = requiredText(resource, "name");
  if (name !== "$default") throw new Error(`'name' is "${name}"; only the stage $default runs here.`);
  if (resource.attributes.auto_deploy !== true)
    throw new Error("'auto_deploy' must be true: there are no deployments here.");
  const [limits = {}] = blocks(resource.attributes.default_route_settings);
  const { throttling_rate_limit: rate, throttling_burst_limit: burst } = limits;
  const [log = {}] = blocks(resource.attributes.access_log_settings);
  return {
    throttle: {
      rate: typeof rate === "number" ? rate : accountThrottle.rate,
      burst: typeof burst === "number" ? burst : accountThrottle.burst,
    },
    buckets: new Map(),
    now,
    variables: textMap(resource.attributes.stage_variables, "stage_variables"),
    logFormat: typeof log.format === "string" ? log.format : undefined,
  };
}

/** An id of AWS's form, ten lower-case letters and digits, that is the same in each run. */
function idOf(address: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(address))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36).padStart(10, "0").slice(-10);
}
