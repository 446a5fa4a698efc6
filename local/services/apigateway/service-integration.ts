import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { type LocalContext, type Resource, ServiceError } from "../../service.js";
import { optionalText, requiredText } from "../resource-attributes.js";
import { type Integration, type IntegrationAnswer, readTimeout } from "./integration.js";
import { compileSelection, textMap } from "./selection.js";

/** An action of a service that a route may lead to without a function between. */
interface Subtype {
  readonly service: string;
  readonly action: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The action's input; the parameters have the names that API Gateway gives them. */
  input(parameters: Readonly<Record<string, string>>): JsonObject;
}

const camelCased = (parameters: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, text]) => [name.charAt(0).toLowerCase() + name.slice(1), text]),
  );

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
const subtypes: Readonly<Record<string, Subtype>> = {
  "StepFunctions-StartSyncExecution": {
    ...{ service: "states", action: "StartSyncExecution", input: camelCased },
    ...{ required: ["StateMachineArn"], optional: ["Name", "Input", "TraceHeader"] },
  },
  "StepFunctions-StartExecution": {
    ...{ service: "states", action: "StartExecution", input: camelCased },
    ...{ required: ["StateMachineArn"], optional: ["Name", "Input"] },
  },
  "SQS-SendMessage": {
    ...{ service: "sqs", action: "SendMessage", required: ["QueueUrl", "MessageBody"] },
    optional: ["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId"],
    input: ({ DelaySeconds, MessageAttributes, ...rest }) => ({
      ...rest,
      ...(DelaySeconds !== undefined && { DelaySeconds: Number(DelaySeconds) }),
      ...(MessageAttributes !== undefined && { MessageAttributes: parseJson(MessageAttributes) ?? null }),
    }),
  },
  "EventBridge-PutEvents": {
    ...{ service: "events", action: "PutEvents", required: ["Detail", "DetailType", "Source"] },
    optional: ["EventBusName", "Resources", "TraceHeader"],
    input: ({ Resources, ...entry }) => ({
      Entries: [{ ...entry, ...(Resources !== undefined && { Resources: parseJson(Resources) ?? null }) }],
    }),
  },
};

/**
 * Reads an integration with an AWS service: the request's parts become the action's parameters, the role of
 * `credentials_arn` calls it, and its answer is the route's, whatever it says.
 *
 * Not as in AWS: SQS's answer is JSON, the documentation does not say which form it has there.
 *
 * @throws Error that names the argument
 */
export function serviceIntegration(context: LocalContext, resource: Resource): Integration {
  const name = requiredText(resource, "integration_subtype");
  const subtype = Object.hasOwn(subtypes, name) ? subtypes[name] : undefined;
  if (subtype === undefined) {
    throw new Error(`'integration_subtype' is "${name}"; these run here: ${Object.keys(subtypes).join(", ")}.`);
  }
  const format = optionalText(resource, "payload_format_version") ?? "1.0";
  if (format !== "1.0") throw new Error(`'payload_format_version' is "${format}", but must be 1.0 for a service.`);
  const roleArn = requiredText(resource, "credentials_arn");
  const selections = readParameters(resource, name, subtype);
  const { service, action } = subtype;
  return {
    timeoutMs: readTimeout(resource),
    async answer(call) {
      const found = selections.map(([parameter, select]) => [parameter, select(call)] as const);
      const parameters = Object.fromEntries(
        found.flatMap(([parameter, text]) => (text === undefined ? [] : [[parameter, text] as const])),
      );
      try {
        const answer = await context.callApi({ service, action, input: subtype.input(parameters), as: { roleArn } });
        return { response: Response.json(asOnTheWire(answer)) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return refusal(error);
      }
    },
  };
}

function readParameters(resource: Resource, name: string, { required, optional }: Subtype) {
  const parameters = textMap(resource.attributes.request_parameters, "request_parameters");
  const missing = required.filter((parameter) => parameters[parameter] === undefined);
  if (missing.length > 0) throw new Error(`'request_parameters.${missing[0]}' is missing: ${name} needs it.`);
  const unknown = Object.keys(parameters).filter((parameter) => ![...required, ...optional].includes(parameter));
  if (unknown.length > 0) {
    const possible = [...required, ...optional].join(", ");
    throw new Error(`'request_parameters.${unknown[0]}' is not known for ${name} here; possible: ${possible}.`);
  }
  return Object.entries(parameters).map(([parameter, value]) => [parameter, compileSelection(value)] as const);
}

/** The SDK has made dates of the service's seconds since 1970; all of ours are called so. */
function asOnTheWire(answer: JsonObject): JsonObject {
  const seconds = (name: string, value: Json) =>
    /^(?:start|stop)Date$/u.test(name) && typeof value === "string" ? Date.parse(value) / 1000 : value;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, seconds(name, value)]));
}

/** The service's own refusal, as it writes it in its JSON protocol. */
function refusal({ code, message, statusCode }: ServiceError): IntegrationAnswer {
  return { response: Response.json({ __type: code, message }, { status: statusCode }), integrationError: code };
}
