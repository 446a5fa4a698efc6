/** How large values are cut in a history; this engine never cuts, so `truncated` is always false. */
export interface DataDetails {
  readonly truncated: boolean;
}

/** What an event says about a state that was entered. `input` is JSON text. */
export interface StateEnteredDetails {
  readonly name: string;
  readonly input: string;
  readonly inputDetails: DataDetails;
}

/** What an event says about a state that was left. `output` and every assigned variable are JSON text. */
export interface StateExitedDetails {
  readonly name: string;
  readonly output: string;
  readonly outputDetails: DataDetails;
  readonly assignedVariables?: Readonly<Record<string, string>>;
  readonly assignedVariablesDetails?: DataDetails;
}

/** Error name and cause, as far as there are any. */
export interface FailureDetails {
  readonly error?: string;
  readonly cause?: string;
}

/** Which service a task event is about, e.g. `{resourceType: "lambda", resource: "invoke"}`. */
export interface TaskResourceDetails {
  readonly resourceType: string;
  readonly resource: string;
}

/** One iteration of a Map state. */
export interface MapIterationDetails {
  readonly name: string;
  readonly index: number;
}

/** Output as JSON text. */
export interface OutputDetails {
  readonly output: string;
  readonly outputDetails: DataDetails;
}

/** The event types that the engine records, as `GetExecutionHistory` names them. */
export type HistoryEventType =
  | "ExecutionStarted"
  | "ExecutionSucceeded"
  | "ExecutionFailed"
  | "ExecutionAborted"
  | "ExecutionTimedOut"
  | "ExecutionRedriven"
  | `${"Pass" | "Task" | "Wait" | "Choice" | "Parallel" | "Map" | "Succeed" | "Fail"}StateEntered`
  | `${"Pass" | "Task" | "Wait" | "Choice" | "Parallel" | "Map" | "Succeed"}StateExited`
  | `${"Task" | "Wait" | "Parallel" | "Map"}StateAborted`
  | `${"Parallel" | "Map"}State${"Started" | "Succeeded" | "Failed"}`
  | `MapIteration${"Started" | "Succeeded" | "Failed" | "Aborted"}`
  | `Task${"Scheduled" | "Started" | "StartFailed" | "Submitted" | "SubmitFailed" | "Succeeded" | "Failed" | "TimedOut"}`
  | `LambdaFunction${"Scheduled" | "Started" | "StartFailed" | "Succeeded" | "Failed" | "TimedOut"}`
  | `Activity${"Scheduled" | "Started" | "Succeeded" | "Failed" | "TimedOut"}`
  | `MapRun${"Started" | "Redriven" | "Succeeded" | "Failed" | "Aborted"}`
  | "EvaluationFailed";

/**
 * One event of an execution's history, in the shape of `GetExecutionHistory`.
 *
 * `timestamp` is in milliseconds since 1970; the wire format has seconds. Data fields are JSON text.
 */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: HistoryEventType;
  readonly executionStartedEventDetails?: {
    readonly input: string;
    readonly inputDetails: DataDetails;
    readonly roleArn?: string;
  };
  readonly executionSucceededEventDetails?: OutputDetails;
  readonly executionFailedEventDetails?: FailureDetails;
  readonly executionAbortedEventDetails?: FailureDetails;
  readonly executionTimedOutEventDetails?: FailureDetails;
  readonly executionRedrivenEventDetails?: { readonly redriveCount: number };
  readonly stateEnteredEventDetails?: StateEnteredDetails;
  readonly stateExitedEventDetails?: StateExitedDetails;
  readonly taskScheduledEventDetails?: TaskResourceDetails & {
    readonly region: string;
    readonly parameters: string;
    readonly timeoutInSeconds?: number;
    readonly heartbeatInSeconds?: number;
    readonly taskCredentials?: { readonly roleArn: string };
  };
  readonly taskStartedEventDetails?: TaskResourceDetails;
  readonly taskSubmittedEventDetails?: TaskResourceDetails & OutputDetails;
  readonly taskSubmitFailedEventDetails?: TaskResourceDetails & FailureDetails;
  readonly taskSucceededEventDetails?: TaskResourceDetails & OutputDetails;
  readonly taskFailedEventDetails?: TaskResourceDetails & FailureDetails;
  readonly taskTimedOutEventDetails?: TaskResourceDetails & FailureDetails;
  readonly lambdaFunctionScheduledEventDetails?: {
    readonly resource: string;
    readonly input: string;
    readonly inputDetails: DataDetails;
    readonly timeoutInSeconds?: number;
    readonly taskCredentials?: { readonly roleArn: string };
  };
  readonly lambdaFunctionSucceededEventDetails?: OutputDetails;
  readonly lambdaFunctionFailedEventDetails?: FailureDetails;
  readonly lambdaFunctionTimedOutEventDetails?: FailureDetails;
  readonly activityScheduledEventDetails?: {
    readonly resource: string;
    readonly input: string;
    readonly inputDetails: DataDetails;
    readonly timeoutInSeconds?: number;
    readonly heartbeatInSeconds?: number;
  };
  readonly activityStartedEventDetails?: { readonly workerName?: string };
  readonly activitySucceededEventDetails?: OutputDetails;
  readonly activityFailedEventDetails?: FailureDetails;
  readonly activityTimedOutEventDetails?: FailureDetails;
  readonly mapStateStartedEventDetails?: { readonly length: number };
  readonly mapIterationStartedEventDetails?: MapIterationDetails;
  readonly mapIterationSucceededEventDetails?: MapIterationDetails;
  readonly mapIterationFailedEventDetails?: MapIterationDetails;
  readonly mapIterationAbortedEventDetails?: MapIterationDetails;
  readonly mapRunStartedEventDetails?: { readonly mapRunArn: string };
  readonly mapRunRedrivenEventDetails?: { readonly mapRunArn: string; readonly redriveCount: number };
  readonly mapRunFailedEventDetails?: FailureDetails;
  readonly evaluationFailedEventDetails?: FailureDetails & { readonly state: string; readonly location?: string };
}
