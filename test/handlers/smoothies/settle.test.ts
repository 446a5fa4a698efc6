import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { settleOrder } from "../../../handlers/smoothies/settle.js";
import { clock, MemoryLog, useTables } from "./robots.js";

const tables = useTables();
let count = 0;
let [orderId, robotId] = ["", ""];
const mine = "arn:aws:states:eu-west-1:123456789012:execution:smoothies:mine";

beforeEach(async () => {
  count += 1;
  [orderId, robotId] = [`order-${count}`, `robot-${count}`];
  await tables.orders().put({ version: 1, source: "api", orderId, smoothie: "Mango" }, "hash");
  await tables.online(robotId);
  await tables.table().claim(robotId, { jobId: "job", orderId, smoothie: "Mango" }, 60);
});

const claimOrder = (executionArn: string, status = "blending") =>
  tables.client().send(
    new UpdateItemCommand({
      TableName: "orders",
      Key: { orderId: { S: orderId } },
      UpdateExpression: "SET executionArn = :me, #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":me": { S: executionArn }, ":status": { S: status } },
    }),
  );
const settle = (status: string, more: object = {}) =>
  settleOrder(
    { orders: tables.orders(), robots: tables.table(), index: tables.index(), log: new MemoryLog() },
    {
      detail: {
        ...{ executionArn: mine, status },
        input: JSON.stringify({ version: 1, source: "api", orderId, smoothie: "Mango" }),
        ...more,
      },
    },
  );

describe("an execution that did not succeed", () => {
  test.each([
    ["FAILED", "The kitchen has a problem."],
    ["TIMED_OUT", "It took too long."],
    ["ABORTED", "The order was stopped."],
  ])("%s: frees the robot and closes the order, however often it is told", async (status, reason) => {
    await claimOrder(mine);
    await settle(status);
    await settle(status);
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "failed", reason });
    const row = await tables.row(robotId);
    expect([row.status, row.jobId, row.orderId]).toEqual(["ONLINE", undefined, undefined]);
  });

  test("knows the order of a button that counts its presses", async () => {
    orderId = `button1-${count}`;
    await claimOrder(mine);
    await settle("ABORTED", {
      input: JSON.stringify({ version: 1, source: "button", buttonId: "button1", pressId: count }),
    });
    expect((await tables.orders().find(orderId))?.status).toBe("failed");
  });

  test("is left alone where it has closed its order itself, or served it", async () => {
    for (const status of ["served", "failed"]) {
      await claimOrder(mine, status);
      await settle("FAILED");
      const order = await tables.orders().find(orderId);
      expect([order?.status, order?.reason]).toEqual([status, undefined]);
    }
  });

  test("that could only not note that it served is served", async () => {
    await claimOrder(mine);
    await settle("FAILED", { error: "ServedNotNoted" });
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "served" });
  });

  test("touches nothing of an order that another execution has", async () => {
    await claimOrder(`${mine}-other`);
    await settle("ABORTED");
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "blending" });
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", jobId: "job" });
  });

  test("touches nothing of an order that goes on: the execution was redriven before this was told", async () => {
    await claimOrder(mine);
    await settle("ABORTED", { stopDate: clock.now - 1 });
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "blending" });
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", jobId: "job" });
    await settle("ABORTED", { stopDate: clock.now });
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "failed" });
    expect(await tables.row(robotId)).toMatchObject({ status: "ONLINE" });
  });

  test("does not take a robot that has another order's job by now", async () => {
    await claimOrder(mine);
    clock.now += 61_000;
    await tables.table().claim(robotId, { jobId: "next", orderId: "another", smoothie: "Peach" }, 60);
    await settle("FAILED");
    expect(await tables.row(robotId)).toMatchObject({ status: "WORKING", jobId: "next" });
  });

  const endless = { version: 1, source: "button", buttonId: "button1", pressId: "é".repeat(1_100) };
  test.each([
    { input: JSON.stringify(endless) },
    { input: "garbage" },
    { input: "{}" },
    { status: "EXPLODED" },
    { input: undefined },
  ])("that is no order's is let go: %j", async (more) => {
    await claimOrder(mine);
    await settle("FAILED", more);
    expect(await tables.orders().find(orderId)).toMatchObject({ status: "blending" });
  });
});
