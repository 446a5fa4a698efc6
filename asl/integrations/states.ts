import type { Arg } from "../builder/expression.js";
import { type AccountArn, type ResourceReference, resourceExpression } from "../builder/resources.js";
import type { Work } from "../builder/work.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import type { StateMachine } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** What a start may say beside its input. */
export interface StartOptions {
  /** The execution's name: unique for its machine for 90 days, 1 to 80 characters. */
  readonly name?: Arg<string>;
}

/** Step Functions' answer to StartExecution. */
export interface StartedExecution {
  readonly ExecutionArn: string;
  readonly StartDate: string;
}

/** Errors that a start is known to fail with, by this integration's names. */
export type StepFunctionsError =
  | "StepFunctions.ExecutionAlreadyExistsException"
  | "StepFunctions.ExecutionLimitExceededException"
  | "StepFunctions.StateMachineDoesNotExistException"
  | "StepFunctions.AWSStepFunctionsException";

type AnyMachine<Input> = StateMachine<Input, unknown, string>;

function request(machine: ResourceReference, input: unknown, { name }: StartOptions) {
  return { StateMachineArn: attributeOf(machine), Input: input, ...(name !== undefined && { Name: name }) };
}

function startExecution<Input>(
  machine: AnyMachine<Input>,
  input: Arg<NoInfer<Input>>,
  options: StartOptions = {},
): Work<StartedExecution, StepFunctionsError> {
  return task({
    resource: "states:startExecution",
    arguments: request(machine, input, options),
    permissions: [allow(["states:StartExecution"], machine)],
  });
}

// Step Functions follows a nested execution by a rule that it keeps itself. Source: AWS Step Functions Developer Guide, "IAM
// policies for AWS Step Functions" (nested executions).
const followRule: AccountArn = {
  kind: "accountArn",
  service: "events",
  resource: "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
};

function sync2<Input, Output, ErrorName extends string>(
  machine: StateMachine<Input, Output, ErrorName>,
  input: Arg<NoInfer<Input>>,
  options: StartOptions = {},
): Work<Output, "States.TaskFailed" | StepFunctionsError, "Output"> {
  return task({
    resource: "states:startExecution.sync:2",
    arguments: request(machine, input, options),
    result: ["Output"],
    permissions: [
      allow(["states:StartExecution"], machine),
      allow(["states:DescribeExecution", "states:StopExecution"], resourceExpression(machine, "executionArns")),
      allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"], followRule),
    ],
  });
}

function waitForTaskToken<Input, Output, ErrorName extends string>(
  machine: AnyMachine<Input>,
  input: (taskToken: TaskToken) => Arg<Input>,
  _reply: Reply<Output, ErrorName>,
  options: StartOptions = {},
): Work<Output, ErrorName | StepFunctionsError> {
  return task({
    resource: "states:startExecution.waitForTaskToken",
    arguments: request(machine, input(taskToken()), options),
    permissions: [allow(["states:StartExecution"], machine)],
  });
}

/**
 * Nested executions. `sync2` (ASL: `.sync:2`) waits for the nested execution and gives its output, typed by its workflow; when that
 * fails, the task fails with `States.TaskFailed`.
 *
 * Source: AWS Step Functions Developer Guide, "Start a new AWS Step Functions state machine from a running execution".
 */
export const states = { startExecution: Object.assign(startExecution, { sync2, waitForTaskToken }) };
