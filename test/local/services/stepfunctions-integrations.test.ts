import { DescribeExecutionCommand, GetExecutionHistoryCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { machineArn, type RunningStates, startStates } from "./stepfunctions-runtime.js";

const table: JsonObject = {
  orders: {
    ...{ name: "orders", billing_mode: "PAY_PER_REQUEST", hash_key: "id" },
    attribute: [{ name: "id", type: "S" }],
  },
};

const task = (resource: string, parameters: Json, more: JsonObject = {}): JsonObject => ({
  StartAt: "Do",
  States: {
    Do: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true, ...more },
  },
});

/** Starts an execution, waits for its end and gives what AWS would describe. */
async function run({ client, allEnded }: RunningStates, name: string, input: Json = {}) {
  const { executionArn = "" } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn(name), input: JSON.stringify(input) }),
  );
  await allEnded();
  const { output, ...ended } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return { ...ended, output: output === undefined ? undefined : JSON.parse(output) };
}

it("writes and reads items of DynamoDB, with the metadata of the answers", async () => {
  const states = await startStates({
    machines: {
      put: task("dynamodb:putItem", { TableName: "orders", Item: { id: { S: "1" }, cups: { N: "2" } } }),
      get: task("dynamodb:getItem", { TableName: "orders", Key: { id: { "S.$": "$.id" } } }),
      update: task("dynamodb:updateItem", {
        ...{ TableName: "orders", Key: { id: { S: "1" } }, ReturnValues: "ALL_NEW" },
        ...{ UpdateExpression: "SET cups = cups + :one", ExpressionAttributeValues: { ":one": { N: "1" } } },
      }),
      delete: task("dynamodb:deleteItem", { TableName: "orders", Key: { id: { S: "1" } } }),
    },
    resources: { aws_dynamodb_table: table },
  });
  const put = await run(states, "put");
  expect(put.output).toEqual({
    SdkHttpMetadata: {
      AllHttpHeaders: expect.objectContaining({ "Content-Length": ["2"] }),
      HttpHeaders: expect.objectContaining({ "Content-Type": "application/x-amz-json-1.0" }),
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: expect.any(String) },
  });
  expect((await run(states, "update")).output.Attributes).toEqual({ id: { S: "1" }, cups: { N: "3" } });
  expect((await run(states, "get", { id: "1" })).output.Item).toEqual({ id: { S: "1" }, cups: { N: "3" } });
  expect((await run(states, "delete")).status).toBe("SUCCEEDED");
  expect((await run(states, "get", { id: "1" })).output).not.toHaveProperty("Item");
});

it("names DynamoDB's errors by the style of the integration", async () => {
  const put = {
    ...{ TableName: "orders", Item: { id: { S: "1" } } },
    ConditionExpression: "attribute_exists(id)",
  };
  const states = await startStates({
    machines: {
      optimized: task("dynamodb:putItem", put),
      generic: task("aws-sdk:dynamodb:putItem", put),
      bad: task("dynamodb:putItem", { ...put, ConditionExpression: "no expression" }),
      gone: task("dynamodb:getItem", { TableName: "nothing", Key: { id: { S: "1" } } }),
    },
    resources: { aws_dynamodb_table: table },
  });
  expect(await run(states, "optimized")).toMatchObject({
    error: "DynamoDB.ConditionalCheckFailedException",
    cause: expect.stringMatching(
      /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [^;]+; Proxy: null\)$/,
    ),
  });
  expect(await run(states, "generic")).toMatchObject({
    error: "DynamoDb.ConditionalCheckFailedException",
    cause: expect.stringMatching(
      /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [^)]+\) \(SDK Attempt Count: 1\)$/,
    ),
  });
  expect((await run(states, "bad")).error).toBe("DynamoDB.AmazonDynamoDBException");
  expect((await run(states, "gone")).error).toBe("DynamoDB.ResourceNotFoundException");
});

it("holds the machine's role to its policies", async () => {
  const states = await startStates({
    machines: { get: task("dynamodb:getItem", { TableName: "orders", Key: { id: { S: "1" } } }) },
    resources: { aws_dynamodb_table: table },
    statements: [{ Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" }],
  });
  expect(await run(states, "get")).toMatchObject({
    status: "FAILED",
    error: "DynamoDB.AmazonDynamoDBException",
    cause: expect.stringContaining("is not authorized to perform: dynamodb:GetItem"),
  });
});

it("queries by the generic integration, without metadata", async () => {
  const states = await startStates({
    machines: {
      put: task("aws-sdk:dynamodb:putItem", { TableName: "orders", Item: { id: { S: "1" }, bytes: { B: "aGk=" } } }),
      query: task("aws-sdk:dynamodb:query", {
        ...{ TableName: "orders", KeyConditionExpression: "id = :id" },
        ExpressionAttributeValues: { ":id": { S: "1" } },
      }),
    },
    resources: { aws_dynamodb_table: table },
  });
  expect((await run(states, "put")).output).toEqual({});
  expect((await run(states, "query")).output).toEqual({
    ...{ Count: 1, ScannedCount: 1 },
    Items: [{ id: { S: "1" }, bytes: { B: "aGk=" } }],
  });
});

const child = (last: JsonObject): JsonObject => ({ StartAt: "Last", States: { Last: last } });
const nested = (resource: string, name: string, more: JsonObject = {}) =>
  task(`states:startExecution${resource}`, { StateMachineArn: machineArn(name), Input: { "n.$": "$.n" }, ...more });

it("starts nested executions and waits for them", async () => {
  const states = await startStates({
    machines: {
      child: child({ Type: "Pass", End: true }),
      fails: child({ Type: "Fail", Error: "Broken", Cause: "on purpose" }),
      start: nested("", "child", { Name: "one" }),
      sync: nested(".sync", "child"),
      sync2: nested(".sync:2", "child"),
      failing: nested(".sync:2", "fails"),
      again: nested("", "child", { Name: "one" }),
      missing: nested("", "nobody"),
    },
  });
  const input = { n: 7 };
  expect((await run(states, "start", input)).output).toMatchObject({
    ExecutionArn: "arn:aws:states:eu-west-1:000000000000:execution:child:one",
    StartDate: expect.stringMatching(/^\d{4}-.+Z$/),
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
  const sync = await run(states, "sync", input);
  expect(sync.output).toMatchObject({ Status: "SUCCEEDED", Output: '{"n":7}', Input: '{"n":7}', RedriveCount: 0 });
  const { events = [] } = await states.client.send(
    new GetExecutionHistoryCommand({ executionArn: sync.executionArn ?? "" }),
  );
  expect(events.map(({ type }) => type)).toContain("TaskSubmitted");
  expect((await run(states, "sync2", input)).output).toMatchObject({ Output: { n: 7 } });
  const failed = await run(states, "failing", input);
  expect(failed).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  expect(JSON.parse(failed.cause ?? "")).toMatchObject({ Error: "Broken", Cause: "on purpose", Status: "FAILED" });
  expect((await run(states, "again", input)).error).toBe("StepFunctions.ExecutionAlreadyExistsException");
  expect((await run(states, "missing", input)).error).toBe("StepFunctions.StateMachineDoesNotExistException");
});
