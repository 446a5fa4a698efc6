import type { Retrier } from "../spec/index.js";
import type { RetryData } from "./steps.js";

/** The `Retry` of a state, if it has one. */
export function retriers({ retry }: { readonly retry: readonly RetryData[] }): { Retry?: readonly Retrier[] } {
  return retry.length === 0 ? {} : { Retry: retry.map(retrier) };
}

function retrier(retry: RetryData): Retrier {
  return {
    ...comment(retry),
    ErrorEquals: retry.errors,
    ...(retry.intervalSeconds !== undefined && { IntervalSeconds: retry.intervalSeconds }),
    ...(retry.maxAttempts !== undefined && { MaxAttempts: retry.maxAttempts }),
    ...(retry.backoffRate !== undefined && { BackoffRate: retry.backoffRate }),
    ...(retry.maxDelaySeconds !== undefined && { MaxDelaySeconds: retry.maxDelaySeconds }),
    ...(retry.jitter && { JitterStrategy: retry.jitter }),
  };
}

// The first catcher that matches wins, so the wider names stand last: `States.ALL` must, by the specification.
const widest: Readonly<Record<string, number>> = { "States.TaskFailed": 1, "States.ALL": 2 };

/** Catch rules in an order in which each can match. */
export function widestLast<R extends { readonly error: string }>(rules: readonly R[]): readonly R[] {
  return rules.toSorted((a, b) => (widest[a.error] ?? 0) - (widest[b.error] ?? 0));
}

/** The `Comment` of a state or a rule, if it has one. */
export function comment(said: { readonly comment?: string }): { Comment?: string } {
  return said.comment === undefined ? {} : { Comment: said.comment };
}

/** What a state was refused for, with its name in front. */
class StateRefusal extends TypeError {}

/** The same refusal with the name of the state that it is about; the innermost state's name stays. */
export function refusalIn(state: string, error: unknown): unknown {
  if (!(error instanceof TypeError) || error instanceof StateRefusal) return error;
  return new StateRefusal(`${state}: ${error.message}`, { cause: error });
}
