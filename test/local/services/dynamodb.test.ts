import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamodbService } from "../../../local/services/dynamodb.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { serveService, testContext, testResource } from "./harness.js";

const logged: unknown[] = [];
const service = createDynamodbService(testContext({ log: (...line) => logged.push(line) }));
const markers = testResource("aws_dynamodb_table", "markers", {
  name: "send-markers",
  billing_mode: "PAY_PER_REQUEST",
  hash_key: "pk",
  attribute: [{ name: "pk", type: "S" }],
  ttl: { attribute_name: "expiresAt", enabled: true },
  point_in_time_recovery: { enabled: true },
  server_side_encryption: { enabled: true },
});
const TableName = "send-markers";

let client: DynamoDBClient;
let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  expect(await service.create(markers)).toEqual({
    id: TableName,
    name: TableName,
    arn: "arn:aws:dynamodb:eu-west-1:000000000000:table/send-markers",
  });
  const server = await serveService(service);
  client = new DynamoDBClient(server.client);
  endpoint = server.client.endpoint;
  stop = server.stop;
});
afterAll(async () => {
  client.destroy();
  await stop();
});

describe("a table of the stack", () => {
  it.each([
    ["GetItem", { Key: { pk: null } }, "ValidationException"],
    ["BatchGetItem", { RequestItems: { [TableName]: { Keys: [null] } } }, "ValidationException"],
    ["PutItem", { Item: { pk: null } }, "ValidationException"],
  ])("takes a null for nothing: %s of %j", async (action, input, name) => {
    const headers = {
      "x-amz-target": `DynamoDB_20120810.${action}`,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-date": "20260101T000000Z",
      authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/dynamodb/aws4_request, SignedHeaders=host, Signature=x",
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify({ TableName, ...input }) });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ __type: expect.stringContaining(name) }),
    ]);
  });

  it("takes a conditional put once", async () => {
    const put = new PutItemCommand({
      TableName,
      Item: { pk: { S: "r1#email" }, state: { S: "sending" }, expiresAt: { N: "1" } },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    await client.send(put);
    await expect(client.send(put)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  });

  it("updates, reads and deletes", async () => {
    const Key = { pk: { S: "r1#email" } };
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: "SET #state = :sent, messageId = :id",
        ConditionExpression: "#state = :sending",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":sent": { S: "sent" }, ":sending": { S: "sending" }, ":id": { S: "m1" } },
      }),
    );
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    expect(Item).toMatchObject({ state: { S: "sent" }, messageId: { S: "m1" } });
    await client.send(new DeleteItemCommand({ TableName, Key }));
    expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  it("keeps two requests at the same time apart", async () => {
    const put = (id: number) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: "race" }, id: { N: String(id) } },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, id) => put(id)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("holds text of any script", async () => {
    const text = { S: "é 😀 \u0000 ".repeat(2000) };
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "long" }, text } }));
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: "long" } } }));
    expect(Item?.text).toEqual(text);
  });

  it("says once that its items do not expire", () => {
    expect(logged).toEqual([["info", "dynamodb", "expired items are not deleted here", { table: TableName }]]);
  });
});

it("creates a table with a range key", async () => {
  await service.create(
    testResource("aws_dynamodb_table", "orders", {
      name: "orders",
      hash_key: "pk",
      range_key: "sk",
      attribute: [
        { name: "pk", type: "S" },
        { name: "sk", type: "N" },
      ],
    }),
  );
  for (const sk of ["2", "1"]) {
    await client.send(new PutItemCommand({ TableName: "orders", Item: { pk: { S: "a" }, sk: { N: sk } } }));
  }
  const { Items } = await client.send(
    new QueryCommand({
      TableName: "orders",
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "a" } },
    }),
  );
  expect(Items?.map(({ sk }) => sk)).toEqual([{ N: "1" }, { N: "2" }]);
  expect(service.summary?.()).toBe("2 tables");
});

describe("refusals", () => {
  it.each([
    [{ name: "t" }, "'hash_key' is missing"],
    [{ name: "t", hash_key: "pk", attribute: [] }, "DynamoDB refuses CreateTable"],
    [{ name: TableName, hash_key: "pk", attribute: [{ name: "pk", type: "S" }] }, "DynamoDB refuses CreateTable"],
  ])("a resource %j", async (attributes, message) => {
    await expect(service.create(testResource("aws_dynamodb_table", "t", attributes))).rejects.toThrow(message);
  });

  it("an unknown table and an unknown action", async () => {
    await expect(client.send(new DescribeTableCommand({ TableName: "none" }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
    await expect(client.send(new ExecuteStatementCommand({ Statement: "SELECT 1" }))).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "DynamoDB has no transactions, no PartiQL, no streams and no backups here.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("a request that is too large, and one that is not signed", async () => {
    const large = await fetch(endpoint, { method: "POST", body: "x".repeat(16 * 1024 * 1024 + 1) });
    expect(large.status).toBe(413);
    const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.ListTables" };
    const unsigned = await fetch(endpoint, { method: "POST", headers, body: "{}" });
    expect(await unsigned.json()).toMatchObject({ __type: expect.stringContaining("MissingAuthenticationToken") });
  });

  it("let no web page read an answer", async () => {
    const answer = await fetch(endpoint, { method: "POST", headers: { origin: "http://evil.example" }, body: "{}" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("puts and gets an item", async () => {
    const item = JSON.stringify({ pk: { S: "cli" } });
    expect((await awsCli(endpoint, "dynamodb", "put-item", "--table-name", TableName, "--item", item)).code).toBe(0);
    const got = await awsCli(endpoint, "dynamodb", "get-item", "--table-name", TableName, "--key", item);
    expect(got.json).toEqual({ Item: { pk: { S: "cli" } } });
  });
});

describe("a global secondary index of the stack", () => {
  it("finds items in its order and shows what it holds, not the rest", async () => {
    await service.create(
      testResource("aws_dynamodb_table", "robots", {
        name: "robots",
        hash_key: "robotId",
        attribute: ["robotId", "status", "statusSince"].map((name) => ({ name, type: "S" })),
        global_secondary_index: [
          {
            ...{ name: "by-status", hash_key: "status", range_key: "statusSince" },
            ...{ projection_type: "INCLUDE", non_key_attributes: ["jobId"] },
          },
        ],
      }),
    );
    for (const [id, since] of [
      ["robot1", "2030-01-02T00:00:00Z"],
      ["robot2", "2030-01-01T00:00:00Z"],
    ] as const) {
      const Item = {
        robotId: { S: id },
        status: { S: "WORKING" },
        statusSince: { S: since },
        jobId: { S: `job of ${id}` },
      };
      await client.send(new PutItemCommand({ TableName: "robots", Item: { ...Item, taskToken: { S: "secret" } } }));
    }
    const { Items } = await client.send(
      new QueryCommand({
        TableName: "robots",
        IndexName: "by-status",
        KeyConditionExpression: "#status = :working",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":working": { S: "WORKING" } },
      }),
    );
    expect(Items?.map(({ robotId }) => robotId)).toEqual([{ S: "robot2" }, { S: "robot1" }]);
    expect(Items?.map((item) => Object.keys(item).sort())).toEqual(
      Array(2).fill(["jobId", "robotId", "status", "statusSince"]),
    );
  });
});
