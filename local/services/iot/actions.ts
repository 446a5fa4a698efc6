import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject, type LocalContext } from "../../service.js";
import { fillIn, type Selection } from "./sql/evaluate.js";
import type { Surroundings } from "./sql/functions.js";
import { parseTemplate } from "./sql/parse.js";

/** One action of a rule, ready to run. */
export interface Action {
  /** As AWS names it in the message of an error action, e.g. `LambdaAction`. */
  readonly name: string;
  /** What it acts on: a function's ARN, a queue's URL, ... */
  readonly resource: string;
  /** Rejects with the reason when it fails. */
  run(selection: Selection, message: Surroundings): Promise<void>;
}

type Reader = (block: JsonObject, context: LocalContext, ruleArn: string) => Action;

/** By the name of the block in `aws_iot_topic_rule`. */
export const actionReaders: Readonly<Record<string, Reader>> = {
  lambda: (block, context, ruleArn) => {
    const resource = text(block, "function_arn");
    return {
      ...{ name: "LambdaAction", resource },
      // Lambda takes the event and retries by itself.
      run: async (selection) => {
        const as = { service: "iot.amazonaws.com", sourceArn: ruleArn };
        await context.queueEvent(resource, jsonOf(selection, "the Lambda action"), { as });
      },
    };
  },
  step_functions: (block, context) => {
    const { partition, region, accountId } = context;
    const resource = text(block, "state_machine_name");
    const prefix = parseTemplate(optional(block, "execution_name_prefix") ?? "");
    const isNamed = optional(block, "execution_name_prefix") !== undefined;
    const arn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${resource}`;
    return caller(
      "StepFunctionsAction",
      resource,
      block,
      context,
      "states",
      "StartExecution",
      (selection, message) => ({
        stateMachineArn: arn,
        input: JSON.stringify(jsonOf(selection, "the Step Functions action")),
        ...(isNamed && { name: `${fillIn(prefix, message)}${context.uuid()}` }),
      }),
    );
  },
  sqs: (block, context) => {
    const resource = text(block, "queue_url");
    return caller("SqsAction", resource, block, context, "sqs", "SendMessage", (selection) => ({
      QueueUrl: resource,
      MessageBody: bytesOf(selection).toString(isTrue(block.use_base64) ? "base64" : "utf8"),
    }));
  },
  sns: (block, context) => {
    const resource = text(block, "target_arn");
    const isJson = optional(block, "message_format") === "JSON";
    return caller("SnsAction", resource, block, context, "sns", "Publish", (selection) => ({
      TargetArn: resource,
      Message: bytesOf(selection).toString("utf8"),
      ...(isJson && { MessageStructure: "json" }),
    }));
  },
  republish: (block, context) => {
    const resource = text(block, "topic");
    const topic = parseTemplate(resource);
    const qos = Number(block.qos ?? 0);
    return caller("RepublishAction", resource, block, context, "iotdata", "Publish", (selection, message) => ({
      ...{ topic: fillIn(topic, message), qos },
      payload: bytesOf(selection).toString("base64"),
    }));
  },
  dynamodbv2: (block, context) => {
    const [item] = [block.put_item].flat();
    if (!isObject(item)) throw new Error("'dynamodbv2' has no 'put_item' block.");
    const resource = text(item, "table_name");
    return caller("DynamoDBv2Action", resource, block, context, "dynamodb", "PutItem", (selection) => {
      const fields = jsonOf(selection, "the DynamoDBv2 action");
      if (!isObject(fields)) throw new Error("The DynamoDBv2 action takes JSON objects only.");
      return { TableName: resource, Item: attributes(fields) };
    });
  },
  cloudwatch_logs: (block, context) => {
    const resource = text(block, "log_group_name");
    return {
      ...{ name: "CloudwatchLogsAction", resource },
      // Only that there was one: what devices send is not for this log.
      run: async (_, { topic }) =>
        context.log("info", "iot", "a rule writes to a log group", { group: resource, topic }),
    };
  },
};

function caller(
  name: string,
  resource: string,
  block: JsonObject,
  context: LocalContext,
  service: string,
  action: string,
  input: (selection: Selection, message: Surroundings) => JsonObject,
): Action {
  const roleArn = text(block, "role_arn");
  return {
    ...{ name, resource },
    run: async (selection, message) => {
      await context.callApi({ service, action, input: input(selection, message), as: { roleArn } });
    },
  };
}

/** Actions that need JSON do not take a payload that is none. */
function jsonOf(selection: Selection, who: string): Json {
  if ("json" in selection) return selection.json;
  throw new Error(`The payload is no JSON, which ${who} cannot take; SELECT encode(*, 'base64') AS data instead.`);
}

function bytesOf(selection: Selection): Buffer {
  return Buffer.from("json" in selection ? JSON.stringify(selection.json) : selection.bytes);
}

function attributes(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, attribute(value)]));
}

/** A JSON value in DynamoDB's notation. */
function attribute(value: Json): JsonObject {
  if (value === null) return { NULL: true };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "string") return { S: value };
  return isObject(value) ? { M: attributes(value) } : { L: value.map(attribute) };
}

function text(block: JsonObject, name: string): string {
  const value = optional(block, name);
  if (value === undefined) throw new Error(`'${name}' of an action is missing. Set it in the stack.`);
  return value;
}

function optional(block: JsonObject, name: string): string | undefined {
  const value = block[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`'${name}' of an action is ${JSON.stringify(value)}, but must be a text that is not empty.`);
}

function isTrue(value: Json | undefined): boolean {
  return value === true || value === "true";
}
