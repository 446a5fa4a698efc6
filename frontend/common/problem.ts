import { isRecord } from "./is-record.js";

/** A field of the request that the API found wrong, and why, in words for a person. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A request that did not do what it should: refused by the service, or not answered at all. */
export interface Problem {
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number;
  readonly detail?: string;
  readonly errors: readonly FieldError[];
  /** Seconds after which the service wants to be asked again (RFC 9110, "Retry-After"), if it said so. */
  readonly retryAfter?: number;
  /** An answer of success came, and it was none of the API's. */
  readonly isGarbled?: true;
}

/**
 * Reads an `application/problem+json` document. Anything else (a proxy's error page, another JSON) leaves only the status.
 */
export function readProblem(status: number, body: unknown): Problem {
  if (!isRecord(body)) return { status, errors: [] };
  const errors = Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [];
  const detail = typeof body.detail === "string" && body.detail !== "" ? { detail: body.detail } : {};
  return { status, errors: errors.map(({ field, message }) => ({ field, message })), ...detail };
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.field === "string" && typeof value.message === "string";
}
