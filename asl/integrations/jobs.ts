import { type Arg, toExpression, typed } from "../builder/expression.js";
import type { AccountArn } from "../builder/resources.js";
import type { Permission } from "../builder/steps.js";
import type { Work } from "../builder/work.js";
import type { AslInput, AslOutput } from "./asl-input.js";
import { batchNeeds, ecsNeeds, emrNeeds, glueNeeds, type JobNeeds, sagemakerNeeds } from "./job-permissions.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import { allow, task } from "./task.js";

/** What a job needs besides its arguments. */
export interface JobOptions {
  /**
   * What the role must be allowed beyond starting the job and following it, such as `iam:PassRole` on the roles that the job itself has:
   * `allow(["iam:PassRole"], role("load-task"))`.
   */
  readonly permissions?: readonly Permission[];
}

/** A service that runs jobs: started and left alone, or waited for. */
interface JobService {
  /** What follows `arn:aws:states:::`. */
  readonly resource: string;
  /** The rule by which Step Functions learns that a job has ended; some services are polled instead. */
  readonly rule?: string;
  readonly needs: JobNeeds;
}

const followActions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

function ruleNeeds({ rule }: JobService): readonly Permission[] {
  if (rule === undefined) return [];
  const arn: AccountArn = { kind: "accountArn", service: "events", resource: `rule/${rule}` };
  return [allow(followActions, arn)];
}

function start(service: JobService) {
  return <Input, Output = unknown, ErrorName extends string = never>(
    input: Arg<AslInput<Input>>,
    { permissions = [] }: JobOptions = {},
  ): Work<AslOutput<Output>, ErrorName> =>
    task({
      resource: service.resource,
      arguments: input,
      permissions: [...service.needs.start(toExpression(input, "arguments")), ...permissions],
    });
}

function sync(service: JobService) {
  return <Input, Output = unknown, ErrorName extends string = never>(
    input: Arg<AslInput<Input>>,
    { permissions = [] }: JobOptions = {},
  ): Work<AslOutput<Output>, ErrorName | "States.TaskFailed"> => {
    const { start, follow } = service.needs;
    const expression = toExpression(input, "arguments");
    return task({
      resource: `${service.resource}.sync`,
      arguments: input,
      permissions: [...start(expression), ...follow(expression), ...permissions, ...ruleNeeds(service)],
    });
  };
}

function waitForTaskToken(service: JobService) {
  return <Input, Output, ErrorName extends string>(
    input: (taskToken: TaskToken) => Arg<AslInput<Input>>,
    _reply: Reply<Output, ErrorName>,
    { permissions = [] }: JobOptions = {},
  ): Work<Output, ErrorName> => {
    const expression = toExpression(input(taskToken()), "arguments");
    return task({
      resource: `${service.resource}.waitForTaskToken`,
      arguments: typed(expression),
      permissions: [...service.needs.start(expression), ...permissions],
    });
  };
}

const job = (service: JobService) => Object.assign(start(service), { sync: sync(service) });

const runTask: JobService = {
  resource: "ecs:runTask",
  rule: "StepFunctionsGetEventsForECSTaskRule",
  needs: ecsNeeds,
};

/**
 * Amazon ECS and AWS Fargate. Source: AWS Step Functions Developer Guide, "Run an Amazon ECS or Fargate task with Step Functions".
 *
 * @example
 * ```ts
 * ecs.runTask.sync<RunTaskCommandInput>({ Cluster: "kitchen", TaskDefinition: "blend" }, {
 *   permissions: [allow(["iam:PassRole"], role("blend-task"))],
 * })
 * ```
 */
export const ecs = { runTask: Object.assign(job(runTask), { waitForTaskToken: waitForTaskToken(runTask) }) };

const submitJob: JobService = {
  resource: "batch:submitJob",
  rule: "StepFunctionsGetEventsForBatchJobsRule",
  needs: batchNeeds,
};

/** AWS Batch. Source: AWS Step Functions Developer Guide, "Run AWS Batch workloads with Step Functions". */
export const batch = { submitJob: Object.assign(job(submitJob), { waitForTaskToken: waitForTaskToken(submitJob) }) };

/** AWS Glue. Source: AWS Step Functions Developer Guide, "Start an AWS Glue job with Step Functions". */
export const glue = { startJobRun: job({ resource: "glue:startJobRun", needs: glueNeeds }) };

/** Amazon SageMaker AI. Source: AWS Step Functions Developer Guide, "Create and manage Amazon SageMaker AI jobs with Step Functions". */
export const sagemaker = {
  createTrainingJob: job({
    resource: "sagemaker:createTrainingJob",
    rule: "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    needs: sagemakerNeeds("Training"),
  }),
  createTransformJob: job({
    resource: "sagemaker:createTransformJob",
    rule: "StepFunctionsGetEventsForSageMakerTransformJobsRule",
    needs: sagemakerNeeds("Transform"),
  }),
  createProcessingJob: job({
    resource: "sagemaker:createProcessingJob",
    rule: "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
    needs: sagemakerNeeds("Processing"),
  }),
};

/** Amazon EMR. Source: AWS Step Functions Developer Guide, "Create and manage Amazon EMR clusters with Step Functions". */
export const emr = {
  createCluster: job({
    resource: "elasticmapreduce:createCluster",
    rule: "StepFunctionsGetEventForEMRRunJobFlowRule",
    needs: emrNeeds.createCluster,
  }),
  addStep: job({
    resource: "elasticmapreduce:addStep",
    rule: "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
    needs: emrNeeds.addStep,
  }),
  terminateCluster: job({
    resource: "elasticmapreduce:terminateCluster",
    rule: "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
    needs: emrNeeds.terminateCluster,
  }),
};
