import type { Arg } from "../builder/expression.js";
import { freeze } from "../builder/freeze.js";
import type { ResourceReference } from "../builder/resources.js";
import type { Work } from "../builder/work.js";
import { type Reply, type TaskToken, taskToken } from "./reply.js";
import { allow, attributeOf, task } from "./task.js";

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

function invokeFunction<H extends TaskHandler>(
  target: LambdaFunction<H>,
  payload: Arg<Parameters<NoInfer<H>>[0]>,
): Work<Awaited<ReturnType<H>>, H["errors"][number] | LambdaError, "Payload"> {
  return task({
    resource: "lambda:invoke",
    arguments: { FunctionName: attributeOf(target), Payload: payload },
    result: ["Payload"],
    permissions: [allow(["lambda:InvokeFunction"], target)],
  });
}

function payloadOnly<H extends TaskHandler>(
  target: LambdaFunction<H>,
  payload: Arg<Parameters<NoInfer<H>>[0]>,
): Work<Awaited<ReturnType<H>>, H["errors"][number] | LambdaError> {
  return task({ resource: target, arguments: payload, permissions: [allow(["lambda:InvokeFunction"], target)] });
}

function waitForTaskToken<H extends TaskHandler, Output, ErrorName extends string>(
  target: LambdaFunction<H>,
  payload: (taskToken: TaskToken) => Arg<Parameters<NoInfer<H>>[0]>,
  _reply: Reply<Output, ErrorName>,
): Work<Output, H["errors"][number] | ErrorName | LambdaError> {
  return task({
    resource: "lambda:invoke.waitForTaskToken",
    arguments: { FunctionName: attributeOf(target), Payload: payload(taskToken()) },
    permissions: [allow(["lambda:InvokeFunction"], target)],
  });
}

/**
 * Invokes a Lambda function and gives what its handler returns (the `Payload`, not Lambda's envelope).
 *
 * `invoke.payloadOnly` names the function itself as the resource, so that its answer is the payload in JSONPath mode too.
 * `invoke.waitForTaskToken` waits until somebody answers with the token that the function was given.
 *
 * Source: AWS Step Functions Developer Guide, "Invoke an AWS Lambda function with Step Functions".
 */
export const invoke = Object.assign(invokeFunction, { payloadOnly, waitForTaskToken });
