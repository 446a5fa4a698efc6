import type { Problem } from "../common/http.js";
import { commonProblems } from "../common/problems.js";

/** All the refusals of the smoothies' API; the only place with their words. Each has a stable `code`. */
export const problems = {
  ...commonProblems,
  idempotencyConflict: () => commonProblems.idempotencyConflict("Nothing was ordered. Use a new key for a new order."),
  notFound: () => commonProblems.notFound("There is no such order or address."),
  busy: () => commonProblems.busy("Idempotency-Key"),
  internalError: () => commonProblems.internalError("Idempotency-Key"),
} as const satisfies Record<string, (...details: never[]) => Problem>;
