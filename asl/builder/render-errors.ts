import type { JsonataCatcher, Retrier } from "../spec/index.js";
import type { CatchData, Path, RetryData, WorkStep } from "./steps.js";

/** The `Retry` of a state, if it has one. */
export function retriers({ retry }: { readonly retry: readonly RetryData[] }): { Retry?: readonly Retrier[] } {
  return retry.length === 0 ? {} : { Retry: retry.map(retrier) };
}

/** The `Catch` of a state, if it has one; `targetOf` says where a catcher's path begins. */
export function catchers(step: WorkStep, targetOf: (path: Path) => string): { Catch?: readonly JsonataCatcher[] } {
  if (step.catch.length === 0) return {};
  return { Catch: widestLast(step.catch).map((rule) => catcher(rule, targetOf(rule.path))) };
}

function retrier(retry: RetryData): Retrier {
  return {
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

function catcher(rule: CatchData, next: string): JsonataCatcher {
  return {
    ErrorEquals: [rule.error],
    ...(rule.assign !== undefined && { Assign: { [rule.assign]: "{% $states.errorOutput %}" } }),
    Output: "{% $states.input %}",
    Next: next,
  };
}
