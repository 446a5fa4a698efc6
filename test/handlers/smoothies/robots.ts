import type { Server } from "node:http";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { afterAll, beforeAll } from "vitest";
import type { LogFields } from "../../../handlers/common/logger.js";
import { dynamoDbOrderTable } from "../../../handlers/smoothies/order-table.js";
import { dynamoDbRobotIndex } from "../../../handlers/smoothies/robot-index.js";
import { dynamoDbRobotTable, type RobotTable } from "../../../handlers/smoothies/robot-table.js";
import { listen } from "../../support/listen.js";

/** A time that a test moves. */
export const clock = { now: Date.parse("2030-01-01T00:00:00Z") };

/** The tables in DynamoDB (dynalite), fresh for a test file, on the test's own clock. */
export function useTables() {
  let server: Server | undefined;
  let client: DynamoDBClient | undefined;
  const open = (): DynamoDBClient => {
    if (client === undefined) throw new Error("The tables exist inside of tests only.");
    return client;
  };
  beforeAll(async () => {
    server = dynalite({ createTableMs: 0 });
    const endpoint = await listen(server);
    const credentials = { accessKeyId: "x", secretAccessKey: "x" };
    client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials });
    await client.send(
      new CreateTableCommand({
        ...{ TableName: "robots", BillingMode: "PAY_PER_REQUEST" },
        KeySchema: [{ AttributeName: "robotId", KeyType: "HASH" }],
        AttributeDefinitions: ["robotId", "status", "statusSince"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-status",
            KeySchema: [
              { AttributeName: "status", KeyType: "HASH" },
              { AttributeName: "statusSince", KeyType: "RANGE" },
            ],
            Projection: {
              ProjectionType: "INCLUDE",
              NonKeyAttributes: ["jobId", "orderId", "smoothie", "jobExpiresAt"],
            },
          },
        ],
      }),
    );
    await client.send(
      new CreateTableCommand({
        ...{ TableName: "orders", BillingMode: "PAY_PER_REQUEST" },
        KeySchema: [{ AttributeName: "orderId", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "orderId", AttributeType: "S" }],
      }),
    );
  });
  afterAll(() => {
    client?.destroy();
    server?.close();
  });
  const now = () => clock.now;
  const table = (): RobotTable => dynamoDbRobotTable(open(), "robots", now);
  return {
    client: open,
    table,
    index: () => dynamoDbRobotIndex(open(), "robots", "by-status"),
    orders: () => dynamoDbOrderTable(open(), "orders", now),
    /** Robots that are online. */
    online: async (...robotIds: readonly string[]) => {
      for (const robotId of robotIds) await table().connect(robotId, `${robotId}-session`, clock.now);
    },
    row: async (robotId: string) => {
      const { Item } = await open().send(new GetItemCommand({ TableName: "robots", Key: { robotId: { S: robotId } } }));
      return Object.fromEntries(Object.entries(Item ?? {}).map(([name, value]) => [name, value.S ?? value.N]));
    },
  };
}

/** A log that keeps its lines. */
export class MemoryLog {
  readonly lines: ({ readonly message: string } & LogFields)[] = [];
  readonly info = (message: string, fields: LogFields) => void this.lines.push({ message, ...fields });
  readonly warn = this.info;
  readonly error = this.info;
}
