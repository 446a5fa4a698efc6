/**
 * The error names that Step Functions itself reports and that `Retry` and `Catch` may match.
 *
 * Source: Amazon States Language specification, "Errors"; AWS Step Functions Developer Guide, "Handling errors in
 * Step Functions workflows".
 */
export const statesErrors = [
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.Http.Socket",
  "States.IntrinsicFailure",
  "States.ItemReaderFailed",
  "States.NoChoiceMatched",
  "States.ParameterPathFailure",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.ResultPathMatchFailure",
  "States.ResultWriterFailed",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
] as const;

/** One of Step Functions' own error names. */
export type StatesError = (typeof statesErrors)[number];
