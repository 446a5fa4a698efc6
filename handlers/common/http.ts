import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** An answer to a request of an HTTP API (payload format 2.0). */
export type Answer = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/** One field of a request that is wrong, in words for the person who filled it in. */
export interface FieldError {
  /** The field's name; `body` for the body as a whole; otherwise a header's name. */
  readonly field: string;
  readonly message: string;
}

/** What went wrong, as data; {@link problemAnswer} renders it. */
export interface Problem {
  readonly status: number;
  /** A stable name for programs, such as `RecipientNotAllowed`. */
  readonly code: string;
  /** What kind of problem it is, in a few words that never vary. */
  readonly title: string;
  /** What happened here and what to do. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with JSON. No cache may keep it: it is somebody's own, and it changes. */
export function json(statusCode: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** Answers with a problem document (RFC 9457), extended by `code` and `errors`. */
export function problemAnswer({ status, code, title, detail, errors, headers }: Problem): Answer {
  const document = { type: "about:blank", title, status, detail, code, ...(errors && { errors }) };
  return json(status, document, { "content-type": "application/problem+json", ...headers });
}
