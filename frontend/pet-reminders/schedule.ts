import type { IdempotencyKeys } from "../common/idempotency-key.js";
import type { ReminderApi } from "./api-client.js";
import type { FieldErrors } from "./field-errors.js";
import type { ReminderForm } from "./form.js";
import { problemText } from "./problem.js";
import type { RememberedReminder } from "./reminder.js";
import { readForm } from "./request.js";

/** What scheduling needs. */
export interface SchedulerOptions {
  readonly api: ReminderApi;
  readonly form: Pick<ReminderForm, "values" | "startOver" | "setBusy" | "isBusy">;
  readonly errors: Pick<FieldErrors, "show" | "clearAll">;
  readonly keys: IdempotencyKeys;
  readonly now: () => number;
  readonly onScheduled: (reminder: RememberedReminder) => void;
}

/** Makes the action of the form's button: reads the form, schedules, and shows how it went. A second click waits for the first. */
export function createScheduler(options: SchedulerOptions): () => Promise<void> {
  const { api, form, errors, keys, now } = options;
  return async () => {
    if (form.isBusy()) return;
    const read = readForm(form.values(), now());
    if ("errors" in read) return errors.show(read.errors);
    errors.clearAll();
    form.setBusy(true);
    const outcome = await api.schedule(read.request, keys.keyFor(JSON.stringify(read.request)));
    form.setBusy(false);
    if (!outcome.ok) {
      const { problem } = outcome;
      // The key belongs to another request by now: the next attempt needs a new one.
      if (problem.status === 409) keys.useUp();
      const ofFields = problem.errors.length > 0 && (problem.status === 400 || problem.status === 403);
      return ofFields ? errors.show(problem.errors) : errors.show([], problemText(problem, "schedule"));
    }
    keys.useUp();
    form.startOver(now());
    const { id, sendAt } = outcome.value;
    options.onScheduled({ id, sendAt, channel: read.request.channel });
  };
}
