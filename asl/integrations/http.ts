import { type Arg, type Expr, type Expression, type JsonArg, toExpression } from "../builder/expression.js";
import type { PermissionConditions } from "../builder/steps.js";
import type { Work } from "../builder/work.js";
import type { Json } from "../spec/index.js";
import type { Connection } from "./resources.js";
import { allow, allowIf, attributeOf, task } from "./task.js";

/** A request to an HTTP endpoint. */
export interface HttpRequest {
  /** An HTTPS address; `queryParameters` are apart. */
  readonly endpoint: Expr<string> | `https://${string}`;
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "HEAD";
  readonly connection: Connection;
  readonly headers?: { readonly [name: string]: Arg<string> };
  readonly queryParameters?: { readonly [name: string]: JsonArg };
  readonly body?: JsonArg;
}

/** An endpoint's answer. */
export interface HttpResponse<Body> {
  readonly StatusCode: number;
  readonly StatusText: string;
  readonly Headers: { readonly [name: string]: readonly string[] };
  readonly ResponseBody: Body;
}

/** Errors of an HTTP task: `States.Http.StatusCode.404` and the like, and a socket that failed. */
export type HttpError = `States.Http.StatusCode.${number}` | "States.Http.Socket";

/**
 * Calls an HTTP endpoint with the credentials of an EventBridge connection.
 *
 * Its role may send such requests alone: this method to this address, or to addresses that begin as this one does where the data gives the rest.
 *
 * Source: AWS Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows".
 */
export function httpInvoke<Body = Json>(request: HttpRequest): Work<HttpResponse<Body>, HttpError> {
  const target = request.connection;
  return task({
    resource: "http:invoke",
    arguments: {
      ApiEndpoint: request.endpoint,
      Method: request.method,
      Authentication: { ConnectionArn: attributeOf(target) },
      ...(request.headers && { Headers: request.headers }),
      ...(request.queryParameters && { QueryParameters: request.queryParameters }),
      ...(request.body !== undefined && { RequestBody: request.body }),
    },
    permissions: [
      allowIf(requestConditions(request), allow(["states:InvokeHTTPEndpoint"], { kind: "ownArn", of: "machine" })),
      allow(["events:RetrieveConnectionCredentials"], target),
      allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], {
        kind: "accountArn",
        service: "secretsmanager",
        resource: "secret:events!connection/*",
      }),
    ],
  });
}

function requestConditions({ endpoint, method }: HttpRequest): PermissionConditions {
  const address = toExpression(endpoint);
  const addresses = address.kind === "literal" ? String(address.value) : `${beginningOf(address)}*`;
  return { StringEquals: { "states:HTTPMethod": method }, StringLike: { "states:HTTPEndpoint": addresses } };
}

/** What a text surely begins with: the first part of `text`, or of the template of `intrinsics.format`. */
function beginningOf(expression: Expression): string {
  const [first] =
    expression.kind === "operation"
      ? expression.operands
      : expression.kind === "intrinsic" && expression.name === "States.Format"
        ? expression.arguments
        : [];
  const [beginning = ""] = first?.kind === "literal" ? String(first.value).split("{") : [];
  return beginning;
}
