/** How a retrier spreads its delays: `FULL` draws each from zero to the computed delay. */
export type JitterStrategy = "FULL" | "NONE";

/** The language of a state's expressions. */
export type QueryLanguage = "JSONPath" | "JSONata";

/** One rule of a state's `Retry`. Source: Amazon States Language specification, "Retrying after error". */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** The delay before the first retry, in seconds; 1 by default. */
  readonly IntervalSeconds?: number;
  /** 3 by default; 0 means never. */
  readonly MaxAttempts?: number;
  /** What each delay is multiplied by for the next; 2 by default, at least 1. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: JitterStrategy;
  readonly Comment?: string;
}

/** Where a state leads: to another state or, with `End`, nowhere. Never both. */
export type Transition =
  | { readonly Next: string; readonly End?: never }
  | { readonly End: true; readonly Next?: never };

/** A state that leads nowhere by itself: Choice, Succeed and Fail. */
export interface NoTransition {
  readonly Next?: never;
  readonly End?: never;
}

/** Fields that a state must not have: they belong to the other query language, or to other kinds of state. */
export type Without<Field extends string> = { readonly [K in Field]?: never };

/** States and where they start: the body of a definition, a branch, or what a Map runs for each item. */
export interface StatesOf<S> {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, S>>;
}

/** The role in another account that a Task takes on. `RoleArn.$` is the JSONPath form of a role that the data names. */
export interface Credentials {
  readonly RoleArn?: string;
  readonly "RoleArn.$"?: string;
}

/** How the items of a Map run: within this execution's history, or as child executions of their own. */
export type ProcessorConfig =
  | { readonly Mode: "INLINE"; readonly ExecutionType?: never }
  | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "STANDARD" | "EXPRESS" };
