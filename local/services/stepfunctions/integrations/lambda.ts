import { TaskFailure } from "../../../../asl/interpreter/index.js";
import type { Json } from "../../../../asl/spec/index.js";
import { type Invocation, isObject, type LocalContext, ServiceError } from "../../../service.js";
import { functionArnOf } from "../../lambda/permissions.js";
import { argumentsOf, type Integration, unusable, type Work } from "./integration.js";
import { lambdaAnswer } from "./lambda-answer.js";

/** The optimized integration of Lambda: gives Lambda's answer, the function's result in `Payload`. */
export const lambdaIntegrations: Readonly<Record<string, Integration>> = {
  "lambda:invoke": {
    fields: ["FunctionName", "Payload"],
    takesToken: true,
    async call(work) {
      const { FunctionName: name, Payload: payload = {} } = argumentsOf(work.task);
      if (typeof name !== "string") {
        const problem = name === undefined ? "is required but was missing" : "must be a STRING";
        throw unusable(work.task.parameters, `The field 'FunctionName' ${problem}`);
      }
      const invocation = await invoke(work, name, payload);
      const date = new Date(work.context.clock.now());
      return lambdaAnswer({ ...invocation, text: JSON.stringify(invocation.payload), date });
    },
  },
};

/** A function's ARN as `Resource`: the function gets the arguments, and its result is the task's. */
export const lambdaFunction: Integration = {
  takesToken: false,
  call: async (work) => (await invoke(work, work.task.resource, work.task.parameters)).payload,
};

/**
 * Invokes a function as the machine's role.
 *
 * Source for error names and causes: executions recorded on AWS.
 *
 * @throws TaskFailure with the function's `errorType`, or `Lambda.` and the error that Lambda itself answered
 */
async function invoke({ context, authorize }: Work, name: string, payload: Json): Promise<Invocation> {
  const denied = authorize({ action: "lambda:InvokeFunction", resources: [functionArnOf(context, name)] });
  if (denied !== undefined) {
    throw new TaskFailure("Lambda.AWSLambdaException", failureCause(context, denied, 403, "AccessDeniedException"));
  }
  const invocation = await answerOf(context, name, payload);
  if (invocation.functionError) throw functionFailure(invocation.payload);
  return invocation;
}

async function answerOf(context: LocalContext, name: string, payload: Json): Promise<Invocation> {
  try {
    return await context.invokeFunction(name, payload);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new TaskFailure(`Lambda.${error.code}`, failureCause(context, error.message, error.statusCode, error.code));
  }
}

/** How Step Functions reports that Lambda itself refused. */
function failureCause(context: LocalContext, message: string, status: number, code: string): string {
  const details = `Service: AWSLambda; Status Code: ${status}; Error Code: ${code}; Request ID: ${context.uuid()}; Proxy: null`;
  return `${message} (${details})`;
}

function functionFailure(payload: Json): TaskFailure {
  const errorType = isObject(payload) ? payload.errorType : undefined;
  const cause = JSON.stringify(payload);
  if (typeof errorType === "string") return new TaskFailure(errorType, cause);
  return new TaskFailure(
    "Lambda.Unknown",
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${cause}`,
  );
}
