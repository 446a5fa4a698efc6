import type { OrderLine, OrderStatus } from "../../handlers/orders/order.js";
import { context, type Data, dynamodb, type Expr, intrinsics, table } from "../index.js";

/** An order's row: which execution has it, and how far it has come. */
interface OrderRow {
  readonly orderId: string;
  readonly status: string;
  readonly executionArn: string;
  readonly placedAt: string;
}

/** A product's row. Each order line that holds some of it has an attribute of its own in it. */
interface StockRow {
  readonly sku: string;
  readonly available: number;
}

/** One line of an order, as the Maps over the lines see it. */
interface HeldLine {
  readonly sku: Expr<string>;
  /** As text, as DynamoDB takes numbers. */
  readonly quantity: Expr<string>;
  /** The attribute of the product's row that says that this line holds its quantity. */
  readonly hold: Expr<string>;
}

const { format } = intrinsics;
const orders = table<OrderRow>("orders");
const stock = table<StockRow>("stock");

/** Errors of DynamoDB after which a write is repeated: each of those below may be. */
export const tableUnavailable = [
  "States.Timeout",
  "DynamoDB.ProvisionedThroughputExceededException",
  "DynamoDB.AmazonDynamoDBException",
  "DynamoDB.SdkClientException",
] as const;

/** A write that came too late, or in vain: another execution has the order, or the line holds nothing. */
export const conditionFailed = "DynamoDB.ConditionalCheckFailedException";

/** Gives the order to this execution, unless another one has it. */
export const claimOrder = (orderId: Expr<string>) =>
  dynamodb.putItem(
    orders,
    {
      orderId: { S: orderId },
      status: { S: "processing" satisfies OrderStatus },
      executionArn: { S: context.Execution.Id },
      placedAt: { S: context.Execution.StartTime },
    },
    {
      // The second part lets a repeated claim through whose first answer was lost.
      ConditionExpression: "attribute_not_exists(orderId) OR executionArn = :me",
      ExpressionAttributeValues: { ":me": { S: context.Execution.Id } },
    },
  );

/** Notes in the order's row how it ended. */
export const record = (orderId: Expr<string>, status: Exclude<OrderStatus, "dispatched">) =>
  dynamodb.updateItem(
    orders,
    { orderId: { S: orderId } },
    {
      UpdateExpression: "SET #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": { S: status } },
    },
  );

/** Notes in the order's row that it is on its way, unless it has failed meanwhile: a write in flight may come late. */
export const recordDispatch = (orderId: Expr<string>, trackingNumber: Expr<string>) =>
  dynamodb.updateItem(
    orders,
    { orderId: { S: orderId } },
    {
      UpdateExpression: "SET #status = :status, trackingNumber = :trackingNumber",
      ConditionExpression: "#status = :processing OR #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: {
        ":processing": { S: "processing" satisfies OrderStatus },
        ":status": { S: "dispatched" satisfies OrderStatus },
        ":trackingNumber": { S: trackingNumber },
      },
    },
  );

/** What a Map over an order's lines gives each iteration. Two lines of one product hold it each for itself. */
export const heldLine = (orderId: Expr<string>, line: Data<OrderLine>, index: Expr<number>): HeldLine => ({
  sku: line.sku,
  quantity: format("{}", line.quantity),
  hold: format("hold-{}-{}", orderId, index),
});

/**
 * Takes a line's quantity from the stock. It is one update that may be repeated when its answer was lost: a line that has its hold (which
 * stands for 0) takes nothing more, and is not judged again.
 */
export const reserveLine = ({ sku, quantity, hold }: HeldLine) =>
  dynamodb.updateItem(
    stock,
    { sku: { S: sku } },
    {
      UpdateExpression: "SET available = available - if_not_exists(#hold, :quantity), #hold = :zero",
      ConditionExpression: "attribute_exists(#hold) OR available >= :quantity",
      ExpressionAttributeNames: { "#hold": hold },
      ExpressionAttributeValues: { ":quantity": { N: quantity }, ":zero": { N: "0" } },
    },
  );

/** Gives back what a line holds; the condition fails when it holds nothing. */
export const releaseLine = ({ sku, quantity, hold }: HeldLine) =>
  dynamodb.updateItem(
    stock,
    { sku: { S: sku } },
    {
      UpdateExpression: "SET available = available + :quantity REMOVE #hold",
      ConditionExpression: "attribute_exists(#hold)",
      ExpressionAttributeNames: { "#hold": hold },
      ExpressionAttributeValues: { ":quantity": { N: quantity } },
    },
  );

/** Forgets a hold whose goods have left: a row may have 400 KB, so holds may not stay for ever. */
export const settleLine = ({ sku, hold }: Pick<HeldLine, "sku" | "hold">) =>
  dynamodb.updateItem(
    stock,
    { sku: { S: sku } },
    { UpdateExpression: "REMOVE #hold", ExpressionAttributeNames: { "#hold": hold } },
  );
