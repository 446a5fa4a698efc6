import type { JsonObject } from "../spec/index.js";
import type { Execution, StartOptions } from "./ports.js";

/** Stands before the machine's name where a host gives no ARN. */
const madeUpArn = "arn:aws:states:us-east-1:123456789012:stateMachine:";

/** The ARN of an execution's machine: the host's, or one that is made up. */
export function stateMachineArnOf({ stateMachineArn, stateMachineName }: StartOptions): string {
  return stateMachineArn ?? `${madeUpArn}${stateMachineName ?? "workflow"}`;
}

/** The ARN of an execution that its host gave none; those of Express machines have an id besides their name. */
export function madeUpExecutionArn(stateMachineArn: string, name: string, expressId: string | undefined): string {
  if (expressId === undefined) return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  return `${stateMachineArn.replace(":stateMachine:", ":express:")}:${name}:${expressId}`;
}

/** The parts of the context object that are the same in all states. */
export function executionContext(execution: Execution, { roleArn, stateMachineName }: StartOptions): JsonObject {
  const { stateMachineArn, redriveDate } = execution;
  return {
    Execution: {
      Id: execution.executionArn,
      Input: execution.input,
      StartTime: new Date(execution.startDate).toISOString(),
      Name: execution.name,
      ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      RedriveCount: execution.redriveCount,
      ...(redriveDate === undefined ? {} : { RedriveTime: new Date(redriveDate).toISOString() }),
    },
    StateMachine: { Id: stateMachineArn, Name: stateMachineName ?? stateMachineArn.split(":")[6] ?? "" },
  };
}
