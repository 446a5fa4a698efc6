import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { clientSettings, type Target } from "./target.js";

/**
 * Notes a button's usual smoothie in the table of buttons.
 *
 * @param smoothie without it, a button that is noted stays as it is, and a new one gets `Mango`
 */
export async function noteButton(
  target: Pick<Target, "endpoint" | "stage">,
  buttonId: string,
  smoothie: string | undefined,
): Promise<void> {
  const client = new DynamoDBClient(clientSettings(target));
  try {
    await client.send(
      new PutItemCommand({
        TableName: `smoothies-${target.stage}-buttons`,
        Item: { buttonId: { S: buttonId }, smoothie: { S: smoothie ?? "Mango" } },
        ...(smoothie === undefined && { ConditionExpression: "attribute_not_exists(buttonId)" }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  } finally {
    client.destroy();
  }
}
