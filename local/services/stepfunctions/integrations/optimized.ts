import { TaskFailure } from "../../../../asl/interpreter/index.js";
import type { JsonObject } from "../../../../asl/spec/index.js";
import { ServiceError } from "../../../service.js";
import type { Work } from "./integration.js";
import { withMetadata } from "./metadata.js";

/** A service as its optimized integration calls it and names its errors. */
export interface OptimizedService {
  /** Its SigV4 name. */
  readonly service: string;
  /** What stands before its errors' names: `DynamoDB`. */
  readonly prefix: string;
  /** Its name in causes: `AmazonDynamoDBv2`. */
  readonly causeName: string;
  /** The exception that stands for every error that the service's model does not have. */
  readonly otherErrors: string;
  /** Its error codes where they are not the exception's name. */
  readonly codes?: Readonly<Record<string, string>>;
  readonly contentType: string;
}

/**
 * Calls a service as the machine's role.
 *
 * Source for error names and causes: executions recorded on AWS, whose optimized integrations use version 1 of the Java SDK.
 *
 * @throws TaskFailure such as `DynamoDB.ConditionalCheckFailedException`
 */
export async function callOptimized(
  { context, roleArn }: Pick<Work, "context" | "roleArn">,
  service: OptimizedService,
  action: string,
  input: JsonObject,
): Promise<JsonObject> {
  try {
    return await context.callApi({ service: service.service, action, input, as: { roleArn } });
  } catch (error) {
    if (error instanceof ServiceError) throw failure(service, error, context.uuid());
    throw error;
  }
}

/** The answer of a service with the metadata of its HTTP response. */
export function answered({ context }: Pick<Work, "context">, { contentType }: OptimizedService, answer: JsonObject) {
  const requestId = context.uuid();
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(JSON.stringify(answer))),
    "Content-Type": contentType,
    Date: new Date(context.clock.now()).toUTCString(),
    "x-amzn-RequestId": requestId,
  };
  return withMetadata(answer, headers, requestId);
}

function failure(service: OptimizedService, { code, message, statusCode, isModeled }: ServiceError, requestId: string) {
  const exception = isModeled ? `${code.replace(/Exception$/, "")}Exception` : service.otherErrors;
  const told = service.codes?.[code] ?? code;
  return new TaskFailure(
    `${service.prefix}.${exception}`,
    `${message} (Service: ${service.causeName}; Status Code: ${statusCode}; Error Code: ${told}; Request ID: ${requestId}; Proxy: null)`,
  );
}
