import { defineError } from "../common/define-error.js";
import { failureKind, nameOf } from "../common/failure-kind.js";

/** A service of AWS did not answer, or asked to slow down: the same again, later, may succeed. */
export const TemporarilyUnavailable = defineError("TemporarilyUnavailable");

/**
 * Runs work that may be repeated, and tells trouble that passes from what will never succeed.
 *
 * @throws TemporarilyUnavailable for the former, with the error's name and none of its words; the error itself otherwise.
 */
export async function retryable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // An error that is not of AWS's making has no metadata and is ours to pass on.
    if (!isOfAws(error) || failureKind(error) === "rejected") throw error;
    throw new TemporarilyUnavailable(`A service of AWS is not available: ${nameOf(error)}.`);
  }
}

function isOfAws(error: unknown): boolean {
  return error instanceof Error && ("$metadata" in error || "code" in error || error.name === "TimeoutError");
}
