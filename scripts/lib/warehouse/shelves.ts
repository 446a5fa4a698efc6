import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { catalogue } from "../../../handlers/orders/catalogue.js";

/** Fills each shelf that has never been filled; what is in stock stays as it is. Gives the products that are new. */
export async function fillShelves(client: DynamoDBClient, stage: string): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const [sku, { stock }] of catalogue) {
    const command = new PutItemCommand({
      TableName: `orders-${stage}-stock`,
      Item: { sku: { S: sku }, available: { N: String(stock) } },
      ConditionExpression: "attribute_not_exists(sku)",
    });
    try {
      await client.send(command);
      filled.push(sku);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
  return filled;
}
