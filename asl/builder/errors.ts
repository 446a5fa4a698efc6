/** Step Functions' error names that workflows most often handle, by a short name. */
export const errors = {
  /** Any error. Catches all that no other rule took; matches neither `States.DataLimitExceeded` nor `States.Runtime`. */
  any: "States.ALL",
  /** The state took longer than its `timeout`, or a heartbeat did not come. */
  timeout: "States.Timeout",
  /** A heartbeat did not come in time. Recorded as `States.Timeout`; both names match. */
  heartbeatTimeout: "States.HeartbeatTimeout",
  /** Any error of a task but a time-out. */
  taskFailed: "States.TaskFailed",
  /** The role may not do what the task needs. */
  permissions: "States.Permissions",
  /** A JSONata expression failed or gave the wrong type. */
  queryEvaluation: "States.QueryEvaluationError",
} as const;

/** An error that any task can fail with. */
export type TaskError = (typeof errors)[keyof typeof errors];

/** What a catcher's variable holds. Source: Amazon States Language specification, "Error representation". */
export interface ErrorOutput {
  readonly Error: string;
  /** For people. A time-out has none, as recorded: `orElse(problem.Cause, "")`. */
  readonly Cause?: string;
}
