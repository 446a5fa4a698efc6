import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { repeatable } from "../common/client-options.js";
import { readEnvironment, setting } from "../common/environment.js";
import { createLog } from "../common/logger.js";
import { dynamoDbOrderTable } from "./order-table.js";
import { type OrderQueue, ordersApi } from "./orders-api.js";
import { dynamoDbRobotIndex } from "./robot-index.js";

const { ORDERS_TABLE, ROBOTS_TABLE, ROBOTS_INDEX, ORDERS_QUEUE_URL } = readEnvironment({
  ORDERS_TABLE: setting,
  ROBOTS_TABLE: setting,
  ROBOTS_INDEX: setting,
  ORDERS_QUEUE_URL: setting,
});
const database = new DynamoDBClient(repeatable);
const queues = new SQSClient(repeatable);
const queue: OrderQueue = {
  send: async (order) => {
    await queues.send(new SendMessageCommand({ QueueUrl: ORDERS_QUEUE_URL, MessageBody: JSON.stringify(order) }));
  },
  counts: async () => {
    const { Attributes: counts } = await queues.send(
      new GetQueueAttributesCommand({
        QueueUrl: ORDERS_QUEUE_URL,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    return {
      waiting: Number(counts?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(counts?.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  },
};

/**
 * The smoothies' HTTP API: `POST /api/orders`, `GET /api/orders/{id}`, `GET /api/kitchen`.
 *
 * Needs `ORDERS_TABLE`, `ROBOTS_TABLE`, `ROBOTS_INDEX`, `ORDERS_QUEUE_URL`; `dynamodb:PutItem` and `GetItem` on the orders, `Query` on
 * the robots' index, `sqs:SendMessage` and `GetQueueAttributes` on the orders' queue.
 */
export const handler = ordersApi({
  orders: dynamoDbOrderTable(database, ORDERS_TABLE, Date.now),
  queue,
  robots: dynamoDbRobotIndex(database, ROBOTS_TABLE, ROBOTS_INDEX),
  now: Date.now,
  uuid: randomUUID,
  log: createLog("api"),
});
