/** How a task waits for its result. */
export type TaskPattern = "requestResponse" | "waitForTaskToken";

/** What a Task state's `Resource` names. */
export type TaskResource =
  | { readonly kind: "lambda"; readonly arn: string; readonly pattern: "requestResponse" }
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
const service = /^(arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9]+):([A-Za-z0-9]+))(\.[A-Za-z]+(?::2)?)?$/;

/** Reads a `Resource`; a text says why the engine cannot run it. */
export function parseResource(arn: string): TaskResource | string {
  if (lambdaFunction.test(arn)) return { kind: "lambda", arn, pattern: "requestResponse" };
  if (/:states:[^:]*:[^:]*:activity:/.test(arn)) return `Activities are not supported yet: ${arn}`;
  const parts = service.exec(arn);
  const [, withoutSuffix, resourceType, action, suffix = ""] = parts ?? [];
  if (withoutSuffix === undefined || resourceType === undefined || action === undefined) {
    return `Resource is neither a Lambda function's ARN nor a service integration (arn:aws:states:::service:action): ${arn}`;
  }
  if (suffix !== "" && suffix !== ".waitForTaskToken") {
    return `The service integration pattern '${suffix}' is not supported yet: ${arn}`;
  }
  const pattern = suffix === "" ? "requestResponse" : "waitForTaskToken";
  return { kind: "service", arn: withoutSuffix, resourceType, resource: action + suffix, pattern };
}
