import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Answer, json } from "../common/http.js";
import { httpApi, type Outcome } from "../common/http-api.js";
import type { Log } from "../common/logger.js";
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

/** Makes the API of reminders. */
export function remindersApi(api: RemindersApi): (event: APIGatewayProxyEventV2) => Promise<Answer> {
  return httpApi({
    routes: ["POST /api/reminders", "GET /api/reminders/{id}", "DELETE /api/reminders/{id}"],
    respond: async ({ route, id }, event): Promise<Outcome> => {
      if (route === "POST /api/reminders") return scheduleReminder(api, event);
      if (!isReminderId(id)) return { problem: problems.notFound() };
      const act = route === "GET /api/reminders/{id}" ? showReminder : cancelReminder;
      return { id, ...(await act(api, id)) };
    },
    // AWS's own trouble passes and the request may be repeated. All else is a mistake of ours.
    passing: (error) => (error instanceof StoreUnavailable ? error.reason : undefined),
    problems,
    log: api.log,
    idName: "reminderId",
  });
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
