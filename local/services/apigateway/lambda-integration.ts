import { type LocalContext, type Resource, ServiceError } from "../../service.js";
import { functionNameOf } from "../lambda/permissions.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { proxyEvent } from "./event.js";
import {
  type Integration,
  type IntegrationAnswer,
  type IntegrationCall,
  readTimeout,
  sourceIp,
} from "./integration.js";
import { gatewayError, responseOf } from "./response.js";

/**
 * Reads an integration with a Lambda function: payload format 2.0.
 *
 * @throws Error that names the argument
 */
export function lambdaIntegration(context: LocalContext, resource: Resource): Integration {
  const format = optionalText(resource, "payload_format_version") ?? "1.0";
  if (format !== "2.0") throw new Error(`'payload_format_version' is "${format}"; only 2.0 runs here.`);
  const name = functionNameOf(requiredText(resource, "integration_uri"));
  return { timeoutMs: readTimeout(resource), answer: (call) => invoke(context, name, call) };
}

async function invoke(context: LocalContext, name: string, call: IntegrationCall): Promise<IntegrationAnswer> {
  const { api, request, body, match, requestId, now } = call;
  const event = proxyEvent(request, body, match, {
    ...{ accountId: context.accountId, apiId: api.id, domainName: api.domainName, requestId, now, sourceIp },
    stageVariables: api.stage?.variables ?? {},
  });
  const routePath = match.route.routeKey.replace(/^\S+ /u, "");
  const as = {
    service: "apigateway.amazonaws.com",
    sourceArn: `${api.executionArn}/$default/${match.route.method === "ANY" ? "*" : request.method}${routePath}`,
  };
  try {
    const invocation = await context.invokeFunction(name, event, { as });
    if (invocation.functionError) {
      return { response: gatewayError(500), integrationError: "The Lambda function returned an error" };
    }
    const response = responseOf(invocation.payload);
    if (response !== undefined) return { response };
    return { response: gatewayError(500), integrationError: "The response from the Lambda function was malformed" };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const status = error.code === "TooManyRequestsException" ? 503 : 500;
    return { response: gatewayError(status), integrationError: error.message };
  }
}
