import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { nameOf } from "../common/failure-kind.js";
import type { Effect, EffectStore } from "./effects.js";
import { Unavailable } from "./unavailable.js";

type Values = Record<string, AttributeValue>;

/** An update of one effect's item; `#state` is the attribute `state`. */
interface Change {
  readonly set: string;
  readonly condition: string;
  readonly values: Values;
}

/**
 * Keeps effects in DynamoDB: one item an effect, key `pk` (`payment#<orderId>`), with `state` and, once it is done, `result`. They
 * stay: an order can be redriven, or asked for again, long after it was made.
 */
export function dynamoDbEffects(tableName: string, client: DynamoDBClient): EffectStore {
  const update = async (key: string, { set, condition, values }: Change): Promise<"failed" | Effect | undefined> => {
    try {
      const { Attributes: before } = await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk: { S: key } },
          UpdateExpression: `SET ${set}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { "#state": "state", ...(set.includes("#result") && { "#result": "result" }) },
          ExpressionAttributeValues: values,
          ReturnValues: "ALL_OLD",
        }),
      );
      return effectIn(before);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return "failed";
      throw new Unavailable(`The orders' effects could not be written: ${nameOf(error)}.`);
    }
  };

  const read = async (key: string): Promise<Effect | undefined> => {
    const command = new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true });
    const { Item: item } = await client.send(command).catch((error: unknown) => {
      throw new Unavailable(`The orders' effects could not be read: ${nameOf(error)}.`);
    });
    return effectIn(item);
  };

  return {
    begin: async (key) => {
      const begun = { ":begun": { S: "begun" } };
      const change = { set: "#state = :begun", condition: "attribute_not_exists(pk)", values: begun };
      if ((await update(key, change)) !== "failed") return { state: "begun" };
      return (await read(key)) ?? { state: "begun" };
    },
    finish: async (key, result) => {
      const values = { ":begun": { S: "begun" }, ":done": { S: "done" }, ":result": { S: result } };
      // `done` is let through, too: this very call may have been repeated by the SDK.
      const condition = "#state IN (:begun, :done)";
      return (await update(key, { set: "#state = :done, #result = :result", condition, values })) !== "failed";
    },
    beginUndo: async (key) => {
      const values = { ":undoing": { S: "undoing" }, ":undone": { S: "undone" } };
      const condition = "attribute_not_exists(pk) OR #state <> :undone";
      const before = await update(key, { set: "#state = :undoing", condition, values });
      return before === "failed" ? { state: "undone" } : before;
    },
    finishUndo: async (key) => {
      const values = { ":undone": { S: "undone" } };
      await update(key, { set: "#state = :undone", condition: "attribute_exists(pk)", values });
    },
  };
}

const stateSchema = v.picklist(["begun", "done", "undoing", "undone"]);

function effectIn(item: Record<string, AttributeValue> | undefined): Effect | undefined {
  if (item === undefined) return undefined;
  const result = item.result?.S;
  return { state: v.parse(stateSchema, item.state?.S), ...(result !== undefined && { result }) };
}
