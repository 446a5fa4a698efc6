import type { Expression } from "../builder/expression.js";
import type { LiteralArn, PermissionTarget } from "../builder/resources.js";
import type { Permission } from "../builder/steps.js";
import { allow } from "./task.js";

/** What starting a job needs, and what following and stopping one needs besides, by the job's arguments. */
export interface JobNeeds {
  readonly start: (input: Expression) => readonly Permission[];
  readonly follow: (input: Expression) => readonly Permission[];
}

/** A text that stands among the arguments as it is; undefined where the data gives it. */
function textAt(input: Expression, field: string): string | undefined {
  const value = input.kind === "object" ? input.fields[field] : undefined;
  return value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
}

const literalArn = (arn: string): LiteralArn => ({ kind: "literalArn", arn });

/** Resources of a service in the machine's own account, such as `ecs` `task/*`. */
function own(service: string, resource: string): PermissionTarget {
  return { kind: "accountArn", service, resource };
}

/** The resource that a field names, by name or by ARN; where only the data says which it is, all of its kind. */
function named(service: string, type: string, name: string | undefined): PermissionTarget {
  if (name?.startsWith("arn:")) return literalArn(name);
  return own(service, `${type}/${name ?? "*"}`);
}

/** A definition that a field names: one revision of it, or all of them where the name has none. */
function definition(service: string, type: string, name: string | undefined): readonly PermissionTarget[] {
  const target = named(service, type, name);
  if (name === undefined || /:\d+$/.test(name)) return [target];
  return name.startsWith("arn:") ? [target, literalArn(`${name}:*`)] : [target, own(service, `${type}/${name}:*`)];
}

/** Source: Developer Guide, "IAM policies for Amazon ECS/AWS Fargate"; Service Authorization Reference for the ARN of tasks. */
export const ecsNeeds: JobNeeds = {
  start: (input) => [allow(["ecs:RunTask"], ...definition("ecs", "task-definition", textAt(input, "TaskDefinition")))],
  follow: () => [allow(["ecs:StopTask", "ecs:DescribeTasks"], own("ecs", "task/*"))],
};

/** Source: Developer Guide, "IAM policies for AWS Batch". `DescribeJobs` has no resource. */
export const batchNeeds: JobNeeds = {
  start: (input) => [
    allow(
      ["batch:SubmitJob"],
      ...definition("batch", "job-definition", textAt(input, "JobDefinition")),
      named("batch", "job-queue", textAt(input, "JobQueue")),
    ),
  ],
  follow: () => [allow(["batch:DescribeJobs"], "*"), allow(["batch:TerminateJob"], own("batch", "job/*"))],
};

const glueJob = (input: Expression) => named("glue", "job", textAt(input, "JobName"));

/** Source: Developer Guide, "IAM policies for calling AWS Glue". */
export const glueNeeds: JobNeeds = {
  start: (input) => [allow(["glue:StartJobRun"], glueJob(input))],
  follow: (input) => [allow(["glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"], glueJob(input))],
};

/** Of a kind of job of SageMaker, such as `Training`. Source: Developer Guide, "IAM policies for calling Amazon SageMaker AI". */
export function sagemakerNeeds(kind: "Training" | "Transform" | "Processing"): JobNeeds {
  const jobs = (input: Expression) =>
    own("sagemaker", `${kind.toLowerCase()}-job/${textAt(input, `${kind}JobName`) ?? ""}*`);
  return {
    start: (input) => [allow([`sagemaker:Create${kind}Job`, "sagemaker:ListTags"], jobs(input))],
    follow: (input) => [allow([`sagemaker:Describe${kind}Job`, `sagemaker:Stop${kind}Job`], jobs(input))],
  };
}

const emrCluster = (input: Expression) => named("elasticmapreduce", "cluster", textAt(input, "ClusterId"));

/** Source: Developer Guide, "IAM policies for calling Amazon EMR". `RunJobFlow` has no resource. */
export const emrNeeds = {
  createCluster: {
    start: () => [allow(["elasticmapreduce:RunJobFlow"], "*")],
    follow: () => [
      allow(
        ["elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"],
        own("elasticmapreduce", "cluster/*"),
      ),
    ],
  },
  addStep: {
    start: (input) => [allow(["elasticmapreduce:AddJobFlowSteps"], emrCluster(input))],
    follow: (input) => [allow(["elasticmapreduce:DescribeStep", "elasticmapreduce:CancelSteps"], emrCluster(input))],
  },
  terminateCluster: {
    start: (input) => [allow(["elasticmapreduce:TerminateJobFlows"], emrCluster(input))],
    follow: (input) => [allow(["elasticmapreduce:DescribeCluster"], emrCluster(input))],
  },
} satisfies Record<string, JobNeeds>;
