import type { FieldError, Problem } from "./http.js";

/** The refusals that the APIs of all systems share. Each has a stable `code`. */
export const commonProblems = {
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
  idempotencyConflict: (detail: string) => ({
    status: 409,
    code: "IdempotencyConflict",
    title: "The Idempotency-Key has been used for another request",
    detail,
    errors: [{ field: "Idempotency-Key", message: "This key belongs to a request with another body." }],
  }),
  notFound: (detail: string) => ({ status: 404, code: "NotFound", title: "There is nothing here", detail }),
  /** `same` is what makes it safe to ask again, such as `Idempotency-Key`. */
  busy: (same: string) => ({
    status: 503,
    code: "Busy",
    title: "The service is busy",
    detail: `Try again in a moment, with the same ${same}.`,
    headers: { "retry-after": "2" },
  }),
  internalError: (same: string) => ({
    status: 500,
    code: "InternalError",
    title: "Something went wrong on our side",
    detail: `It has been noted. Try again later, with the same ${same}.`,
  }),
} as const satisfies Record<string, (...details: never[]) => Problem>;
