import type { Server } from "node:http";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dynamoDbSendMarkers } from "../../../handlers/pet-reminders/send-marker.js";
import { listen } from "../../support/listen.js";

const TABLE = "markers";
const NOW = Date.parse("2030-01-01T00:00:00Z");
let server: Server;
let client: DynamoDBClient;

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  const endpoint = await listen(server);
  client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
});

afterAll(() => {
  client.destroy();
  server.close();
});

const markers = () => dynamoDbSendMarkers(TABLE, client, () => NOW);
const item = async (key: string) =>
  (await client.send(new GetItemCommand({ TableName: TABLE, Key: { pk: { S: key } } }))).Item;

describe("send markers in DynamoDB", () => {
  test("the first claims, the second finds it sending, then sent", async () => {
    const [one, two] = [
      { key: "a#email", attemptId: "1" },
      { key: "a#email", attemptId: "2" },
    ];
    expect(await markers().claim(one)).toEqual({ state: "claimed" });
    expect(await markers().claim(two)).toEqual({ state: "sending" });
    await markers().confirm(one, "m-1");
    expect(await markers().claim(two)).toEqual({ state: "sent", messageId: "m-1" });
    expect(await markers().claim({ key: "a#sms", attemptId: "2" })).toEqual({ state: "claimed" });
  });

  test("the item holds nothing personal and expires after 30 days", async () => {
    await markers().claim({ key: "b#email", attemptId: "1" });
    expect(await item("b#email")).toEqual({
      pk: { S: "b#email" },
      state: { S: "sending" },
      attemptId: { S: "1" },
      expiresAt: { N: String(NOW / 1000 + 30 * 24 * 3600) },
    });
  });

  test("the same attempt may claim again, as the SDK does when an answer is lost", async () => {
    const one = { key: "c#email", attemptId: "1" };
    expect([await markers().claim(one), await markers().claim(one)]).toEqual([
      { state: "claimed" },
      { state: "claimed" },
    ]);
  });

  test("only its own attempt releases or confirms a marker", async () => {
    const [one, two] = [
      { key: "d#email", attemptId: "1" },
      { key: "d#email", attemptId: "2" },
    ];
    await markers().claim(one);
    await markers().release(two);
    await expect(markers().confirm(two, "m-2")).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });
    expect(await markers().claim(two)).toEqual({ state: "sending" });
    await markers().release(one);
    expect(await item("d#email")).toBeUndefined();
    expect(await markers().claim(two)).toEqual({ state: "claimed" });
  });

  test("of twenty at once one claims", async () => {
    const attempts = Array.from({ length: 20 }, (_, index) => ({ key: "e#email", attemptId: String(index) }));
    const claims = await Promise.all(attempts.map((one) => markers().claim(one)));
    expect(claims.filter((claim) => claim.state === "claimed")).toHaveLength(1);
  });

  test("a table that is not there is an error, not a claim", async () => {
    const missing = dynamoDbSendMarkers("missing", client);
    await expect(missing.claim({ key: "f", attemptId: "1" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});
