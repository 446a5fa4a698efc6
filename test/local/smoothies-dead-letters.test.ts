import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test, vi } from "vitest";
import { readDeadLetters, redriveOrders } from "../../scripts/lib/smoothies/dead-letters.js";
import { openKitchen } from "./smoothies-kitchen.js";

const patience = { timeout: 25_000, interval: 250 };

test("what is no order is buried, and shown without its words; a redrive serves a dead order, and buries the other again", async () => {
  const kitchen = await openKitchen();
  const client = new SQSClient(kitchen.settings);
  onTestFinished(() => client.destroy());
  const send = async (queue: string, body: string) => {
    const { QueueUrl } = await client.send(
      new GetQueueUrlCommand({ QueueName: `smoothies-${kitchen.stage}-${queue}` }),
    );
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  };
  const summaries = async () => {
    const { count, letters } = await readDeadLetters(client, kitchen.stage, "dead-orders");
    expect(count).toBe(letters.length);
    return letters.map(({ summary }) => summary).sort();
  };

  await send("orders", "Ada wants a secret smoothie");
  await vi.waitFor(async () => expect(await summaries()).toEqual(["no order (27 bytes)"]), patience);
  const order = { version: 1, source: "api", orderId: "a-dead-order", smoothie: "Mango", customer: "Ada" };
  await send("dead-orders", JSON.stringify(order));
  await vi.waitFor(
    async () => expect(await summaries()).toEqual(["no order (27 bytes)", "order a-dead-order: Mango"]),
    patience,
  );

  await kitchen.robot("robot1");
  await redriveOrders(client, kitchen.stage);
  await vi.waitFor(async () => {
    expect(await kitchen.find("a-dead-order")).toMatchObject({ status: "served", robotId: "robot1" });
  }, patience);
  await vi.waitFor(async () => expect(await summaries()).toEqual(["no order (27 bytes)"]), patience);
  expect(kitchen.lines.join("\n")).not.toMatch(/Ada|secret/u);
});
