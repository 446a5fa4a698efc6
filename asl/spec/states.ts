import type { Json, JsonObject } from "./json.js";

/** How long a retrier spreads its delays: `FULL` draws each from zero to the computed delay. */
export type JitterStrategy = "FULL" | "NONE";

/** One rule of a state's `Retry`. Source: Amazon States Language specification, "Retrying after error". */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: JitterStrategy;
}

/** One rule of a state's `Catch`. Source: Amazon States Language specification, "Fallback states". */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: JsonObject;
  readonly Output?: Json;
}

/** Where a state leads: to another state or, with `End`, nowhere. Never both. */
export type Transition =
  | { readonly Next: string; readonly End?: never }
  | { readonly End: true; readonly Next?: never };

interface Common {
  readonly Comment?: string;
}

interface Assigns {
  readonly Assign?: JsonObject;
}

interface Outputs {
  readonly Output?: Json;
}

interface HandlesErrors {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** Does one piece of work: a Lambda function, an AWS API call, an activity. */
export type TaskState = Common &
  Assigns &
  Outputs &
  HandlesErrors &
  Transition & {
    readonly Type: "Task";
    readonly Resource: string;
    readonly Arguments?: Json;
    readonly TimeoutSeconds?: number | string;
    readonly HeartbeatSeconds?: number | string;
  };

/** Passes its input on, possibly changed. */
export type PassState = Common & Assigns & Outputs & Transition & { readonly Type: "Pass" };

/** Waits for a number of seconds or until a time. */
export type WaitState = Common &
  Assigns &
  Outputs &
  Transition & { readonly Type: "Wait" } & (
    | { readonly Seconds: number | string; readonly Timestamp?: never }
    | { readonly Timestamp: string; readonly Seconds?: never }
  );

/** One rule of a Choice state. */
export interface ChoiceRule extends Assigns, Outputs, Common {
  readonly Condition: string;
  readonly Next: string;
}

/** Goes the way of the first rule that holds. */
export interface ChoiceState extends Common, Assigns, Outputs {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** Runs several branches at once and gives the list of their results. */
export type ParallelState = Common &
  Assigns &
  Outputs &
  HandlesErrors &
  Transition & { readonly Type: "Parallel"; readonly Branches: readonly StateMachine[]; readonly Arguments?: Json };

/** Ends the execution, or its branch, well. */
export interface SucceedState extends Common, Outputs {
  readonly Type: "Succeed";
}

/** Ends the execution, or its branch, with an error. */
export interface FailState extends Common {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly Cause?: string;
}

/** A state in JSONata form, by its `Type`. */
export type State = TaskState | PassState | WaitState | ChoiceState | ParallelState | SucceedState | FailState;

/** States and where they start: a branch of a Parallel state, or the body of a definition. */
export interface StateMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A whole definition, as CreateStateMachine takes it. Source: Amazon States Language specification, "Top-level fields". */
export interface StateMachineDefinition extends StateMachine {
  readonly Comment?: string;
  readonly QueryLanguage: "JSONata";
  readonly TimeoutSeconds?: number;
}
