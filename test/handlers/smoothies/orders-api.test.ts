import { randomUUID } from "node:crypto";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parseQueuedOrder } from "../../../handlers/smoothies/order.js";
import { type OrdersApi, ordersApi } from "../../../handlers/smoothies/orders-api.js";
import { apiEvent } from "../pet-reminders/support.js";
import { clock, MemoryLog, useTables } from "./robots.js";

const tables = useTables();

function openApi(more: Partial<OrdersApi> = {}) {
  const queued: unknown[] = [];
  const log = new MemoryLog();
  const handle = ordersApi({
    orders: tables.orders(),
    queue: { send: async (order) => void queued.push(order), counts: async () => ({ waiting: 2, inFlight: 1 }) },
    robots: tables.index(),
    now: () => clock.now,
    uuid: randomUUID,
    log,
    ...more,
  });
  const ask = async (request: Parameters<typeof apiEvent>[0]) => {
    const { statusCode, body = "", headers } = await handle(apiEvent({ path: "/api/orders", ...request }));
    return { statusCode, headers, body: v.parse(v.looseObject({}), JSON.parse(body)) };
  };
  return { ask, queued, log };
}

describe("the smoothies' API", () => {
  test("takes an order: into the table, into the queue, 202", async () => {
    const { ask, queued, log } = openApi();
    const placed = await ask({ body: { smoothie: " mango ", customer: " Ada Lovelace " } });
    const { orderId } = v.parse(v.object({ orderId: v.string(), status: v.literal("queued") }), placed.body);
    expect([placed.statusCode, placed.headers?.location]).toEqual([202, `orders/${orderId}`]);
    const order = { version: 1, source: "api", orderId, smoothie: "Mango", customer: "Ada Lovelace" };
    expect(queued).toEqual([order]);
    expect(parseQueuedOrder(JSON.stringify(queued[0]))).toEqual(order);
    const shown = await ask({ method: "GET", path: `/api/orders/${orderId}` });
    expect(shown).toMatchObject({ statusCode: 200, body: { orderId, status: "queued", smoothie: "Mango" } });
    expect(JSON.stringify(log.lines)).not.toContain("Ada");
  });

  test("takes the same request under the same Idempotency-Key once, and no other one", async () => {
    const { ask, queued, log } = openApi();
    const headers = { "idempotency-key": "Wq3kR1m9Zt7yBvC0xLpAxQ", "content-type": "application/json" };
    const first = await ask({ body: { smoothie: "Mango" }, headers });
    expect(first).toMatchObject({ statusCode: 202, body: { orderId: expect.stringMatching(/^[\w-]{43}$/) } });
    await Promise.all(
      [1, 2, 3].map(async () => expect(await ask({ body: { smoothie: "Mango" }, headers })).toEqual(first)),
    );
    // Queued once more each time, since the first time may have failed half-way: with the id by which it is started once.
    expect(new Set(queued.map((order) => JSON.stringify(order))).size).toBe(1);

    const other = await ask({ body: { smoothie: "Peach" }, headers });
    expect(other).toMatchObject({ statusCode: 409, body: { code: "IdempotencyConflict" } });
    const weak = await ask({ body: { smoothie: "Mango" }, headers: { ...headers, "idempotency-key": "1" } });
    expect(weak).toMatchObject({ statusCode: 400, body: { errors: [{ field: "Idempotency-Key" }] } });
    expect(new Set(queued.map((order) => JSON.stringify(order))).size).toBe(1);

    // Once it is under way, the answer is the same, and nothing is queued.
    const { orderId } = v.parse(v.object({ orderId: v.string(), status: v.string() }), first.body);
    await tables.orders().close(orderId, "served", undefined);
    const before = queued.length;
    expect(await ask({ body: { smoothie: "Mango" }, headers })).toEqual(first);
    expect(queued).toHaveLength(before);
    const shown = await ask({ method: "GET", path: `/api/orders/${orderId}` });
    expect(shown.body).toMatchObject({ status: "served", smoothie: "Mango" });
    expect(Object.keys(shown.body)).not.toContain("requestHash");
    expect(JSON.stringify(log.lines)).not.toContain("Wq3kR1m9");
  });

  test("shows why an order failed, and no longer once it goes on; its id may hold anything", async () => {
    const { ask } = openApi();
    const orderId = "button1-ü 1/2?";
    const write = (status: string) =>
      tables.client().send(
        new UpdateItemCommand({
          TableName: "orders",
          Key: { orderId: { S: orderId } },
          UpdateExpression: "SET #status = :status, reason = :reason",
          ExpressionAttributeNames: { "#status": "status" },
          ExpressionAttributeValues: { ":status": { S: status }, ":reason": { S: "The order was stopped." } },
        }),
      );
    const show = async () => (await ask({ method: "GET", path: `/api/orders/${encodeURIComponent(orderId)}` })).body;
    await write("failed");
    expect(await show()).toMatchObject({ orderId, status: "failed", reason: "The order was stopped." });
    await write("served");
    expect(await show()).not.toHaveProperty("reason");
  });

  test.each(["می\u200cخواهم", "Zoë 👩\u200d🍳"])("takes a name with joiners: %s", async (customer) => {
    const { ask, queued } = openApi();
    expect(await ask({ body: { smoothie: "Mango", customer } })).toMatchObject({ statusCode: 202 });
    expect(queued).toMatchObject([{ customer }]);
  });

  test("an order whose queueing failed is queued by the same request again", async () => {
    const headers = { "idempotency-key": "Wq3kR1m9Zt7yBvC0xLpAxR", "content-type": "application/json" };
    const broken = { send: () => Promise.reject(new Error("x")), counts: async () => ({ waiting: 0, inFlight: 0 }) };
    expect(await openApi({ queue: broken }).ask({ body: { smoothie: "Mango" }, headers })).toMatchObject({
      statusCode: 500,
    });
    const { ask, queued } = openApi();
    expect(await ask({ body: { smoothie: "Mango" }, headers })).toMatchObject({ statusCode: 202 });
    expect(queued).toHaveLength(1);
  });

  test.each([
    ["not JSON", "{", ["body"]],
    ["no object", [1], ["body"]],
    ["nothing", {}, ["smoothie"]],
    ["off the menu", { smoothie: "Durian" }, ["smoothie"]],
    ["of another kind", { smoothie: 7, customer: 7 }, ["smoothie", "customer"]],
    ["too long a name", { smoothie: "Mango", customer: "x".repeat(61) }, ["customer"]],
    ["a name that cannot be printed", { smoothie: "Mango", customer: "a\u0000b" }, ["customer"]],
    ["a name that turns the text around", { smoothie: "Mango", customer: "a\u202eb" }, ["customer"]],
    ["an empty name", { smoothie: "Mango", customer: " " }, ["customer"]],
    ["more than there is", { smoothie: "Mango", orderId: "mine" }, ["orderId"]],
  ])("refuses %s, and says which field", async (_, body, fields) => {
    const { ask, queued } = openApi();
    const refused = await ask({ body });
    expect(refused).toMatchObject({ statusCode: 400, body: { code: "InvalidRequest" } });
    const { errors } = v.parse(
      v.object({ errors: v.array(v.object({ field: v.string(), message: v.string() })) }),
      refused.body,
    );
    expect(errors.map(({ field }) => field)).toEqual(fields);
    expect(queued).toEqual([]);
  });

  test("refuses what is too large, no JSON by its header, or nowhere", async () => {
    const { ask } = openApi();
    expect(await ask({ body: { smoothie: "x".repeat(5000) } })).toMatchObject({ statusCode: 413 });
    expect(await ask({ body: "x", headers: { "content-type": "text/plain" } })).toMatchObject({ statusCode: 415 });
    for (const path of ["/api/orders/unknown", `/api/orders/${"x".repeat(3000)}`, "/api/nowhere"]) {
      expect(await ask({ method: "GET", path })).toMatchObject({ statusCode: 404, body: { code: "NotFound" } });
    }
  });

  test("accepts nothing that it could not queue: busy when that passes, an error when it does not", async () => {
    const fails = (error: Error) => ({
      send: () => Promise.reject(error),
      counts: async () => ({ waiting: 0, inFlight: 0 }),
    });
    const throttled = Object.assign(new Error("secret"), {
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 400 },
    });
    const busy = openApi({ queue: fails(throttled) });
    expect(await busy.ask({ body: { smoothie: "Mango" } })).toMatchObject({ statusCode: 503, body: { code: "Busy" } });
    const bug = openApi({ queue: fails(new TypeError("secret")) });
    expect(await bug.ask({ body: { smoothie: "Mango" } })).toMatchObject({ statusCode: 500 });
    expect(JSON.stringify([busy.log.lines, bug.log.lines])).not.toContain("secret");
  });

  test("shows the kitchen without orders, jobs and tokens; a robot whose claim has run out is free", async () => {
    const { ask } = openApi();
    await tables.online("r1", "r2", "r10");
    await tables.table().claim("r2", { jobId: "job-id", orderId: "order-id", smoothie: "Peach" }, 100);
    await tables.table().keepToken("r2", "job-id", "secret", 100);
    await tables.table().claim("r10", { jobId: "old", orderId: "old", smoothie: "Spinach" }, 10);
    clock.now += 20_000;
    const { body } = await ask({ method: "GET", path: "/api/kitchen" });
    expect(body).toEqual({
      robots: [
        { robotId: "r1", status: "ONLINE", statusSince: expect.any(String) },
        { robotId: "r2", status: "WORKING", statusSince: expect.any(String), smoothie: "Peach" },
        { robotId: "r10", status: "ONLINE", statusSince: expect.any(String) },
      ],
      queue: { waiting: 2, inFlight: 1 },
      menu: expect.arrayContaining(["Mango", "Peach"]),
    });
    expect(JSON.stringify(body)).not.toMatch(/order-id|job-id|secret/u);
  });
});
