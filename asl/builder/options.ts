import type { JitterStrategy } from "../spec/index.js";
import { type Credentials, toCredentials } from "./credentials.js";
import type { Duration } from "./duration.js";
import type { TaskError } from "./errors.js";
import { type Expr, toExpression } from "./expression.js";
import type { AnyPath } from "./paths.js";
import type { Problem } from "./problem.js";
import type { CatchFlow } from "./rule-flow.js";
import type { AnyScope } from "./scope.js";
import type { AssignOptions } from "./state-options.js";
import type { RetryData, WorkStep } from "./steps.js";
import { literalSeconds } from "./wait.js";

/** When and how often a step is tried again. Source: Amazon States Language specification, "Retrying after error". */
export interface Retry<ErrorName extends string> {
  /** The errors that it is for; `errors.any` stands alone and in the last rule. */
  readonly on: readonly NoInfer<ErrorName>[];
  /** The delay before the first retry; 1 second by default, at least 1. */
  readonly every?: Duration;
  /** How often it is tried again; 3 by default, 0 means never. */
  readonly maxAttempts?: number;
  /** What each delay is multiplied by for the next; 2 by default, at least 1. */
  readonly backoffRate?: number;
  /** No delay is longer than this. */
  readonly maxDelay?: Duration;
  /** `FULL` draws each delay from zero to its computed length; `NONE` is the default. */
  readonly jitter?: JitterStrategy;
  readonly comment?: string;
}

/** The errors a step may handle: its work's own, and those of any task. */
export type Handled<ErrorName extends string> = ErrorName | TaskError;

/** A way on for each error that a step handles, by the error's name. */
export type Catchers<V extends AnyScope, N extends string, E extends string, P> = {
  readonly [K in Handled<E>]?: (w: CatchFlow<V, N>) => P;
};

/** Refuses a catcher for an error that the step never fails with. */
export type KnownErrors<C, E extends string> = {
  readonly [K in keyof C]: K extends Handled<E> ? C[K] : Problem<`this step never fails with ${K & string}`>;
};

/** What a step with work may say beside its work. */
export interface WorkOptions<V extends AnyScope, N extends string, E extends string, C, P extends AnyPath, A>
  extends AssignOptions<V, N, A> {
  readonly retry?: readonly Retry<Handled<E>>[];
  /** Where each error leads, when no retry helped. */
  readonly catch?: C & KnownErrors<NoInfer<C>, NoInfer<E>> & Catchers<V, N, NoInfer<E>, P>;
  /** How long one attempt may take; a Task alone. */
  readonly timeout?: Limit<V>;
  /** How long it may be between two heartbeats of a task that sends them; shorter than `timeout`. */
  readonly heartbeat?: Limit<V>;
  /** The role, often of another account, whose rights the call has; a Task alone. */
  readonly credentials?: Credentials<V>;
}

/** A time limit: a duration, or a number of seconds that the data gives. */
export type Limit<S> = Duration | ((scope: S) => Expr<number>);

/** The ways on that catchers give. */
export type CaughtPath<C> = { [K in keyof C]: C[K] extends (w: never) => infer P ? P & AnyPath : never }[keyof C];

/** A retry rule as plain data. */
export function toRetry(retry: Retry<string>): RetryData {
  return {
    ...(retry.comment !== undefined && { comment: retry.comment }),
    errors: retry.on,
    ...(retry.every && { intervalSeconds: retry.every.seconds }),
    ...(retry.maxAttempts !== undefined && { maxAttempts: retry.maxAttempts }),
    ...(retry.backoffRate !== undefined && { backoffRate: retry.backoffRate }),
    ...(retry.maxDelay && { maxDelaySeconds: retry.maxDelay.seconds }),
    ...(retry.jitter && { jitter: retry.jitter }),
  };
}

/** What only a Task may say. */
export interface TaskLimits<S> {
  readonly timeout?: Limit<S>;
  readonly heartbeat?: Limit<S>;
  readonly credentials?: Credentials<S>;
}

/** The time limits and credentials of a task as plain data. Throws a TypeError for other work, which has none. */
export function toLimits<S>(
  state: string,
  kind: string,
  options: TaskLimits<S>,
  scope: S,
): Pick<WorkStep, "timeoutSeconds" | "heartbeatSeconds" | "credentials"> {
  const { timeout, heartbeat, credentials } = options;
  if (kind !== "task" && (timeout || heartbeat || credentials)) {
    throw new TypeError(
      `${state} is no Task, so it has no timeout, heartbeat or credentials: give them to the tasks inside it.`,
    );
  }
  const secondsOf = (limit: Limit<S>) =>
    typeof limit === "function" ? toExpression(limit(scope)) : literalSeconds(limit);
  return {
    ...(timeout && { timeoutSeconds: secondsOf(timeout) }),
    ...(heartbeat && { heartbeatSeconds: secondsOf(heartbeat) }),
    ...(credentials && { credentials: toCredentials(credentials, scope) }),
  };
}
