import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../asl/interpreter/index.js";
import { runWorkflow } from "../../asl/testing/index.js";
import { Tables } from "../asl/workflows/orders-model/table.js";
import { definition, order, wellMocks } from "../asl/workflows/orders-world.js";
import { listen } from "../support/listen.js";

// The property test believes its model of the stock's table: here the model does the same as a DynamoDB, write by write.

const TABLE = "orders-dev-stock";
const database = dynalite({ createTableMs: 0 });
let endpoint: string;
let client: DynamoDBClient;

beforeAll(async () => {
  endpoint = await listen(database);
  client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      KeySchema: [{ AttributeName: "sku", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "sku", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
});
afterAll(() => {
  client.destroy();
  database.close();
});

/** Sends what the workflow would send. */
async function write(parameters: unknown): Promise<string> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.UpdateItem",
      authorization:
        "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=x, Signature=x",
      "x-amz-date": "20260101T000000Z",
    },
    body: JSON.stringify(parameters),
  });
  if (answer.ok) return "done";
  const { __type } = v.parse(v.looseObject({ __type: v.string() }), await answer.json());
  return `DynamoDB.${__type.split("#").at(-1)}`;
}

async function row(sku: string) {
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key: { sku: { S: sku } } }));
  return new Map(Object.entries(Item ?? {}).map(([name, { N, S }]) => [name, N === undefined ? S : Number(N)]));
}

/** The writes of an order's lines, as the workflow makes them. */
async function writesOf(orderId: string) {
  const failing = { ...wellMocks, PickAndPack: [{ error: "Broken" }] };
  const input = { ...order, orderId };
  const [good, bad] = [
    await runWorkflow(definition, { input, mocks: wellMocks }),
    await runWorkflow(definition, { input, mocks: failing }),
  ];
  return [...good.calls, ...bad.calls].filter(({ state }) => /^(Reserve|Release|Settle)Line$/.test(state));
}

test("a reservation that is repeated takes once, one that is released gives back once", async () => {
  const stocked = { sku: { S: "mug" }, available: { N: "3" } };
  await client.send(new PutItemCommand({ TableName: TABLE, Item: stocked }));
  const writes = await writesOf("o-1");
  const mug = (state: string) => writes.find((one) => one.state === state)?.parameters;
  expect([await write(mug("ReserveLine")), await write(mug("ReserveLine"))]).toEqual(["done", "done"]);
  expect((await row("mug")).get("available")).toBe(1);
  const failed = "DynamoDB.ConditionalCheckFailedException";
  const [other] = await writesOf("o-2");
  expect(await write(other?.parameters)).toBe(failed);
  expect([await write(mug("ReleaseLine")), await write(mug("ReleaseLine"))]).toEqual(["done", failed]);
  expect(await row("mug")).toEqual(
    new Map<string, unknown>([
      ["sku", "mug"],
      ["available", 3],
    ]),
  );
});

test("the model agrees with DynamoDB, whatever is written in whatever order", async () => {
  const random = seededRandom(7);
  const model = new Tables();
  for (const sku of ["mug", "teapot"]) {
    await client.send(new PutItemCommand({ TableName: TABLE, Item: { sku: { S: sku }, available: { N: "5" } } }));
    model.put(
      TABLE,
      sku,
      new Map<string, number | string>([
        ["sku", sku],
        ["available", 5],
      ]),
    );
  }
  const writes = (await Promise.all(["o-1", "o-2", "o-3"].map(writesOf))).flat();
  const answers = new Set<string>();
  for (let turn = 0; turn < 300; turn += 1) {
    const { parameters = {} } = writes[Math.floor(random() * writes.length)] ?? {};
    let expected = "done";
    try {
      model.write(parameters);
    } catch (error) {
      expected = error instanceof Error ? error.message : "unknown";
    }
    expect(await write(parameters), JSON.stringify(parameters)).toBe(expected);
    answers.add(expected);
    for (const sku of ["mug", "teapot"]) expect(await row(sku)).toEqual(model.item(TABLE, sku));
  }
  expect([...answers].sort()).toEqual(["DynamoDB.ConditionalCheckFailedException", "done"]);
});
