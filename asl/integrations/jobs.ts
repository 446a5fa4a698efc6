import type { Arg } from "../builder/expression.js";
import type { AccountArn } from "../builder/resources.js";
import type { Permission } from "../builder/steps.js";
import type { Work } from "../builder/work.js";
import type { AslInput, AslOutput } from "./asl-input.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import { allow, task } from "./task.js";

/** What a job needs besides its arguments: what the role must be allowed to do to start it, and to follow it. */
export interface JobOptions {
  readonly permissions: readonly Permission[];
}

/** A service that runs jobs: started and left alone, or waited for. */
interface JobService {
  /** What follows `arn:aws:states:::`. */
  readonly resource: string;
  /** The rule by which Step Functions learns that a job has ended; some services are polled instead. */
  readonly rule?: string;
}

const followActions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

function follow({ rule }: JobService): readonly Permission[] {
  if (rule === undefined) return [];
  const arn: AccountArn = { kind: "accountArn", service: "events", resource: `rule/${rule}` };
  return [allow(followActions, arn)];
}

function start(service: JobService) {
  return <Input, Output = unknown, ErrorName extends string = never>(
    input: Arg<AslInput<Input>>,
    { permissions }: JobOptions,
  ): Work<AslOutput<Output>, ErrorName> => task({ resource: service.resource, arguments: input, permissions });
}

function sync(service: JobService) {
  return <Input, Output = unknown, ErrorName extends string = never>(
    input: Arg<AslInput<Input>>,
    { permissions }: JobOptions,
  ): Work<AslOutput<Output>, ErrorName | "States.TaskFailed"> =>
    task({
      resource: `${service.resource}.sync`,
      arguments: input,
      permissions: [...permissions, ...follow(service)],
    });
}

function waitForTaskToken(service: JobService) {
  return <Input, Output, ErrorName extends string>(
    input: (taskToken: TaskToken) => Arg<AslInput<Input>>,
    _reply: Reply<Output, ErrorName>,
    { permissions }: JobOptions,
  ): Work<Output, ErrorName> =>
    task({ resource: `${service.resource}.waitForTaskToken`, arguments: input(taskToken()), permissions });
}

const job = (service: JobService) => Object.assign(start(service), { sync: sync(service) });

const runTask: JobService = { resource: "ecs:runTask", rule: "StepFunctionsGetEventsForECSTaskRule" };

/**
 * Amazon ECS and AWS Fargate. Source: AWS Step Functions Developer Guide, "Run an Amazon ECS or Fargate task with Step Functions".
 *
 * @example
 * ```ts
 * ecs.runTask.sync<RunTaskCommandInput>({ Cluster: "kitchen", TaskDefinition: "blend" }, {
 *   permissions: [allow(["ecs:RunTask"], { kind: "accountArn", service: "ecs", resource: "task-definition/blend:*" })],
 * })
 * ```
 */
export const ecs = { runTask: Object.assign(job(runTask), { waitForTaskToken: waitForTaskToken(runTask) }) };

const submitJob: JobService = { resource: "batch:submitJob", rule: "StepFunctionsGetEventsForBatchJobsRule" };

/** AWS Batch. Source: AWS Step Functions Developer Guide, "Run AWS Batch workloads with Step Functions". */
export const batch = { submitJob: Object.assign(job(submitJob), { waitForTaskToken: waitForTaskToken(submitJob) }) };

/** AWS Glue. Source: AWS Step Functions Developer Guide, "Start an AWS Glue job with Step Functions". */
export const glue = { startJobRun: job({ resource: "glue:startJobRun" }) };

/** Amazon SageMaker AI. Source: AWS Step Functions Developer Guide, "Create and manage Amazon SageMaker AI jobs with Step Functions". */
export const sagemaker = {
  createTrainingJob: job({
    resource: "sagemaker:createTrainingJob",
    rule: "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
  }),
  createTransformJob: job({
    resource: "sagemaker:createTransformJob",
    rule: "StepFunctionsGetEventsForSageMakerTransformJobsRule",
  }),
  createProcessingJob: job({
    resource: "sagemaker:createProcessingJob",
    rule: "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
  }),
};

/** Amazon EMR. Source: AWS Step Functions Developer Guide, "Create and manage Amazon EMR clusters with Step Functions". */
export const emr = {
  createCluster: job({
    resource: "elasticmapreduce:createCluster",
    rule: "StepFunctionsGetEventForEMRRunJobFlowRule",
  }),
  addStep: job({ resource: "elasticmapreduce:addStep", rule: "StepFunctionsGetEventForEMRAddJobFlowStepsRule" }),
  terminateCluster: job({
    resource: "elasticmapreduce:terminateCluster",
    rule: "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
  }),
};
