import { createHash } from "node:crypto";
import type { FieldError } from "./http.js";

/** What a request says by its `Idempotency-Key`. */
export interface KeyOfRequest {
  /** The key; absent when there is none, or none that will do. */
  readonly key?: string;
  /** What is wrong with it, for the answer. */
  readonly errors: readonly FieldError[];
}

/** Reads the `Idempotency-Key` of a request's headers, whose names are in lower case as API Gateway gives them. */
export function readIdempotencyKey(headers: Readonly<Record<string, string | undefined>>): KeyOfRequest {
  const key = headers["idempotency-key"];
  const message = key === undefined ? undefined : idempotencyKeyProblem(key);
  if (message !== undefined) return { errors: [{ field: "Idempotency-Key", message }] };
  return { ...(key !== undefined && { key }), errors: [] };
}

/**
 * Says what is wrong with an `Idempotency-Key`, or `undefined` when it will do.
 *
 * The key is a secret of its sender: whoever guesses it learns the id of what was made with it, and may do
 * what an id lets do, such as read and cancel it. So
 * it must be able to carry 128 random bits. How random a text is cannot be measured, only how much it could hold: its
 * length times the bits of a character of its alphabet, which are 3.3 for decimal digits, 4 for hexadecimal ones
 * (hyphens between either do not count) and 6 for others. A UUID (32 hexadecimal digits) and 22 characters of base64url
 * both pass. A key that visibly holds less, of fewer than six different characters or of one piece repeated, does not.
 */
export function idempotencyKeyProblem(key: string): string | undefined {
  if (!/^[\x21-\x2b\x2d-\x7e]{1,255}$/.test(key)) {
    return "The Idempotency-Key must be 1 to 255 visible ASCII characters, without spaces and commas.";
  }
  const digits = key.replaceAll("-", "");
  const repeated = /^(.+?)\1+$/.test(digits);
  const random = bitsOf(key, digits) >= 128 && new Set(digits).size >= 6 && !repeated;
  if (random) return undefined;
  return "The Idempotency-Key must hold at least 128 random bits: use a new random UUID, or 22 random characters, for each request.";
}

/** One UUID in three million has decimal digits alone, and is as random as the others. */
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function bitsOf(key: string, digits: string): number {
  if (/^\d*$/.test(digits) && !uuid.test(key)) return digits.length * Math.log2(10);
  return /^[\da-f]*$/i.test(digits) ? digits.length * 4 : key.length * 6;
}

/** SHA-256 in base64url: 43 characters, all allowed in the name of an execution. The id of what is made with a key is this of the key. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url");
}
