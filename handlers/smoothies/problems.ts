import type { Problem } from "../common/http.js";
import { commonProblems } from "../common/problems.js";

/** All the refusals of the smoothies' API; the only place with their words. Each has a stable `code`. */
export const problems = {
  ...commonProblems,
  idempotencyConflict: () => commonProblems.idempotencyConflict("Nothing was ordered. Use a new key for a new order."),
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
