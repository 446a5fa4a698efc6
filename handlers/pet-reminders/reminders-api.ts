import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { nameOf } from "../common/failure-kind.js";
import { type Answer, json, type Problem, problemAnswer } from "../common/http.js";
import type { Log } from "../common/logger.js";
import { type Matched, matchRoute } from "../common/router.js";
import { stackFrames } from "../common/stack-frames.js";
import { problems } from "./problems.js";
import type { Recipients } from "./recipients.js";
import { isReminderId } from "./reminder.js";
import { type ReminderStore, StoreUnavailable } from "./reminder-store.js";
import { viewOf } from "./reminder-view.js";
import { scheduleReminder } from "./schedule-reminder.js";

/** What the API works with. */
export interface RemindersApi {
  readonly store: ReminderStore;
  readonly recipients: Recipients;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly uuid: () => string;
  readonly log: Log;
}

/** What becomes of a request. The id is set once it is known to be a reminder's and not just any text. */
export type Outcome = { readonly reminderId?: string } & ({ readonly answer: Answer } | { readonly problem: Problem });

/** Makes the API: routes a request, and writes one log line for it, whatever becomes of it. */
export function remindersApi(api: RemindersApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return async (event) => {
    const matched = matchRoute(event, ROUTES);
    const outcome = await respond(api, event, matched).catch(failure);
    const problem = "problem" in outcome ? outcome.problem : undefined;
    const answer = "problem" in outcome ? problemAnswer(outcome.problem) : outcome.answer;
    const errorCode = outcome.errorCode ?? problem?.code;
    api.log[answer.statusCode >= 500 ? "error" : "info"]("request", {
      requestId: event.requestContext.requestId,
      route: matched?.route ?? "unknown",
      status: answer.statusCode,
      ...(outcome.reminderId !== undefined && { reminderId: outcome.reminderId }),
      ...(errorCode !== undefined && { errorCode }),
      ...(outcome.at !== undefined && { at: outcome.at }),
    });
    return answer;
  };
}

const ROUTES = ["POST /api/reminders", "GET /api/reminders/{id}", "DELETE /api/reminders/{id}"] as const;

type LoggedOutcome = Outcome & { readonly errorCode?: string; readonly at?: string };

async function respond(
  api: RemindersApi,
  event: APIGatewayProxyEventV2,
  matched: Matched<(typeof ROUTES)[number]> | undefined,
): Promise<LoggedOutcome> {
  if (!matched) return { problem: problems.notFound() };
  if (matched.route === "POST /api/reminders") return scheduleReminder(api, event);
  if (!isReminderId(matched.id)) return { problem: problems.notFound() };
  const act = matched.route === "GET /api/reminders/{id}" ? showReminder : cancelReminder;
  return { reminderId: matched.id, ...(await act(api, matched.id)) };
}

async function showReminder({ store, now }: RemindersApi, id: string): Promise<Outcome> {
  const stored = await store.find(id, "short");
  return stored ? { answer: json(200, viewOf(stored, now())) } : { problem: problems.notFound() };
}

/**
 * Cancels a reminder whose time has not come. A second before it is too late already: by the time the cancel arrived, the
 * reminder might be on its way, and "cancelled" would not be true.
 */
async function cancelReminder({ store, now }: RemindersApi, id: string): Promise<Outcome> {
  const before = await store.find(id, "short");
  if (!before) return { problem: problems.notFound() };
  const { status } = viewOf(before, now() + LAST_MOMENT_MS);
  if (status === "cancelled") return { answer: json(200, viewOf(before, now())) };
  if (status !== "scheduled") return { problem: problems.tooLateToCancel(status) };
  await store.stop(id);
  // It may have finished meanwhile, by a skipped wait for example. A store that still shows it running is only slow.
  const after = await store.find(id, "none");
  if (after?.progress.state === "finished") {
    return { problem: problems.tooLateToCancel(viewOf(after, now()).status) };
  }
  return { answer: json(200, viewOf({ ...before, progress: { state: "cancelled" } }, now())) };
}

const LAST_MOMENT_MS = 1_000;

// AWS's own trouble passes and the request may be repeated. All else is a mistake of ours.
function failure(error: unknown): LoggedOutcome {
  if (error instanceof StoreUnavailable) return { problem: problems.busy(), errorCode: error.reason };
  const at = stackFrames(error);
  return { problem: problems.internalError(), errorCode: nameOf(error), ...(at !== undefined && { at }) };
}
