import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findExecution } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import { redriveStatus } from "./redrive-status.js";
import { checkRoom, follow } from "./run-machine.js";
import type { StatesState } from "./state.js";

/**
 * `RedriveExecution`: goes on with an execution that failed, timed out or was aborted, on the definition that it had.
 *
 * A repeated request with the same `clientToken` gets the answer of the first one, as long as that redrive is the last.
 */
export function redriveExecution(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const clientToken = read.optionalText("clientToken", { min: 1, max: 64, pattern: "^[!-~]+$" });
  read.done();
  const { context, executions } = state;
  const stored = findExecution(executions, executionArn);
  const { execution } = stored;
  if (clientToken === undefined || executions.redriveToken(executionArn) !== clientToken) {
    const { status, reason } = redriveStatus(state, stored);
    if (status === "NOT_REDRIVABLE") throw statesError("ExecutionNotRedrivable", reason ?? "");
    checkRoom(state);
    executions.redrive(stored, clientToken);
    context.log("info", "states", "execution redriven", { machine: stored.machine.name, name: execution.name });
    follow(state, stored);
  }
  return { redriveDate: (execution.redriveDate ?? context.clock.now()) / 1000 };
}
