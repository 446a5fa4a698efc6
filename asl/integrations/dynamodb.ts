import type { Arg, Expr } from "../builder/expression.js";
import type { Work } from "../builder/work.js";
import type { Table } from "./resources.js";
import { allow, attributeOf, task } from "./task.js";

/** A value in DynamoDB's own notation, such as `{ S: input.orderId }`. Numbers are text, bytes are Base64 text. */
export type AttributeValue =
  | { readonly S: Arg<string> }
  | { readonly N: Arg<string> }
  | { readonly B: Arg<string> }
  | { readonly BOOL: Arg<boolean> }
  | { readonly NULL: Arg<boolean> }
  | { readonly L: readonly AttributeValue[] | Expr<readonly object[]> }
  | { readonly M: { readonly [name: string]: AttributeValue } | Expr<object> }
  | { readonly SS: Arg<readonly string[]> }
  | { readonly NS: Arg<readonly string[]> }
  | { readonly BS: Arg<readonly string[]> };

type Attributes<Item> = { readonly [K in keyof Item & string]?: AttributeValue };

/** What the names in an expression stand for. */
interface ExpressionNames {
  readonly ExpressionAttributeNames?: { readonly [name: `#${string}`]: Arg<string> };
}

/** When a write takes place, and what the expression's names stand for. */
export interface Conditions extends ExpressionNames {
  readonly ConditionExpression?: Arg<string>;
  readonly ExpressionAttributeValues?: { readonly [name: `:${string}`]: AttributeValue };
}

/** What a write that replaces or removes an item may give back. */
export interface WriteOptions extends Conditions {
  /** `ALL_OLD`: the item as it was; `NONE` by default. */
  readonly ReturnValues?: "ALL_OLD" | "NONE";
}

/** How an item is read. */
export interface GetOptions extends ExpressionNames {
  readonly ConsistentRead?: Arg<boolean>;
  /** Only these attributes, such as `"#status, total"`. */
  readonly ProjectionExpression?: Arg<string>;
}

/** How an item is changed. */
export interface UpdateOptions extends Conditions {
  readonly UpdateExpression: Arg<string>;
  readonly ReturnValues?: "ALL_NEW" | "ALL_OLD" | "UPDATED_NEW" | "UPDATED_OLD" | "NONE";
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
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly L?: readonly StoredValue[];
  readonly M?: { readonly [name: string]: StoredValue };
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
}

/** An item as DynamoDB gives it back: any attribute may be missing. */
export type StoredItem<Item> = { readonly [K in keyof Item]?: StoredValue };

/** The answer to a write: the item, where `ReturnValues` asks for it and there was one. */
interface Changed<Item> {
  readonly Attributes?: StoredItem<Item>;
}

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
  getItem: <Item>(target: Table<Item>, key: Attributes<NoInfer<Item>>, options: GetOptions = {}) =>
    call<{ readonly Item?: StoredItem<Item> }, Item>("getItem", target, { Key: key, ...options }),

  putItem: <Item>(target: Table<Item>, item: Attributes<NoInfer<Item>>, options: WriteOptions = {}) =>
    call<Changed<Item>, Item>("putItem", target, { Item: item, ...options }),

  updateItem: <Item>(target: Table<Item>, key: Attributes<NoInfer<Item>>, update: UpdateOptions) =>
    call<Changed<Item>, Item>("updateItem", target, { Key: key, ...update }),

  deleteItem: <Item>(target: Table<Item>, key: Attributes<NoInfer<Item>>, options: WriteOptions = {}) =>
    call<Changed<Item>, Item>("deleteItem", target, { Key: key, ...options }),
};
