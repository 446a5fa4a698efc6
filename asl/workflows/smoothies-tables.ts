import type { Button, Order, OrderInput } from "../../handlers/smoothies/order.js";
import type { Robot } from "../../handlers/smoothies/robot.js";
import {
  type Arg,
  context,
  dynamodb,
  type Expr,
  jsonata,
  type Names,
  now,
  orElse,
  selectResult,
  table,
} from "../index.js";

const orders = table<Order>("orders");
const robots = table<Robot>("robots");
const buttons = table<Button>("buttons");

type Ordered = Names<{ orderId: string; smoothie: string }>;
type Claimed = Names<{ orderId: string; jobId: string; robot: { readonly robotId: string } }>;

/** The smoothie that the button's owner always orders; an empty text for a button that nobody knows. */
export const usualSmoothie = ({ input }: Names<{ input: Extract<OrderInput, { source: "button" }> }>) =>
  selectResult(dynamodb.getItem(buttons, { buttonId: { S: input.buttonId } }), (found) =>
    orElse(jsonata<string | undefined>`${found}.Item.smoothie.S`, ""),
  );

/** The first execution takes the order. It may repeat this; another one is refused. */
export const claimOrder = ({ input, orderId, smoothie }: Ordered & Names<{ input: OrderInput }>) =>
  dynamodb.updateItem(
    orders,
    { orderId: { S: orderId } },
    {
      UpdateExpression:
        "SET executionArn = :me, #status = :waiting, smoothie = :smoothie, #source = :source, " +
        "createdAt = if_not_exists(createdAt, :now), updatedAt = :now",
      ConditionExpression: "attribute_not_exists(executionArn) OR executionArn = :me",
      ExpressionAttributeNames: { "#status": "status", "#source": "source" },
      ExpressionAttributeValues: {
        ":me": { S: context.Execution.Id },
        ":waiting": { S: "waiting" },
        ":smoothie": { S: smoothie },
        ":source": { S: input.source },
        ":now": { S: now() },
      },
    },
  );

/** Writes how far the order has come; `more` is the rest of the expression, about one `:value`. */
export const noteOrder = (orderId: Expr<string>, status: Order["status"], more = "", value?: Arg<string>) =>
  dynamodb.updateItem(
    orders,
    { orderId: { S: orderId } },
    {
      UpdateExpression: `SET #status = :status, updatedAt = :now${more}`,
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: {
        ":status": { S: status },
        ":now": { S: now() },
        ...(value !== undefined && { ":value": { S: value } }),
      },
    },
  );

/** Takes the job off the robot's row, if it is still there: the robot may have gone, or the claim may have run out. */
export const endJob =
  (status: Robot["status"]) =>
  ({ robot, jobId }: Claimed) =>
    dynamodb.updateItem(
      robots,
      { robotId: { S: robot.robotId } },
      {
        UpdateExpression:
          "SET #status = :status, statusSince = :now REMOVE jobId, orderId, smoothie, taskToken, answer, jobExpiresAt",
        ConditionExpression: "jobId = :job AND #status = :working",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":status": { S: status },
          ":working": { S: "WORKING" },
          ":now": { S: now() },
          ":job": { S: jobId },
        },
      },
    );
