import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Attempt, Claim, SendMarkers } from "./send-once.js";

/**
 * Keeps the send markers in DynamoDB: one item a message, key `pk` (`<reminderId>#<channel>`), with `state`
 * (`sending` or `sent`), `attemptId`, `messageId` once it is sent, and `expiresAt` (Unix seconds, the table's TTL). Every
 * write is conditional, so that two attempts at once cannot both claim a message.
 */
export function dynamoDbSendMarkers(
  tableName: string,
  client: DynamoDBClient,
  now: () => number = Date.now,
): SendMarkers {
  const keyOf = ({ key }: Attempt) => ({ pk: { S: key } });

  const put = async ({ key, attemptId }: Attempt): Promise<boolean> => {
    const expiresAt = Math.floor(now() / 1000) + KEPT_FOR_SECONDS;
    const item = {
      pk: { S: key },
      state: { S: "sending" },
      attemptId: { S: attemptId },
      expiresAt: { N: String(expiresAt) },
    };
    return unlessConditionFails(
      client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: item,
          // The second part lets the SDK repeat this very request when its answer was lost.
          ConditionExpression: "attribute_not_exists(pk) OR attemptId = :attemptId",
          ExpressionAttributeValues: { ":attemptId": { S: attemptId } },
        }),
      ),
    );
  };

  const read = async (attempt: Attempt): Promise<Claim | undefined> => {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(attempt), ConsistentRead: true }),
    );
    if (!item) return undefined;
    const messageId = item.messageId?.S;
    return item.state?.S === "sent" && messageId !== undefined ? { state: "sent", messageId } : { state: "sending" };
  };

  return {
    claim: async (attempt) => {
      if (await put(attempt)) return { state: "claimed" };
      const found = await read(attempt);
      if (found) return found;
      // Another attempt was refused and took its marker away between the two calls.
      return (await put(attempt)) ? { state: "claimed" } : { state: "sending" };
    },
    confirm: async (attempt, messageId) => {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: keyOf(attempt),
          UpdateExpression: "SET #state = :sent, messageId = :messageId",
          ConditionExpression: "attemptId = :attemptId",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: {
            ":sent": { S: "sent" },
            ":messageId": { S: messageId },
            ":attemptId": { S: attempt.attemptId },
          },
        }),
      );
    },
    release: async (attempt) => {
      await unlessConditionFails(
        client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: keyOf(attempt),
            ConditionExpression: "attemptId = :attemptId",
            ExpressionAttributeValues: { ":attemptId": { S: attempt.attemptId } },
          }),
        ),
      );
    },
  };
}

async function unlessConditionFails(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

// Longer than a failed execution can be redriven (14 days), which runs its tasks again.
const KEPT_FOR_SECONDS = 30 * 24 * 3600;
