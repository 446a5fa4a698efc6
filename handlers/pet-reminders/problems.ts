import type { FieldError, Problem } from "../common/http.js";

/** All the refusals of the reminders' API; the only place with their words. Each has a stable `code`. */
export const problems = {
  invalidRequest: (errors: readonly FieldError[]) => ({
    status: 400,
    code: "InvalidRequest",
    title: "The request is not valid",
    detail: errors.length === 1 ? "One thing needs to be put right." : `${errors.length} things need to be put right.`,
    errors,
  }),
  bodyTooLarge: (limit: number) => ({
    status: 413,
    code: "BodyTooLarge",
    title: "The request is too large",
    detail: `Send at most ${limit} bytes.`,
    errors: [{ field: "body", message: `The body is larger than ${limit} bytes.` }],
  }),
  unsupportedMediaType: () => ({
    status: 415,
    code: "UnsupportedMediaType",
    title: "The body is not JSON",
    detail: "Send JSON in UTF-8, with the header Content-Type: application/json.",
    errors: [{ field: "Content-Type", message: "This must be application/json." }],
  }),
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
  idempotencyConflict: () => ({
    status: 409,
    code: "IdempotencyConflict",
    title: "The Idempotency-Key has been used for another request",
    detail: "Nothing was scheduled. Use a new key for a new reminder.",
    errors: [{ field: "Idempotency-Key", message: "This key belongs to a request with another body." }],
  }),
  notFound: () => ({
    status: 404,
    code: "NotFound",
    title: "There is nothing here",
    detail: "There is no such reminder or address. A reminder is forgotten 90 days after it was sent or cancelled.",
  }),
  tooLateToCancel: (status: string) => ({
    status: 409,
    code: "TooLateToCancel",
    title: "It is too late to cancel",
    detail: status === "sending" ? "The reminder is being sent just now." : `The reminder is ${status} already.`,
  }),
  busy: () => ({
    status: 503,
    code: "Busy",
    title: "The service is busy",
    detail: "Try again in a moment, with the same Idempotency-Key.",
    headers: { "retry-after": "2" },
  }),
  internalError: () => ({
    status: 500,
    code: "InternalError",
    title: "Something went wrong on our side",
    detail: "It has been noted. Try again later, with the same Idempotency-Key.",
  }),
} as const satisfies Record<string, (...details: never[]) => Problem>;
