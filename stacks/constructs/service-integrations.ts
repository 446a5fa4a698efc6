import type { Statement } from "./iam.js";
import type { Queue } from "./queue.js";
import type { StateMachine } from "./state-machine.js";

/** An AWS API that an HTTP API calls itself, without a function between. */
export interface ServiceIntegration {
  /** Source: API Gateway developer guide, "Integration subtype reference". */
  readonly subtype: "StepFunctions-StartExecution" | "StepFunctions-StartSyncExecution" | "SQS-SendMessage";
  /** The API's parameters; `$request.body` and its like stand for parts of the request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the API's role needs for it. */
  readonly statements: readonly Statement[];
}

/** Runs an Express state machine with the request's body as input, and answers with its result. */
export function runSync(machine: StateMachine): ServiceIntegration {
  return {
    subtype: "StepFunctions-StartSyncExecution",
    parameters: { StateMachineArn: machine.alias.arn, Input: "$request.body" },
    statements: [{ actions: ["states:StartSyncExecution"], resources: [machine.arn] }],
  };
}

/** Starts a state machine with the request's body as input, and answers with the execution's ARN. */
export function start(machine: StateMachine): ServiceIntegration {
  return {
    subtype: "StepFunctions-StartExecution",
    parameters: { StateMachineArn: machine.alias.arn, Input: "$request.body" },
    statements: [machine.startStatement()],
  };
}

/** Sends the request's body to a queue. */
export function sendTo(queue: Queue): ServiceIntegration {
  return {
    subtype: "SQS-SendMessage",
    parameters: { QueueUrl: queue.url, MessageBody: "$request.body" },
    statements: [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }],
  };
}
