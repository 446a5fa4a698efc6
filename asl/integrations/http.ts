import type { Arg, JsonArg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import type { Connection } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** A request to an HTTP endpoint. */
export interface HttpRequest {
  /** An HTTPS address. */
  readonly endpoint: Arg<string>;
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
 * Source: AWS Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows".
 */
export function httpInvoke<Body = unknown>(request: HttpRequest): Work<HttpResponse<Body>, HttpError> {
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
      allow(["events:RetrieveConnectionCredentials"], target),
      allow(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], {
        kind: "accountArn",
        service: "secretsmanager",
        resource: "secret:events!connection/*",
      }),
    ],
  });
}
