import { statesError } from "./errors.js";
import type { ExecutionStore, StoredExecution, StoredMachine } from "./execution-store.js";

/**
 * The state machine that a request names.
 *
 * @throws `InvalidArn` or `StateMachineDoesNotExist`
 */
export function findMachine(machines: ReadonlyMap<string, StoredMachine>, arn: string): StoredMachine {
  checkArn(arn, "stateMachine");
  const machine = machines.get(arn);
  if (machine) return machine;
  throw statesError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/**
 * The execution that a request names.
 *
 * @throws `InvalidArn` or `ExecutionDoesNotExist`
 */
export function findExecution(executions: ExecutionStore, arn: string): StoredExecution {
  checkArn(arn, "execution");
  const execution = executions.find(arn);
  if (execution) return execution;
  throw statesError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

function checkArn(arn: string, expected: "stateMachine" | "execution"): void {
  if (!arn.startsWith("arn:")) throw statesError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  const type = arn.split(":")[5] ?? "";
  if (type === expected) return;
  throw statesError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${type}'`);
}
