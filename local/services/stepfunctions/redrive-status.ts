import type { StoredExecution } from "./execution-store.js";
import type { StatesState } from "./state.js";

/** Source for these limits: Step Functions Developer Guide, "Restarting state machine executions with redrive". */
const redrivablePeriodMs = 14 * 86_400_000;
const longestExecutionMs = 365 * 86_400_000;
const mostEvents = 24_999;

/** Whether an execution can be redriven, and if not, why not. */
export interface RedriveStatus {
  readonly status: "REDRIVABLE" | "NOT_REDRIVABLE";
  /** In the words of the API reference, DescribeExecution. */
  readonly reason?: string;
}

/** Whether an execution of a Standard machine can be redriven now. */
export function redriveStatus(
  { context, machines }: Pick<StatesState, "context" | "machines">,
  { execution, machine, origin }: StoredExecution,
): RedriveStatus {
  const now = context.clock.now();
  const { status, stopDate } = execution;
  if (status === "RUNNING" || status === "SUCCEEDED" || stopDate === undefined) {
    return redrivableWhile(status);
  }
  if (machines.find(machine.arn)?.current.creationDate !== machine.creationDate) {
    return refused("State machine is in DELETING status");
  }
  // A child is redriven with the execution that started its Map run, never by itself.
  if (origin.mapRunArn !== undefined) return refused("Execution was started by a Map run and cannot be redriven");
  if (now - stopDate > redrivablePeriodMs) return refused("Execution redrivable period exceeded");
  if (now - execution.startDate > longestExecutionMs) return refused("Execution has exceeded the max execution time");
  if (execution.history.length >= mostEvents) return refused("Execution history event limit exceeded");
  return { status: "REDRIVABLE" };
}

/** The answer for an execution that has not failed. */
export function redrivableWhile(status: string): RedriveStatus {
  return refused(`Execution is ${status} and cannot be redriven`);
}

function refused(reason: string): RedriveStatus {
  return { status: "NOT_REDRIVABLE", reason };
}
