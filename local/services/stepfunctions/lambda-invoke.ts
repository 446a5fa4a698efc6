import { type TaskCall, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { type Invocation, isObject, type LocalContext, ServiceError } from "../../service.js";
import type { Authorize } from "./integrations.js";

/**
 * The optimized integration `lambda:invoke`: gives Lambda's answer as Step Functions does, the function's result in
 * `Payload`.
 *
 * Source for the shapes of results, error names and causes: executions recorded on AWS.
 *
 * @throws TaskFailure with the function's `errorType`, or `Lambda.` and the error that Lambda itself answered
 */
export async function invokeLambda(context: LocalContext, task: TaskCall, authorize: Authorize): Promise<Json> {
  const { FunctionName, Payload = {} } = isObject(task.parameters) ? task.parameters : {};
  if (typeof FunctionName !== "string") {
    const problem = FunctionName === undefined ? "is required but was missing" : "must be a STRING";
    throw new TaskFailure(
      "States.Runtime",
      `The Parameters '${JSON.stringify(task.parameters)}' could not be used to start the Task: [The field 'FunctionName' ${problem}]`,
    );
  }
  const denied = authorize({ action: "lambda:InvokeFunction", resources: [functionArn(context, FunctionName)] });
  if (denied !== undefined) {
    throw new TaskFailure("Lambda.AWSLambdaException", failureCause(context, denied, 403, "AccessDeniedException"));
  }
  const invocation = await invoke(context, FunctionName, Payload);
  if (invocation.functionError) throw functionFailure(invocation.payload);
  return envelope(invocation, new Date(context.clock.now()));
}

async function invoke(context: LocalContext, name: string, payload: Json): Promise<Invocation> {
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

function functionArn({ partition, region, accountId }: LocalContext, name: string): string {
  return name.startsWith("arn:") ? name : `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
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

function envelope({ requestId, payload }: Invocation, date: Date): Json {
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(JSON.stringify(payload))),
    "Content-Type": "application/json",
    Date: date.toUTCString(),
    "X-Amz-Executed-Version": "$LATEST",
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
  };
  return {
    ExecutedVersion: "$LATEST",
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
}
