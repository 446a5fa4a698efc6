import { type AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ExecutionAlreadyExists, ExecutionDoesNotExist, SFNClient } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { awsOrderDesk } from "../../../handlers/orders/aws-order-desk.js";
import type { Order, OrderStatus } from "../../../handlers/orders/order.js";

const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders-dev-workflow";
const executions = "arn:aws:states:eu-west-1:123456789012:execution:orders-dev-workflow";
const $metadata = {};
const order: Order = {
  version: 1,
  orderId: "o-1",
  customer: { name: "Ada", email: "ada@example.com" },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: [{ sku: "mug", quantity: 2 }],
  total: 2500,
  card: { token: "tok_approved", lastFour: "4242" },
};
const other: Order = { ...order, lines: [{ sku: "mug", quantity: 3 }], total: 3750 };
/** The same order, as an event may write it. */
const { card, ...rest } = order;
const byEvent = { card, coupon: "none", ...rest };

/** A desk over executions (their inputs by name, `undefined` for one that has ended and been forgotten) and the order's row. */
function desk(inputs: Readonly<Record<string, unknown>>, row?: { readonly by: string; readonly status: OrderStatus }) {
  const calls: string[] = [];
  const stepFunctions = new SFNClient({ region: "eu-west-1" });
  stepFunctions.middlewareStack.add((_, { commandName = "" }) => async ({ input }) => {
    calls.push(commandName);
    if (commandName === "StartExecutionCommand") {
      if ("o-1" in inputs) throw new ExecutionAlreadyExists({ message: "taken", $metadata });
      return { output: { executionArn: `${executions}:o-1`, startDate: new Date(0), $metadata }, response: {} };
    }
    const name = "executionArn" in input ? String(input.executionArn).replace(`${executions}:`, "") : "";
    if (inputs[name] === undefined) throw new ExecutionDoesNotExist({ message: "unknown", $metadata });
    return { output: { input: JSON.stringify(inputs[name]), $metadata }, response: {} };
  });
  const dynamoDb = new DynamoDBClient({ region: "eu-west-1" });
  dynamoDb.middlewareStack.add(() => async () => {
    const Item: Record<string, AttributeValue> | undefined = row && {
      status: { S: row.status },
      executionArn: { S: `${executions}:${row.by}` },
      trackingNumber: { S: "T-1" },
    };
    return { output: { ...(Item && { Item }), $metadata }, response: {} };
  });
  const made = awsOrderDesk({ stepFunctions, dynamoDb, stateMachineArn: `${machine}:live`, ordersTable: "orders" });
  return { ...made, calls };
}

describe("an order is started", () => {
  test("under its id when nobody has it yet", async () => {
    const { start, calls } = desk({});
    expect([await start(order), calls]).toEqual(["started", ["StartExecutionCommand"]]);
  });

  test.each([
    ["the checkout", "o-1", order],
    ["an event", "some-uuid", byEvent],
  ])(
    "once: %s that brought it before is found by its row, and another order under its id refused",
    async (_, by, input) => {
      const { start, calls } = desk({ [by]: input }, { by, status: "dispatched" });
      expect([await start(order), await start(other)]).toEqual(["started", "different"]);
      expect(calls).not.toContain("StartExecutionCommand");
    },
  );

  test("once, before there is a row, too", async () => {
    expect(await desk({ "o-1": order }).start(order)).toBe("started");
    expect(await desk({ "o-1": order }).start(other)).toBe("different");
  });

  test("not again when Step Functions has forgotten it, nor when what has its id is no order", async () => {
    const forgotten = desk({}, { by: "o-1", status: "dispatched" });
    expect([await forgotten.start(order), forgotten.calls]).toEqual(["different", ["DescribeExecutionCommand"]]);
    expect(await desk({ event: { orderId: "o-1" } }, { by: "event", status: "failed" }).start(order)).toBe("different");
  });
});

describe("an order is found", () => {
  test("by its row, and before there is one by its execution", async () => {
    const dispatched = { orderId: "o-1", status: "dispatched", trackingNumber: "T-1" };
    expect(await desk({}, { by: "x", status: "dispatched" }).find("o-1")).toEqual(dispatched);
    expect(await desk({}, { by: "x", status: "failed" }).find("o-1")).toEqual({ orderId: "o-1", status: "failed" });
    expect(await desk({ "o-1": order }).find("o-1")).toEqual({ orderId: "o-1", status: "processing" });
    expect(await desk({}).find("o-1")).toBeUndefined();
  });
});
