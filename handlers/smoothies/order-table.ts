import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type ApiOrderInput, type Order, orderStatuses } from "./order.js";

/** The table of orders, apart from what the workflow itself writes. */
export interface OrderTable {
  /** Puts a queued order, with the hash of its request, unless there is one of this id. */
  put(order: ApiOrderInput, requestHash: string): Promise<boolean>;
  find(orderId: string): Promise<Order | undefined>;
  /** Closes the order of an execution that has ended without doing so itself, unless it is closed. */
  close(orderId: string, status: "served" | "failed", reason: string | undefined): Promise<boolean>;
}

/** The table of orders in DynamoDB. `now` gives Unix milliseconds. */
export function dynamoDbOrderTable(client: DynamoDBClient, tableName: string, now: () => number): OrderTable {
  const time = () => ({ S: new Date(now()).toISOString() });
  return {
    put: ({ orderId, smoothie, customer, source }, requestHash) => {
      const item = {
        ...{ orderId: { S: orderId }, status: { S: "queued" }, smoothie: { S: smoothie }, source: { S: source } },
        ...{ requestHash: { S: requestHash }, createdAt: time(), updatedAt: time() },
        ...(customer !== undefined && { customer: { S: customer } }),
      };
      const ConditionExpression = "attribute_not_exists(orderId)";
      return conditionHeld(client.send(new PutItemCommand({ TableName: tableName, Item: item, ConditionExpression })));
    },
    find: async (orderId) => {
      const key = { orderId: { S: orderId } };
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
      return Item && orderOf(orderId, Item);
    },
    close: (orderId, status, reason) =>
      conditionHeld(
        client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { orderId: { S: orderId } },
            UpdateExpression: `SET #status = :status, updatedAt = :now${reason === undefined ? "" : ", reason = :reason"}`,
            ConditionExpression: "attribute_exists(orderId) AND NOT #status IN (:served, :failed)",
            ExpressionAttributeNames: { "#status": "status" },
            ExpressionAttributeValues: {
              ":status": { S: status },
              ":served": { S: "served" },
              ":failed": { S: "failed" },
              ":now": time(),
              ...(reason !== undefined && { ":reason": { S: reason } }),
            },
          }),
        ),
      ),
  };
}

async function conditionHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function orderOf(orderId: string, item: Record<string, AttributeValue>): Order {
  const { customer, robotId, reason, executionArn, requestHash } = item;
  return {
    orderId,
    status: orderStatuses.find((status) => status === item.status?.S) ?? "failed",
    smoothie: item.smoothie?.S ?? "",
    source: item.source?.S === "button" ? "button" : "api",
    createdAt: item.createdAt?.S ?? "",
    updatedAt: item.updatedAt?.S ?? "",
    ...(customer?.S !== undefined && { customer: customer.S }),
    ...(robotId?.S !== undefined && { robotId: robotId.S }),
    ...(reason?.S !== undefined && { reason: reason.S }),
    ...(executionArn?.S !== undefined && { executionArn: executionArn.S }),
    ...(requestHash?.S !== undefined && { requestHash: requestHash.S }),
  };
}
