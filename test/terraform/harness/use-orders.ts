import { randomUUID } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import { expect } from "vitest";
import { runWarehouse } from "../../../scripts/lib/warehouse/run-warehouse.js";
import { fillShelves } from "../../../scripts/lib/warehouse/shelves.js";
import { clientSettings, endOf, startExecution } from "./executions.js";
import type { Deployed } from "./systems.js";

/** Orders two mugs, which a warehouse worker packs. */
export async function useOrders({ endpoint, stage, stateMachineArn }: Deployed): Promise<void> {
  const tables = new DynamoDBClient(clientSettings(endpoint));
  const client = new SFNClient(clientSettings(endpoint));
  const activityArn = stateMachineArn.replace(/stateMachine:.*/u, `activity:orders-${stage}-pick-and-pack`);
  const pace = { speedSeconds: 0, heartbeatSeconds: 20, say: () => {} };
  await fillShelves(tables, stage);
  const warehouse = runWarehouse({ client, activityArn, workerName: "worker", ...pace });
  try {
    const orderId = randomUUID();
    const execution = await startExecution(endpoint, stateMachineArn, {
      ...{ version: 1, orderId, customer: { name: "Ada", email: "ada@example.com" } },
      shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
      ...{ lines: [{ sku: "mug", quantity: 2 }], total: 2400, card: { token: "tok_visa", lastFour: "4242" } },
    });
    const ended = await endOf(endpoint, execution);
    expect(ended, JSON.stringify(ended)).toMatchObject({ status: "SUCCEEDED" });
    const row = new GetItemCommand({ TableName: `orders-${stage}-orders`, Key: { orderId: { S: orderId } } });
    expect((await tables.send(row)).Item?.status).toEqual({ S: "dispatched" });
  } finally {
    await warehouse.stop();
    tables.destroy();
    client.destroy();
  }
}
