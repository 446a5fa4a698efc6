import { TaskFailure } from "../../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { ServiceError } from "../../../service.js";
import { argumentsOf, asText, type Integration, type Work } from "./integration.js";
import { camelKeys, pascalKeys } from "./key-case.js";

/** A service as `aws-sdk` integrations call it and name its errors. */
interface SdkService {
  /** Its SigV4 name. */
  readonly service: string;
  /** What stands before its errors' names, and its name in causes. */
  readonly prefix: string;
  /** What runs here of it. */
  readonly actions: readonly string[];
  /** True: its model writes its fields in camelCase. */
  readonly isCamel?: boolean;
}

const item = ["getItem", "putItem", "updateItem", "deleteItem", "batchGetItem", "batchWriteItem"];
const execution = ["startExecution", "stopExecution", "describeExecution", "redriveExecution", "getExecutionHistory"];

/** The services that run here, by the name that `Resource` has for them. */
const services: Readonly<Record<string, SdkService>> = {
  dynamodb: { service: "dynamodb", prefix: "DynamoDb", actions: [...item, "query", "scan", "describeTable"] },
  eventbridge: { service: "events", prefix: "EventBridge", actions: ["putEvents"] },
  iotdataplane: { service: "iotdata", prefix: "IotDataPlane", actions: ["publish"], isCamel: true },
  lambda: { service: "lambda", prefix: "Lambda", actions: ["invoke"] },
  ses: { service: "ses", prefix: "Ses", actions: ["sendEmail"] },
  sfn: {
    ...{ service: "states", prefix: "Sfn", isCamel: true },
    actions: [
      ...[...execution, "startSyncExecution", "listExecutions", "describeStateMachine"],
      ...["sendTaskSuccess", "sendTaskFailure", "sendTaskHeartbeat"],
    ],
  },
  sns: { service: "sns", prefix: "Sns", actions: ["publish"] },
  sqs: {
    ...{ service: "sqs", prefix: "Sqs" },
    actions: [
      "sendMessage",
      "sendMessageBatch",
      "receiveMessage",
      "deleteMessage",
      "getQueueUrl",
      "getQueueAttributes",
    ],
  },
};

/** The generic integrations: `aws-sdk:<service>:<action>` for all that runs here. */
export const sdkIntegrations: Readonly<Record<string, Integration>> = Object.fromEntries(
  Object.entries(services).flatMap(([name, service]) =>
    service.actions.map((action): [string, Integration] => [
      `aws-sdk:${name}:${action}`,
      { takesToken: true, call: (work) => callSdk(work, service, action) },
    ]),
  ),
);

/**
 * Calls a service as the machine's role.
 *
 * Source for error names and causes: executions recorded on AWS, whose generic integrations use version 2 of the Java SDK.
 *
 * @throws TaskFailure such as `DynamoDb.ConditionalCheckFailedException`
 */
async function callSdk({ context, roleArn, task }: Work, service: SdkService, action: string): Promise<Json> {
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const given = withPayload(argumentsOf(task), (payload) => Buffer.from(asText(payload)).toString("base64"));
  const input = service.isCamel ? camelKeys(given) : given;
  try {
    const answer = await context.callApi({ service: service.service, action: name, input, as: { roleArn } });
    const told = service.isCamel ? pascalKeys(answer) : answer;
    return withPayload(told, (payload) => Buffer.from(asText(payload), "base64").toString());
  } catch (error) {
    if (error instanceof ServiceError) throw failure(service, error, context.uuid());
    throw error;
  }
}

/** Bytes go as base64 over `callApi`, and are text in a workflow: the payloads of Lambda and IoT. */
function withPayload(fields: JsonObject, change: (payload: Json) => string): JsonObject {
  return fields.Payload === undefined ? fields : { ...fields, Payload: change(fields.Payload) };
}

function failure({ prefix }: SdkService, { code, message, statusCode, isModeled }: ServiceError, requestId: string) {
  const exception = isModeled ? `${code.replace(/Exception$/, "")}Exception` : `${prefix}Exception`;
  const details = `Service: ${prefix}, Status Code: ${statusCode}, Request ID: ${requestId}`;
  return new TaskFailure(`${prefix}.${exception}`, `${message} (${details}) (SDK Attempt Count: 1)`);
}
