import type { Caller, LocalContext, Service } from "../../service.js";
import { JsonApiError, jsonRefusal } from "../aws-json.js";
import { QueryError, queryRefusal } from "../aws-query.js";
import { IotError, restRefusal } from "../iot/rest-json.js";
import { accessDenied } from "../sqs/errors.js";
import { accessRequest } from "./access-requests.js";
import { type IamService, roleName } from "./index.js";
import type { AccessRequest, Decision } from "./policy.js";

/** How each service says no. */
const refusals: Readonly<Record<string, (message: string) => Response>> = {
  dynamodb: jsonDenied,
  lambda: (message) =>
    Response.json({ Message: message }, { status: 403, headers: { "x-amzn-errortype": "AccessDeniedException" } }),
  sqs: (message) => jsonRefusal(accessDenied(message)),
  events: jsonDenied,
  states: jsonDenied,
  iot: (message) => restRefusal(new IotError("AccessDeniedException", 403, message)),
  iotdata: (message) => restRefusal(new IotError("ForbiddenException", 403, message)),
  ses: (message) =>
    queryRefusal("http://ses.amazonaws.com/doc/2010-12-01/", new QueryError("AccessDenied", message, 403)),
  sns: (message) =>
    queryRefusal("http://sns.amazonaws.com/doc/2010-03-31/", new QueryError("AuthorizationError", message, 403)),
};

/**
 * The service as it answers callers with a role: only what the role's policies allow, else AWS's refusal.
 *
 * @example const services = [createSesService(context), ...].map((service) => enforcePolicies(service, iam, context));
 */
export function enforcePolicies<S extends Service>(service: S, iam: IamService, context: LocalContext): S {
  const { handle } = service;
  const refuse = refusals[service.name];
  if (!handle || !refuse) return service;
  const guarded = async (request: Request, caller: Caller): Promise<Response> => {
    if (caller.roleArn === undefined) return await handle.call(service, request, caller);
    const body = new Uint8Array(await request.arrayBuffer());
    const access = accessRequest(service.name, context, request, new TextDecoder().decode(body));
    const denied = access && authorize(iam, context, caller.roleArn, access);
    return denied === undefined ? await handle.call(service, withBody(request, body), caller) : refuse(denied);
  };
  return { ...service, handle: guarded };
}

/** A request whose body has been read, as it was before. To clone it first, and to read both, takes ten times as long. */
function withBody({ url, method, headers }: Request, body: Uint8Array<ArrayBuffer>): Request {
  return new Request(url, { method, headers, ...(body.length > 0 && { body }) });
}

/**
 * Asks whether a role may do something: `undefined` when it may, else AWS's words for the refusal, and a line in the log.
 *
 * @param roleArn `arn:aws:iam::000000000000:role/pet-reminders-local-api`
 */
export function authorize(
  iam: IamService,
  context: LocalContext,
  roleArn: string,
  access: AccessRequest,
): string | undefined {
  const decision = iam.decide(roleArn, access);
  if (decision === "allowed") return undefined;
  const role = roleName(roleArn);
  // Without the resource, which may be a person's address or number.
  context.log("warn", "iam", `the policy of this role does not allow ${access.action}`, { role });
  return refusalText(context, roleArn, access, decision);
}

function refusalText(
  { partition, accountId }: LocalContext,
  roleArn: string,
  access: AccessRequest,
  decision: Exclude<Decision, "allowed">,
): string {
  const user = `arn:${partition}:sts::${accountId}:assumed-role/${roleName(roleArn)}/local`;
  const why =
    decision === "denied explicitly"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${access.action} action`;
  return `User: ${user} is not authorized to perform: ${access.action} on resource: ${access.resources[0]} ${why}`;
}

function jsonDenied(message: string): Response {
  return jsonRefusal(new JsonApiError("com.amazon.coral.service#AccessDeniedException", message));
}
