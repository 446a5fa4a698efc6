import type { Outcome } from "./ports.js";
import { type EventDetails, failureDetails, outputDetails } from "./recorder.js";

/** The part of an execution's last event that says how it ended. */
export function endDetails(outcome: Outcome): EventDetails {
  if (outcome.status === "SUCCEEDED") return { executionSucceededEventDetails: outputDetails(outcome.output) };
  const details = failureDetails(outcome.error, outcome.cause);
  switch (outcome.status) {
    case "FAILED":
      return { executionFailedEventDetails: details };
    case "TIMED_OUT":
      return { executionTimedOutEventDetails: details };
    case "ABORTED":
      return { executionAbortedEventDetails: details };
  }
}
