import type { JitterStrategy } from "../spec/index.js";
import type { Expression } from "./expression.js";
import type { AccountArn, ResourceExpression } from "./resources.js";

/**
 * A path through a workflow as plain data: its steps in order. A path that does not end falls through to whatever
 * follows the step that it leaves.
 */
export interface Path {
  readonly steps: readonly Step[];
}

/** A finished workflow as plain data. */
export interface WorkflowData extends Path {
  readonly name: string;
  readonly comment?: string;
  readonly timeoutSeconds?: number;
}

/** One step of a path. All but `goTo` become a state of the same name. */
export type Step = WorkStep | WaitStep | AssignStep | ChoiceStep | SucceedStep | FailStep | GoToStep;

/** The work of a Task, Parallel or Map state. */
export type WorkData = TaskData | ParallelData | MapData;

/** The work of a Parallel state. */
export interface ParallelData {
  readonly kind: "parallel";
  readonly branches: readonly Path[];
}

/** The work of an inline Map state. */
export interface MapData {
  readonly kind: "map";
  readonly items: Expression;
  /** What each iteration's input holds: the item and its index under their names, and those of the Maps around this one. */
  readonly itemSelector: Readonly<Record<string, Expression>>;
  readonly processor: Path;
  readonly maxConcurrency?: Expression;
  readonly toleratedFailureCount?: Expression;
  readonly toleratedFailurePercentage?: Expression;
}

/** The work of a Task state. */
export interface TaskData {
  readonly kind: "task";
  /** The integration, such as `arn:aws:states:::lambda:invoke`, or the activity itself. */
  readonly resource: string | ResourceExpression;
  readonly arguments: Expression;
  /** Which part of the service's answer is the result: a path into it, empty for all of it. */
  readonly result: readonly string[];
  readonly permissions: readonly Permission[];
}

/** What a task's role must be allowed to do. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly (ResourceExpression | AccountArn | "*")[];
}

/** A rule of `Retry`, its times in seconds. */
export interface RetryData {
  readonly errors: readonly string[];
  readonly intervalSeconds?: number;
  readonly maxAttempts?: number;
  readonly backoffRate?: number;
  readonly maxDelaySeconds?: number;
  readonly jitter?: JitterStrategy;
}

/** A rule of `Catch`: which error it takes, the variable that keeps what happened, and the way on. */
export interface CatchData {
  readonly error: string;
  readonly assign?: string;
  readonly path: Path;
}

export interface WorkStep {
  readonly kind: "work";
  readonly name: string;
  readonly comment?: string;
  readonly work: WorkData;
  /** The variable that keeps the result; without it the result is dropped. */
  readonly assign?: string;
  readonly retry: readonly RetryData[];
  readonly catch: readonly CatchData[];
  readonly timeoutSeconds?: Expression;
  readonly heartbeatSeconds?: Expression;
}

export interface WaitStep {
  readonly kind: "wait";
  readonly name: string;
  readonly comment?: string;
  readonly wait: { readonly seconds: Expression } | { readonly timestamp: Expression };
}

export interface AssignStep {
  readonly kind: "assign";
  readonly name: string;
  readonly comment?: string;
  readonly variables: Readonly<Record<string, Expression>>;
}

export interface ChoiceStep {
  readonly kind: "choice";
  readonly name: string;
  readonly comment?: string;
  readonly rules: readonly { readonly condition: Expression; readonly path: Path }[];
  readonly otherwise: Path;
}

export interface SucceedStep {
  readonly kind: "succeed";
  readonly name: string;
  readonly output?: Expression;
}

export interface FailStep {
  readonly kind: "fail";
  readonly name: string;
  readonly error: Expression;
  readonly cause?: Expression;
}

export interface GoToStep {
  readonly kind: "goTo";
  readonly target: string;
}
