import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import { decodeUri } from "../decode-uri.js";
import { busName, defaultBus } from "../eventbridge/rule.js";
import { requestedAccess } from "../iot/control-plane.js";
import { isRetained, publishedTopic } from "../iot/data-plane.js";
import { functionNameOf } from "../lambda/permissions.js";
import { bareAddress, coveringIdentities } from "../ses-address.js";
import type { AccessRequest } from "./policy.js";

type Reader = (context: LocalContext, request: Request, body: string) => AccessRequest | undefined;

/** By service: what IAM asks of a request, as the service authorization reference lists it. */
const readers: Readonly<Record<string, Reader>> = {
  dynamodb: (context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const several = isObject(input.RequestItems) ? Object.keys(input.RequestItems) : [];
    const tables = typeof input.TableName === "string" ? [input.TableName] : several;
    // A read through an index is asked of the index.
    const inside = typeof input.IndexName === "string" ? `/index/${input.IndexName}` : "";
    const arns = tables.map((table) => arn(context, "dynamodb", `table/${table}${inside}`));
    return { action: `dynamodb:${action}`, resources: orAny(arns), ...(arns.length > 1 && { onAll: true }) };
  },
  events: (context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const resources = [...new Set(eventResources(context, action, input))];
    return { action: `events:${action}`, resources: orAny(resources), ...(resources.length > 1 && { onAll: true }) };
  },
  lambda: (context, request) => {
    const name = /\/functions\/([^/]+)\/invocations$/u.exec(new URL(request.url).pathname)?.[1];
    const target = name && arn(context, "lambda", `function:${functionNameOf(decodeUri(name))}`);
    // The other actions are not known here, and refused as that.
    return { action: "lambda:InvokeFunction", resources: orAny(target === undefined ? [] : [target]) };
  },
  sqs: (context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const name = typeof input.QueueUrl === "string" ? input.QueueUrl.split("/").at(-1) : input.QueueName;
    const named = typeof name === "string" ? [arn(context, "sqs", name)] : [];
    const given = typeof input.SourceArn === "string" ? [input.SourceArn] : [];
    // The batch actions have no permission of their own.
    return { action: `sqs:${action.replace(/Batch$/u, "")}`, resources: orAny([...named, ...given]) };
  },
  states: (_context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    // Which state machine waits for a token is known to Step Functions alone, which asks by itself.
    if (action.startsWith("SendTask")) return undefined;
    const target = [input.executionArn, input.stateMachineArn, input.activityArn, input.mapRunArn].find(Boolean);
    return { action: `states:${action}`, resources: orAny(typeof target === "string" ? [unqualified(target)] : []) };
  },
  iot: (context, request, body) => {
    const access = requestedAccess(request, body);
    const resource = access === undefined || access.resource === "*" ? "*" : arn(context, "iot", access.resource);
    return { action: `iot:${access?.action}`, resources: [resource] };
  },
  iotdata: (context, request) => {
    const topic = publishedTopic(request);
    const action = isRetained(request) ? "iot:RetainPublish" : "iot:Publish";
    return { action, resources: [arn(context, "iot", `topic/${topic ?? ""}`)] };
  },
  ses: (context, request, body) => {
    const fields = queryFields(request, body);
    const source = bareAddress(fields.get("Source") ?? "");
    const arns = coveringIdentities(source).map((identity) => arn(context, "ses", `identity/${identity}`));
    return {
      action: `ses:${fields.get("Action")}`,
      resources: orAny(source === "" ? [] : arns),
      context: { "ses:FromAddress": source },
    };
  },
  sns: (_context, request, body) => {
    const fields = queryFields(request, body);
    const target = fields.get("TopicArn") ?? fields.get("TargetArn") ?? fields.get("PhoneNumber");
    return {
      action: `sns:${fields.get("Action")?.replace(/Batch$/u, "")}`,
      resources: orAny(target === null ? [] : [target]),
    };
  },
};

/** What a request to a service needs permission for; `undefined` for a service whose requests are not checked. */
export function accessRequest(
  service: string,
  context: LocalContext,
  request: Request,
  body: string,
): AccessRequest | undefined {
  return Object.hasOwn(readers, service) ? readers[service]?.(context, request, body) : undefined;
}

/** The buses that `PutEvents` names, or the rule that another action is on. */
function eventResources(context: LocalContext, action: string, input: JsonObject): readonly string[] {
  const bus = (name: Json | undefined) => busName(typeof name === "string" ? name : defaultBus);
  if (action !== "PutEvents") {
    const path = bus(input.EventBusName) === defaultBus ? "" : `${bus(input.EventBusName)}/`;
    return typeof input.Name === "string" ? [arn(context, "events", `rule/${path}${input.Name}`)] : [];
  }
  const entries = Array.isArray(input.Entries) ? input.Entries.filter(isObject) : [];
  return entries.map(({ EventBusName }) => arn(context, "events", `event-bus/${bus(EventBusName)}`));
}

function jsonRequest(request: Request, body: string): { readonly action: string; readonly input: JsonObject } {
  const input = parseJson(body);
  const action = (request.headers.get("x-amz-target") ?? "").split(".")[1] ?? "";
  return { action, input: isObject(input) ? input : {} };
}

function queryFields(request: Request, body: string): URLSearchParams {
  return request.method === "POST" ? new URLSearchParams(body) : new URL(request.url).searchParams;
}

function arn({ partition, region, accountId }: LocalContext, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** IAM is asked about the machine, whichever version or alias was named. */
function unqualified(stateMachineArn: string): string {
  return stateMachineArn.replace(/(:stateMachine:[^:]+):[^:]+$/, "$1");
}

/** An action on no resource in particular asks for `*`. */
function orAny(resources: readonly string[]): readonly string[] {
  return resources.length > 0 ? resources : ["*"];
}
