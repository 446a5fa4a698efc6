import type { JitterStrategy } from "../spec/index.js";
import type { DistributedMapData } from "./distributed-data.js";
import type { Expression } from "./expression.js";
import type { PermissionTarget, ResourceExpression } from "./resources.js";

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
export type WorkData = (TaskData | ParallelData | MapData | DistributedMapData<Path>) & {
  /** What `selectResult` makes of the result. */
  readonly selected?: Expression;
};

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
  readonly resources: readonly PermissionTarget[];
  /** When alone it holds; always by default. */
  readonly conditions?: PermissionConditions;
}

/** IAM conditions: operator, then key, then value. */
export type PermissionConditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The role that a task takes on, and what its own role must be allowed for that. */
export interface CredentialsData {
  readonly arn: Expression;
  readonly permissions: readonly Permission[];
}

/** A rule of `Retry`, its times in seconds. */
export interface RetryData {
  readonly comment?: string;
  readonly errors: readonly string[];
  readonly intervalSeconds?: number;
  readonly maxAttempts?: number;
  readonly backoffRate?: number;
  readonly maxDelaySeconds?: number;
  readonly jitter?: JitterStrategy;
}

/** What a rule of `Catch` or `Choices` says of itself, and the variables that it sets. */
export interface RuleHead {
  readonly comment?: string;
  readonly variables?: Variables;
}

/** A rule of `Catch`: which error it takes, and the way on. */
export interface CatchData extends RuleHead {
  readonly error: string;
  readonly path: Path;
}

/** New values for variables, by their names. */
export type Variables = Readonly<Record<string, Expression>>;

/** What every state has. */
interface Named {
  readonly name: string;
  readonly comment?: string;
}

export interface WorkStep extends Named {
  readonly kind: "work";
  readonly work: WorkData;
  /** The variable that keeps the result; without it the result is dropped. */
  readonly assign?: string;
  readonly retry: readonly RetryData[];
  readonly catch: readonly CatchData[];
  readonly timeoutSeconds?: Expression;
  readonly heartbeatSeconds?: Expression;
  readonly credentials?: CredentialsData;
  /** Other variables that get a new value. */
  readonly variables?: Variables;
}

export interface WaitStep extends Named {
  readonly kind: "wait";
  readonly wait: { readonly seconds: Expression } | { readonly timestamp: Expression };
  readonly variables?: Variables;
}

export interface AssignStep extends Named {
  readonly kind: "assign";
  readonly variables: Variables;
}

export interface ChoiceStep extends Named {
  readonly kind: "choice";
  readonly rules: readonly ChoiceRule[];
  readonly otherwise: Path;
  /** What gets a new value when no rule holds. */
  readonly variables?: Variables;
}

/** A rule of a Choice state: when its condition holds, its path is taken. */
export interface ChoiceRule extends RuleHead {
  readonly condition: Expression;
  readonly path: Path;
}

export interface SucceedStep extends Named {
  readonly kind: "succeed";
  readonly output?: Expression;
}

export interface FailStep extends Named {
  readonly kind: "fail";
  readonly error: Expression;
  readonly cause?: Expression;
}

export interface GoToStep {
  readonly kind: "goTo";
  readonly target: string;
}
