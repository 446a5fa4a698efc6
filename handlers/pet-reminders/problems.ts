import type { Problem } from "../common/http.js";
import { commonProblems } from "../common/problems.js";

/** All the refusals of the reminders' API; the only place with their words. Each has a stable `code`. */
export const problems = {
  ...commonProblems,
  recipientNotAllowed: (fields: readonly string[]) => ({
    status: 403,
    code: "RecipientNotAllowed",
    title: "The recipient is not allowed",
    detail: "Reminders go only to recipients whom the owner of this service has allowed.",
    errors: fields.map((field) => ({
      field,
      message: "Reminders cannot be sent there. Ask the owner of this service.",
    })),
  }),
  idempotencyConflict: () =>
    commonProblems.idempotencyConflict("Nothing was scheduled. Use a new key for a new reminder."),
  notFound: () =>
    commonProblems.notFound(
      "There is no such reminder or address. A reminder is forgotten 90 days after it was sent or cancelled.",
    ),
  tooLateToCancel: (status: string) => ({
    status: 409,
    code: "TooLateToCancel",
    title: "It is too late to cancel",
    detail: status === "sending" ? "The reminder is being sent just now." : `The reminder is ${status} already.`,
  }),
  busy: () => commonProblems.busy("Idempotency-Key"),
  internalError: () => commonProblems.internalError("Idempotency-Key"),
} as const satisfies Record<string, (...details: never[]) => Problem>;
