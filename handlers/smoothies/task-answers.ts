import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";

/** Answers the workflow that waits. Each says whether somebody still waited; an answer may be repeated. */
export interface TaskAnswers {
  success(taskToken: string): Promise<boolean>;
  failure(taskToken: string, error: "RobotFailed" | "RobotOffline", cause: string): Promise<boolean>;
  heartbeat(taskToken: string): Promise<boolean>;
}

/** Answers through Step Functions. */
export function stepFunctionsAnswers(client: SFNClient): TaskAnswers {
  return {
    success: (taskToken) => heard(client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))),
    failure: (taskToken, error, cause) => heard(client.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
    heartbeat: (taskToken) => heard(client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

// The task has ended already, by this very answer or by its time-out: there is nothing left to say.
async function heard(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
      return false;
    throw error;
  }
}
