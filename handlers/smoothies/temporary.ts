import { defineError } from "../common/define-error.js";
import { failureKind, nameOf } from "../common/failure-kind.js";

/** A service of AWS did not answer, or asked to slow down: the same again, later, may succeed. */
export const TemporarilyUnavailable = defineError("TemporarilyUnavailable");

/** Whether an error is AWS's own trouble, which passes, and not a refusal or a mistake of ours. */
export function passes(error: unknown): boolean {
  // What is not of AWS's making has none of these.
  const ofAws = error instanceof Error && ("$metadata" in error || "code" in error || error.name === "TimeoutError");
  return ofAws && failureKind(error) !== "rejected";
}

/**
 * Runs work that may be repeated, and tells trouble that passes from what will never succeed.
 *
 * @throws TemporarilyUnavailable for the former, with the error's name and none of its words; the error itself otherwise.
 */
export async function retryable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!passes(error)) throw error;
    throw new TemporarilyUnavailable(`A service of AWS is not available: ${nameOf(error)}.`);
  }
}
