import type { Problem } from "../common/problem.js";

/** What the page was trying to do, for the words of {@link problemText}. */
export type Attempt = "schedule" | "cancel";

/** A problem in one or two sentences that say what happened and what to do. */
export function problemText(problem: Problem, attempt: Attempt): string {
  const { status, detail } = problem;
  if (status === undefined) return `${UNREACHABLE} ${SAFE_TO_REPEAT[attempt]}`;
  if (status === 429) return "That was a little too fast for the service. Wait a few seconds, then try again.";
  if (status >= 500) return `The service could not answer (error ${status}). ${SAFE_TO_REPEAT[attempt]}`;
  if (attempt === "cancel" && status === 409) return "Too late to cancel: it is already on its way.";
  if (attempt === "cancel" && status === 404) return "The service does not know this reminder any more.";
  if (status === 403) return detail ?? "Reminders cannot be sent to that address or number. Use another one.";
  if (status === 409) {
    return "Something changed between two attempts, so nothing new was scheduled. Check the form and press the button again.";
  }
  if (status === 413) return "The message is too long for the service. Make it shorter.";
  return detail ?? `The service did not accept this (error ${status}). Check the form and try again.`;
}

const UNREACHABLE = "The service cannot be reached. Check your connection.";

const SAFE_TO_REPEAT: Readonly<Record<Attempt, string>> = {
  schedule: "You can safely press the button again: it will not be scheduled twice.",
  cancel: "Nothing was cancelled as far as we know; try again.",
};
