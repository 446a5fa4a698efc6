import { type TaskTokens, taskTokens } from "../../../asl/interpreter/index.js";

/** The task tokens of all executions, and which state machine issued each that is open: IAM is asked about that machine. */
export interface MachineTokens extends TaskTokens {
  /** The same registry, for executions of one machine. */
  of(machineArn: string): TaskTokens;
  /** The machine whose task waits for a token; `undefined` for one that is closed or was never issued. */
  machineOf(taskToken: string): string | undefined;
}

/** Makes the registry. */
export function machineTokens(): MachineTokens {
  const tokens = taskTokens();
  const machines = new Map<string, string>();
  const all: TaskTokens = {
    ...tokens,
    close(taskToken) {
      machines.delete(taskToken);
      tokens.close(taskToken);
    },
    sendTaskSuccess(taskToken, output) {
      tokens.sendTaskSuccess(taskToken, output);
      machines.delete(taskToken);
    },
    sendTaskFailure(taskToken, error, cause) {
      tokens.sendTaskFailure(taskToken, error, cause);
      machines.delete(taskToken);
    },
  };
  return {
    ...all,
    of: (machineArn) => ({
      ...all,
      issue(owner) {
        const taskToken = tokens.issue(owner);
        machines.set(taskToken, machineArn);
        return taskToken;
      },
    }),
    machineOf: (taskToken) => machines.get(taskToken),
  };
}
