import { type Arg, toExpression } from "./expression.js";
import { freeze } from "./freeze.js";
import { type ResourceReference, resourceExpression } from "./resources.js";
import { Work } from "./work.js";

/**
 * What a workflow reads from a handler's type: its input, its result and the names of its errors. `handlers/` makes it
 * with `defineHandler`; any function with a list of error names fits.
 */
export interface TaskHandler {
  (event: never): Promise<unknown>;
  readonly errors: readonly string[];
}

/** A Lambda function that runs handler `H`; a stack binds its name to an ARN. */
export interface LambdaFunction<H extends TaskHandler> extends ResourceReference {
  readonly kind: "lambda";
  readonly handlerType?: H;
}

/**
 * Errors of a Lambda invocation that came to nothing, so that repeating it is safe: throttled before it ran, or refused by
 * the service. Source: AWS Step Functions Developer Guide, "Handle transient Lambda service exceptions".
 */
export const lambdaNotDone = [
  "Lambda.TooManyRequestsException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
] as const;

/**
 * Errors of a Lambda invocation whose answer may have been lost: the function may have done its work, wholly or in part. Repeat
 * it only when it is idempotent.
 */
export const lambdaMaybeDone = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.SdkClientException",
  "Lambda.Unknown",
  "Sandbox.Timedout",
  "Runtime.ExitError",
] as const;

/** An error of the Lambda service or its runtime, not of the handler. */
export type LambdaError = (typeof lambdaNotDone)[number] | (typeof lambdaMaybeDone)[number];

/**
 * Names a Lambda function by its name in the workflow and gives it its handler's type.
 *
 * @example `lambda<typeof handler>("email-reminder")`, with `import type { handler } from ".../email-reminder.js"`.
 */
export function lambda<H extends TaskHandler>(name: string): LambdaFunction<H> {
  return freeze({ kind: "lambda", name });
}

/**
 * Invokes a Lambda function and gives what its handler returns (the `Payload`, not Lambda's envelope).
 *
 * Source: AWS Step Functions Developer Guide, "Invoke an AWS Lambda function with Step Functions".
 */
export function invoke<H extends TaskHandler>(
  functionReference: LambdaFunction<H>,
  payload: Arg<Parameters<NoInfer<H>>[0]>,
): Work<Awaited<ReturnType<H>>, H["errors"][number] | LambdaError> {
  const target = resourceExpression(functionReference);
  return new Work(
    freeze({
      kind: "task",
      resource: "arn:aws:states:::lambda:invoke",
      arguments: { kind: "object", fields: { FunctionName: target, Payload: toExpression(payload, "payload") } },
      result: ["Payload"],
      permissions: [{ actions: ["lambda:InvokeFunction"], resources: [target] }],
    }),
  );
}
