import type { Failure } from "./failure.js";
import type { Frame } from "./frame.js";
import type { State } from "./state.js";

/** Not even `States.ALL` matches these. Source: AWS Step Functions Developer Guide, "Error names". */
const never = new Set(["States.Runtime"]);

type Cause = Pick<Failure, "error" | "isHeartbeat">;

/**
 * Whether a rule's `ErrorEquals` takes an error. An error without a name (a bare Fail state, SendTaskFailure without
 * `error`) is taken by `States.ALL` and `States.TaskFailed` only.
 */
export function matches(errorEquals: readonly string[], { error, isHeartbeat }: Cause): boolean {
  if (error !== undefined && never.has(error)) return false;
  return errorEquals.some((name) => {
    if (name === error || name === "States.ALL") return true;
    // An expired heartbeat is reported as States.Timeout on AWS; the language's own name for it must match, too.
    if (name === "States.HeartbeatTimeout") return isHeartbeat;
    return name === "States.TaskFailed" && error !== "States.Timeout";
  });
}

/**
 * When the next attempt is due, in milliseconds since 1970; undefined when there is none. Each retrier counts its own
 * attempts; the first one that matches decides, even if it is used up.
 */
export function nextRetry(frame: Frame, state: State, failure: Cause): number | undefined {
  const { run } = frame;
  const index = state.retriers.findIndex((retrier) => matches(retrier.errors, failure));
  const retrier = state.retriers[index];
  if (retrier === undefined) return undefined;
  const { inspection } = run;
  frame.retries ??= state.retriers.map(() => inspection?.retries ?? 0);
  const used = frame.retries[index] ?? 0;
  inspection?.note(frame, "retryIndex", index);
  if (used >= retrier.maxAttempts) return undefined;
  frame.retries[index] = used + 1;
  frame.retryCount += 1;
  const seconds = Math.min(retrier.interval * retrier.backoffRate ** used, retrier.maxDelay);
  inspection?.note(frame, "retryBackoffIntervalSeconds", seconds);
  const spread = retrier.fullJitter ? run.ports.random() : 1;
  const delayMs = Math.round(seconds * spread * 1000);
  run.trace?.({ kind: "retry", state: state.name, index, error: failure.error, delaySeconds: delayMs / 1000 });
  return run.ports.clock.now() + delayMs;
}
