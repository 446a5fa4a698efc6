import { parseJson } from "../../../asl/interpreter/json.js";
import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import { bareAddress, coveringIdentities } from "../ses-address.js";
import type { AccessRequest } from "./policy.js";

type Reader = (context: LocalContext, request: Request, body: string) => AccessRequest;

/** By service: what IAM asks of a request, as the service authorization reference lists it. */
const readers: Readonly<Record<string, Reader>> = {
  dynamodb: (context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const several = isObject(input.RequestItems) ? Object.keys(input.RequestItems) : [];
    const tables = typeof input.TableName === "string" ? [input.TableName] : several;
    const arns = tables.map((table) => arn(context, "dynamodb", `table/${table}`));
    return { action: `dynamodb:${action}`, resources: orAny(arns) };
  },
  states: (_context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const target = input.executionArn ?? input.stateMachineArn;
    return { action: `states:${action}`, resources: orAny(typeof target === "string" ? [unqualified(target)] : []) };
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
    return { action: `sns:${fields.get("Action")}`, resources: orAny(target === null ? [] : [target]) };
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
