import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import * as v from "valibot";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { catalogue } from "../../handlers/orders/catalogue.js";
import { createLog, formatEntry } from "../../local/log.js";
import { startRuntime } from "../../local/runtime.js";
import { openWarehouse } from "../../scripts/lib/warehouse/open-warehouse.js";

// The synthesized stack on one machine, as a shop, its customers and its warehouse use it.

const stage = process.env.TF_VAR_stage ?? "dev";
const root = process.cwd();
const values = {
  ...{ stage, sender: "reminders@example.com", shop_sender: "shop@example.com" },
  ...{ allowed_recipients: "@example.com", alarm_email: "alarms@example.com" },
};
const patience = { timeout: 30_000, interval: 100 };

async function open() {
  const lines: string[] = [];
  const runtime = await startRuntime({
    root,
    outDir: process.env.CDKTF_OUTDIR ?? join(root, "cdktf.out"),
    port: 0,
    variables: [{ name: "the test", values }],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  onTestFinished(() => runtime.stop());
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const say = (line: string) => void lines.push(line);
  const warehouse = await openWarehouse({ target: { endpoint, stage }, speedSeconds: 0, say });
  onTestFinished(() => warehouse.stop());
  const settings = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const table = new DynamoDBClient(settings);
  onTestFinished(() => table.destroy());
  const api = `${endpoint}/orders/api`;
  return {
    lines,
    settings,
    checkOut: (body: unknown) =>
      fetch(`${api}/checkout`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    ends: (orderId: string) =>
      vi.waitFor(async () => {
        const view = v.parse(viewSchema, await (await fetch(`${api}/orders/${orderId}`)).json());
        expect(view.status).not.toBe("processing");
        return view;
      }, patience),
    executions: async () =>
      v.parse(v.array(runSchema), await (await fetch(`${endpoint}/_local/api/executions`)).json()),
    messages: async () =>
      v.parse(v.array(messageSchema), await (await fetch(`${endpoint}/_local/api/messages`)).json()),
    stockOf: async (sku: string) => {
      const { Item } = await table.send(
        new GetItemCommand({ TableName: `orders-${stage}-stock`, Key: { sku: { S: sku } } }),
      );
      return Item;
    },
    effectOf: async (key: string) => {
      const command = new GetItemCommand({ TableName: `orders-${stage}-effects`, Key: { pk: { S: key } } });
      return (await table.send(command)).Item?.state?.S;
    },
  };
}

const viewSchema = v.looseObject({ orderId: v.string(), status: v.string() });
const runSchema = v.looseObject({ name: v.string(), status: v.string() });
const messageSchema = v.looseObject({ to: v.string(), body: v.string(), subject: v.optional(v.string()) });

function checkout(more: object = {}) {
  return {
    orderId: `o-${randomUUID()}`,
    customer: { name: "Ada", email: "ada@example.com" },
    shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
    lines: [
      { sku: "mug", quantity: 2 },
      { sku: "teapot", quantity: 1 },
    ],
    card: "4242 4242 4242 4242",
    ...more,
  };
}

function stockIn(sku: string) {
  return { sku: { S: sku }, available: { N: String(catalogue.get(sku)?.stock) } };
}

describe("orders on one machine", () => {
  test("an order goes from the checkout to its dispatch, once, however often it is sent", async () => {
    const shop = await open();
    const order = checkout();
    const answers = await Promise.all([shop.checkOut(order), shop.checkOut(order)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await answers[0]?.json()).toEqual({ orderId: order.orderId, total: 6400, status: "processing" });
    expect(answers[0]?.headers.get("location")).toBe(`orders/${order.orderId}`);
    expect(await shop.ends(order.orderId)).toEqual({
      orderId: order.orderId,
      status: "dispatched",
      trackingNumber: `TRACK-${order.orderId}`,
    });
    await vi.waitFor(
      async () => expect((await shop.executions()).map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]),
      patience,
    );
    // After its end, too.
    expect((await shop.checkOut(order)).status).toBe(202);
    expect((await shop.checkOut({ ...order, lines: [{ sku: "mug", quantity: 1 }] })).status).toBe(409);
    expect(await shop.executions()).toHaveLength(2);
    expect(await shop.stockOf("mug")).toEqual({ sku: { S: "mug" }, available: { N: "998" } });
    expect(await shop.effectOf(`payment#${order.orderId}`)).toBe("done");
    const messages = await shop.messages();
    expect(messages.filter(({ to }) => to === "ada@example.com").map(({ subject }) => subject)).toEqual([
      `Your order ${order.orderId} is on its way`,
    ]);
    expect(messages.filter(({ to }) => to === "alarms@example.com")).toHaveLength(1);
    await vi.waitFor(() => expect(shop.lines).toContain(`hands over ${order.orderId}`), patience);
    const log = shop.lines.join("\n");
    for (const secret of ["4242", "ada@example.com", "High Street"]) expect(log).not.toContain(secret);
  });

  test("an event starts it, too; the second delivery of the same event ends in AlreadyTaken", async () => {
    const shop = await open();
    const { card: _card, ...rest } = checkout();
    const order = { version: 1, ...rest, total: 6400, card: { token: "tok_approved", lastFour: "4242" } };
    const client = new EventBridgeClient(shop.settings);
    const event = { Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify(order) };
    await client.send(new PutEventsCommand({ Entries: [event, event] }));
    expect(await shop.ends(order.orderId)).toMatchObject({ status: "dispatched" });
    const done = ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"];
    await vi.waitFor(async () => expect((await shop.executions()).map(({ status }) => status)).toEqual(done), patience);
    expect(await shop.stockOf("teapot")).toMatchObject({ available: { N: "499" } });
    // The checkout knows what an event has brought.
    expect((await shop.checkOut(checkout({ orderId: order.orderId }))).status).toBe(202);
    const another = checkout({ orderId: order.orderId, customer: { name: "Bob", email: "bob@example.com" } });
    expect((await shop.checkOut(another)).status).toBe(409);
    expect(await shop.executions()).toHaveLength(3);
  });

  test("a declined card ends the order, and nothing is taken", async () => {
    const shop = await open();
    const order = checkout({ card: "4000000000000002" });
    await shop.checkOut(order);
    expect(await shop.ends(order.orderId)).toMatchObject({ status: "declined" });
    expect(await shop.stockOf("mug")).toEqual(stockIn("mug"));
    expect(await shop.messages()).toMatchObject([{ to: "ada@example.com", subject: "Your card was declined" }]);
  });

  test.each([
    ["a carrier that does not go there", { shipTo: { ...checkout().shipTo, country: "AQ" } }],
    ["a risky card", { card: "4100000000000019" }],
    [
      "a product that is not there",
      {
        lines: [
          { sku: "mug", quantity: 1 },
          { sku: "unicorn", quantity: 1 },
        ],
      },
    ],
    [
      "a damaged product",
      {
        lines: [
          { sku: "mug", quantity: 1 },
          { sku: "broken-vase", quantity: 1 },
        ],
      },
    ],
  ])("%s undoes what was done", async (_why, more) => {
    const shop = await open();
    const order = checkout(more);
    await shop.checkOut(order);
    expect(await shop.ends(order.orderId)).toMatchObject({ status: "failed" });
    expect(await shop.effectOf(`payment#${order.orderId}`)).toBe("undone");
    for (const sku of catalogue.keys()) expect(await shop.stockOf(sku)).toEqual(stockIn(sku));
    const subjects = (await shop.messages()).map(({ subject }) => subject);
    expect(subjects).toEqual([`We could not deliver your order ${order.orderId}`]);
  });

  test("a refund that is refused calls a person and keeps the data", async () => {
    const shop = await open();
    const order = checkout({ card: "4000000000005126", lines: [{ sku: "unicorn", quantity: 1 }] });
    await shop.checkOut(order);
    expect(await shop.ends(order.orderId)).toMatchObject({ status: "needs-attention" });
    await vi.waitFor(async () => expect(await shop.messages()).toMatchObject([{ to: "alarms@example.com" }]), patience);
    const [message] = await shop.messages();
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ orderId: order.orderId, notUndone: "RefundRefused" });
    await vi.waitFor(async () => expect(await shop.executions()).toMatchObject([{ status: "FAILED" }]), patience);
  });

  test("what cannot be an order is refused with words for a person, and without the card's number", async () => {
    const shop = await open();
    const refused = await shop.checkOut(checkout({ card: "4111111111111111", lines: [{ sku: "mug", quantity: 0 }] }));
    const text = await refused.text();
    expect([refused.status, text]).toEqual([400, expect.stringContaining("lines.0.quantity")]);
    expect(text).not.toContain("4111");
    expect((await shop.checkOut(checkout({ customer: { name: "Eve", email: "eve@example.org" } }))).status).toBe(403);
    expect(await shop.executions()).toEqual([]);
  });
});
