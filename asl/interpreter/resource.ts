/**
 * How a task waits for its result: for the answer of its call, for its task token, for the job that the call started
 * (`.sync`, `.sync:2`), or for a worker that polls its activity.
 */
export type TaskPattern = "requestResponse" | "waitForTaskToken" | "sync" | "sync:2" | "activity";

/** What a Task state's `Resource` names. */
export type TaskResource =
  | { readonly kind: "lambda"; readonly arn: string; readonly pattern: "requestResponse" }
  | { readonly kind: "activity"; readonly arn: string; readonly pattern: "activity" }
  | {
      readonly kind: "service";
      /** Without the pattern's suffix. */
      readonly arn: string;
      /** As events name it: `lambda`, `sqs`, `aws-sdk:s3`. */
      readonly resourceType: string;
      /** As events name it, with the pattern's suffix: `invoke`, `sendMessage.waitForTaskToken`. */
      readonly resource: string;
      readonly pattern: TaskPattern;
    };

const lambdaFunction = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:\S+$/;
const activity = /^arn:[^:]+:states:[^:]+:[^:]+:activity:\S+$/;
const service = /^(arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9]+):([A-Za-z0-9]+))(\.[A-Za-z]+(?::\d)?)?$/;

/** The service integration patterns, by the suffix of the resource. */
export const patterns: Readonly<Record<string, TaskPattern>> = {
  "": "requestResponse",
  ".waitForTaskToken": "waitForTaskToken",
  ".sync": "sync",
  ".sync:2": "sync:2",
};

/** Reads a `Resource`; a text says why it cannot be one. */
export function parseResource(arn: string): TaskResource | string {
  if (lambdaFunction.test(arn)) return { kind: "lambda", arn, pattern: "requestResponse" };
  if (activity.test(arn)) return { kind: "activity", arn, pattern: "activity" };
  const [, withoutSuffix, resourceType, action, suffix = ""] = service.exec(arn) ?? [];
  if (withoutSuffix === undefined || resourceType === undefined || action === undefined) {
    return `Resource is neither the ARN of a Lambda function or an activity nor a service integration (arn:aws:states:::service:action): ${arn}`;
  }
  const pattern = Object.hasOwn(patterns, suffix) ? patterns[suffix] : undefined;
  if (pattern === undefined) {
    return `There is no service integration pattern '${suffix}'; use .sync, .sync:2, .waitForTaskToken or none: ${arn}`;
  }
  return { kind: "service", arn: withoutSuffix, resourceType, resource: action + suffix, pattern };
}

/** Why an Express state machine cannot have a resource, in AWS's words; undefined when it can. */
export function expressProblem({ pattern }: TaskResource): string | undefined {
  switch (pattern) {
    case "requestResponse":
      return undefined;
    case "activity":
      return "Express state machine does not support Activity ARN";
    default:
      return `Express state machine does not support '.${pattern.replace(/:\d$/, "")}' service integration`;
  }
}
