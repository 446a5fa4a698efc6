import type { JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import { parseJson } from "../aws-json.js";
import { bareAddress } from "../ses-address.js";
import type { AccessRequest } from "./policy.js";

type Reader = (context: LocalContext, request: Request, body: string) => AccessRequest;

/** By service: what IAM asks of a request, as the service authorization reference lists it. */
const readers: Readonly<Record<string, Reader>> = {
  dynamodb: (context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const table = input.TableName;
    const arn = `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${table}`;
    return { action: `dynamodb:${action}`, resource: typeof table === "string" ? arn : "*" };
  },
  states: (_context, request, body) => {
    const { action, input } = jsonRequest(request, body);
    const arn = input.executionArn ?? input.stateMachineArn;
    return { action: `states:${action}`, resource: typeof arn === "string" ? arn : "*" };
  },
  ses: (context, request, body) => {
    const fields = queryFields(request, body);
    const source = bareAddress(fields.get("Source") ?? "");
    const arn = `arn:${context.partition}:ses:${context.region}:${context.accountId}:identity/${source}`;
    return {
      action: `ses:${fields.get("Action")}`,
      resource: source === "" ? "*" : arn,
      context: { "ses:FromAddress": source },
    };
  },
  sns: (_context, request, body) => {
    const fields = queryFields(request, body);
    const resource = fields.get("TopicArn") ?? fields.get("TargetArn") ?? fields.get("PhoneNumber") ?? "*";
    return { action: `sns:${fields.get("Action")}`, resource };
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
