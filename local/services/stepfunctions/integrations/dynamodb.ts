import { argumentsOf, type Integration } from "./integration.js";
import { answered, callOptimized, type OptimizedService } from "./optimized.js";

const dynamodb: OptimizedService = {
  service: "dynamodb",
  prefix: "DynamoDB",
  causeName: "AmazonDynamoDBv2",
  otherErrors: "AmazonDynamoDBException",
  contentType: "application/x-amz-json-1.0",
};

const table = ["TableName", "ReturnConsumedCapacity"];
const names = ["ExpressionAttributeNames"];
// `ReturnValuesOnConditionCheckFailure` is not among them: the local DynamoDB does not know it.
const write = [
  ...["ReturnValues", "ReturnItemCollectionMetrics", "ConditionExpression", "ConditionalOperator", "Expected"],
  ...["ExpressionAttributeValues", ...names],
];

function item(action: string, fields: readonly string[]): Integration {
  return {
    fields: [...table, ...fields],
    takesToken: false,
    call: async (work) => answered(work, dynamodb, await callOptimized(work, dynamodb, action, argumentsOf(work.task))),
  };
}

/** The optimized integrations of DynamoDB: one item each. */
export const dynamodbIntegrations: Readonly<Record<string, Integration>> = {
  "dynamodb:getItem": item("GetItem", ["Key", "ConsistentRead", "AttributesToGet", "ProjectionExpression", ...names]),
  "dynamodb:putItem": item("PutItem", ["Item", ...write]),
  "dynamodb:updateItem": item("UpdateItem", ["Key", "UpdateExpression", "AttributeUpdates", ...write]),
  "dynamodb:deleteItem": item("DeleteItem", ["Key", ...write]),
};
