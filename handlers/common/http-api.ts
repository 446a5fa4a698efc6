import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "./failure-kind.js";
import { type Answer, type Problem, problemAnswer } from "./http.js";
import type { Log } from "./logger.js";
import { type Matched, matchRoute, type Route } from "./router.js";
import { stackFrames } from "./stack-frames.js";

/** What becomes of a request. Its log line names the id, which is set once it is known to be one of ours and not just any text. */
export type Outcome = { readonly id?: string } & ({ readonly answer: Answer } | { readonly problem: Problem });

/** What the log line says besides of what went wrong. */
type Told = Outcome & { readonly errorCode?: string; readonly at?: string };

/** What {@link httpApi} is made of. */
export interface HttpApi<Key extends Route> {
  readonly routes: readonly Key[];
  readonly respond: (matched: Matched<Key>, event: APIGatewayProxyEventV2) => Promise<Outcome>;
  /** The name of an error that passes, so that the request may be repeated; `undefined` for a mistake of ours. */
  readonly passing: (error: unknown) => string | undefined;
  readonly problems: Readonly<Record<"notFound" | "busy" | "internalError", () => Problem>>;
  readonly log: Log;
  /** What the log calls an outcome's id, such as `orderId`. */
  readonly idName: string;
}

/**
 * Makes the handler of an HTTP API: routes a request, and writes one log line for it, whatever becomes of it.
 *
 * @example `httpApi({ routes: ["GET /api/orders/{id}"], respond: ({ id }) => showOrder(id), passing, problems, log, idName: "orderId" })`
 */
export function httpApi<const Key extends Route>(
  api: HttpApi<Key>,
): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  const { routes, respond, passing, problems, log, idName } = api;
  const failure = (error: unknown): Told => {
    const errorCode = passing(error);
    if (errorCode !== undefined) return { problem: problems.busy(), errorCode };
    const at = stackFrames(error);
    return { problem: problems.internalError(), errorCode: nameOf(error), ...(at !== undefined && { at }) };
  };
  return async (event) => {
    const matched = matchRoute(event, routes);
    const outcome: Told = matched ? await respond(matched, event).catch(failure) : { problem: problems.notFound() };
    const problem = "problem" in outcome ? outcome.problem : undefined;
    const answer = "problem" in outcome ? problemAnswer(outcome.problem) : outcome.answer;
    const errorCode = outcome.errorCode ?? problem?.code;
    log[answer.statusCode >= 500 ? "error" : "info"]("request", {
      requestId: event.requestContext.requestId,
      route: matched?.route ?? "unknown",
      status: answer.statusCode,
      ...(outcome.id !== undefined && { [idName]: outcome.id }),
      ...(errorCode !== undefined && { errorCode }),
      ...(outcome.at !== undefined && { at: outcome.at }),
    });
    return answer;
  };
}
