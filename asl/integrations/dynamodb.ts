import type { Arg } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import type { Table } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** A value in DynamoDB's own notation, such as `{ S: input.orderId }`. Numbers are text. */
export type AttributeValue =
  | { readonly S: Arg<string> }
  | { readonly N: Arg<string> }
  | { readonly BOOL: Arg<boolean> }
  | { readonly NULL: Arg<boolean> }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: { readonly [name: string]: AttributeValue } }
  | { readonly SS: Arg<readonly string[]> }
  | { readonly NS: Arg<readonly string[]> };

type Attributes<Item> = { readonly [K in keyof Item & string]?: AttributeValue };

/** When a write takes place, and what the expression's names stand for. */
export interface Conditions {
  readonly ConditionExpression?: Arg<string>;
  readonly ExpressionAttributeNames?: { readonly [name: `#${string}`]: Arg<string> };
  readonly ExpressionAttributeValues?: { readonly [name: `:${string}`]: AttributeValue };
}

/** Errors that DynamoDB tasks are known to fail with, by this integration's names. */
export type DynamoDbError =
  | "DynamoDB.ConditionalCheckFailedException"
  | "DynamoDB.ProvisionedThroughputExceededException"
  | "DynamoDB.ResourceNotFoundException"
  | "DynamoDB.ItemCollectionSizeLimitExceededException"
  | "DynamoDB.TransactionConflictException"
  | "DynamoDB.AmazonDynamoDBException"
  | "DynamoDB.SdkClientException";

/** A value as DynamoDB gives it back. */
export interface StoredValue {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
}

/** An item as DynamoDB gives it back: any attribute may be missing. */
export type StoredItem<Item> = { readonly [K in keyof Item]?: StoredValue };

function call<Output, Item>(action: string, target: Table<Item>, fields: object): Work<Output, DynamoDbError> {
  return task({
    resource: `dynamodb:${action}`,
    arguments: { TableName: attributeOf(target, "name"), ...fields },
    permissions: [allow([`dynamodb:${action.charAt(0).toUpperCase()}${action.slice(1)}`], target)],
  });
}

/**
 * Amazon DynamoDB. Source: AWS Step Functions Developer Guide, "Perform DynamoDB CRUD operations with Step Functions".
 *
 * @example `dynamodb.putItem(orders, { orderId: { S: input.orderId } }, { ConditionExpression: "attribute_not_exists(orderId)" })`
 */
export const dynamodb = {
  getItem: <Item>(
    target: Table<Item>,
    key: Attributes<NoInfer<Item>>,
    options: { readonly ConsistentRead?: Arg<boolean> } = {},
  ) => call<{ readonly Item?: StoredItem<Item> }, Item>("getItem", target, { Key: key, ...options }),

  putItem: <Item>(target: Table<Item>, item: Attributes<NoInfer<Item>>, conditions: Conditions = {}) =>
    call<Record<never, never>, Item>("putItem", target, { Item: item, ...conditions }),

  updateItem: <Item>(
    target: Table<Item>,
    key: Attributes<NoInfer<Item>>,
    update: Conditions & {
      readonly UpdateExpression: Arg<string>;
      readonly ReturnValues?: "ALL_NEW" | "ALL_OLD" | "NONE";
    },
  ) => call<{ readonly Attributes?: StoredItem<Item> }, Item>("updateItem", target, { Key: key, ...update }),

  deleteItem: <Item>(target: Table<Item>, key: Attributes<NoInfer<Item>>, conditions: Conditions = {}) =>
    call<Record<never, never>, Item>("deleteItem", target, { Key: key, ...conditions }),
};
