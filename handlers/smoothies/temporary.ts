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

/** What {@link persistently} needs of time. */
export interface Time {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/**
 * Does work that may be repeated, again and again while AWS's trouble passes, and gives up `forMs` milliseconds after the first try.
 *
 * @throws the work's error: one that does not pass at once, another one in the end
 */
export async function persistently<T>(work: () => Promise<T>, forMs: number, { now, sleep }: Time): Promise<T> {
  const end = now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || now() >= end) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

const PAUSE_MS = 200;
