import type { FieldError, Problem } from "../common/http.js";

/** All the refusals of the smoothies' API; the only place with their words. Each has a stable `code`. */
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
  notFound: () => ({
    status: 404,
    code: "NotFound",
    title: "There is nothing here",
    detail: "There is no such order or address.",
  }),
  busy: () => ({
    status: 503,
    code: "Busy",
    title: "The service is busy",
    detail: "Try again in a moment.",
    headers: { "retry-after": "2" },
  }),
  internalError: () => ({
    status: 500,
    code: "InternalError",
    title: "Something went wrong on our side",
    detail: "It has been noted. Try again later.",
  }),
} as const satisfies Record<string, (...details: never[]) => Problem>;
