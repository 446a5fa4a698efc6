import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbOrderTable } from "./order-table.js";
import { dynamoDbRobotIndex } from "./robot-index.js";
import { dynamoDbRobotTable } from "./robot-table.js";
import { type Settling, settleOrder } from "./settle.js";

const { ORDERS_TABLE, ROBOTS_TABLE, ROBOTS_INDEX } = readEnvironment({
  ORDERS_TABLE: setting,
  ROBOTS_TABLE: setting,
  ROBOTS_INDEX: setting,
});
const client = new DynamoDBClient(repeatable);
const settling: Settling = {
  orders: dynamoDbOrderTable(client, ORDERS_TABLE, Date.now),
  robots: dynamoDbRobotTable(client, ROBOTS_TABLE, Date.now),
  index: dynamoDbRobotIndex(client, ROBOTS_TABLE, ROBOTS_INDEX),
  log: createLog("settle-order"),
};

/**
 * Closes what an execution left open that has failed, timed out or been stopped, when EventBridge says so.
 *
 * Needs `ORDERS_TABLE`, `ROBOTS_TABLE`, `ROBOTS_INDEX`; `dynamodb:GetItem` and `UpdateItem` on the orders, `UpdateItem` on the
 * robots, `Query` on their index.
 */
export const handler = (event: unknown): Promise<void> => settleOrder(settling, event);
