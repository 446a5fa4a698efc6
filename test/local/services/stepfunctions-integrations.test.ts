import { expect, it } from "vitest";
import type { JsonObject } from "../../../asl/spec/index.js";
import { zipOf } from "../support/write-stack.js";
import { run, startStates, task } from "./stepfunctions-runtime.js";

const table: JsonObject = {
  orders: {
    ...{ name: "orders", billing_mode: "PAY_PER_REQUEST", hash_key: "id" },
    attribute: [{ name: "id", type: "S" }],
  },
};

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

it("invokes functions by their ARN, or by the generic integration", async () => {
  const source = `export const handler = async ({ n }) => { if (n === 0) throw new RangeError("none"); return { twice: 2 * n }; };`;
  const arn = "${aws_lambda_function.twice.arn}";
  const states = await startStates({
    machines: {
      direct: { StartAt: "Do", States: { Do: { Type: "Task", Resource: arn, End: true } } },
      generic: task("aws-sdk:lambda:invoke", { FunctionName: arn, Payload: { "n.$": "$.n" } }),
      forbidden: task("lambda:invoke", { FunctionName: "other" }),
    },
    resources: {
      aws_lambda_function: {
        twice: {
          ...{ function_name: "twice", role: "${aws_iam_role.machine.arn}", runtime: "nodejs22.x", timeout: 5 },
          ...{ handler: "index.handler", filename: "code.zip" },
        },
      },
    },
    statements: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arn }],
    files: { "code.zip": zipOf(source) },
  });
  expect((await run(states, "direct", { n: 2 })).output).toEqual({ twice: 4 });
  expect((await run(states, "direct", { n: 0 })).error).toBe("RangeError");
  expect((await run(states, "generic", { n: 3 })).output).toMatchObject({ StatusCode: 200, Payload: '{"twice":6}' });
  expect((await run(states, "forbidden")).error).toBe("Lambda.AWSLambdaException");
});
