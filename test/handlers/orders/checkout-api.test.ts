import { describe, expect, test } from "vitest";
import { checkoutApi } from "../../../handlers/orders/checkout-api.js";
import { parseCheckout } from "../../../handlers/orders/checkout-request.js";
import type { Order } from "../../../handlers/orders/order.js";
import type { OrderDesk } from "../../../handlers/orders/order-desk.js";
import { simulatedPayments } from "../../../handlers/orders/payment-provider.js";
import { Unavailable } from "../../../handlers/orders/unavailable.js";
import { apiEvent, MemoryLog, type Request } from "../pet-reminders/support.js";

const NUMBER = "4242 4242 4242 4242";
const body = {
  orderId: "o-1",
  customer: { name: "Ada Lovelace", email: "ada@example.com" },
  shipTo: { street: "1 High Street", postcode: "10115", city: "Berlin", country: "DE" },
  lines: [
    { sku: "mug", quantity: 2 },
    { sku: "teapot", quantity: 1 },
  ],
  card: NUMBER,
};

function shop(change: Partial<OrderDesk> = {}) {
  const started: Order[] = [];
  const log = new MemoryLog();
  const desk: OrderDesk = {
    start: async (order) => {
      started.push(order);
      return "started";
    },
    find: async (orderId) => (orderId === "o-1" ? { orderId, status: "dispatched", trackingNumber: "T-1" } : undefined),
    ...change,
  };
  const api = checkoutApi({
    desk,
    provider: simulatedPayments,
    allowsEmail: (address) => address.endsWith("@example.com"),
    uuid: () => "made-up",
    log,
  });
  const ask = async (request: Request) => {
    const answer = await api(apiEvent({ path: "/api/checkout", ...request }));
    return { ...answer, json: JSON.parse(answer.body ?? "null") };
  };
  return { ask, started, log };
}

test("a body that is not UTF-8 is refused, not mended", () => {
  const bytes = Buffer.from(JSON.stringify({ ...body, customer: { ...body.customer, name: "Zoë" } }), "latin1");
  const parsed = parseCheckout(bytes, simulatedPayments, () => "id");
  expect(parsed).toEqual({ errors: [{ field: "body", message: expect.stringContaining("UTF-8") }] });
});

describe("POST /api/checkout", () => {
  test("starts the order, with its total, and with a token in place of the card", async () => {
    const { ask, started } = shop();
    const answer = await ask({ body });
    expect(answer).toMatchObject({ statusCode: 202, headers: { location: "orders/o-1" } });
    expect(answer.json).toEqual({ orderId: "o-1", total: 6400, status: "processing" });
    const { card: _card, ...order } = body;
    expect(started).toEqual([{ version: 1, ...order, total: 6400, card: { token: "tok_approved", lastFour: "4242" } }]);
  });

  test("makes an id for an order that brings none", async () => {
    const { orderId: _orderId, ...rest } = body;
    expect((await shop().ask({ body: rest })).json).toMatchObject({ orderId: "made-up" });
  });

  test.each<readonly [string, object, readonly string[]]>([
    ["a card that is no test card", { card: "4111111111111111" }, ["card"]],
    ["no card", { card: undefined }, ["card"]],
    ["a product that is not sold", { lines: [{ sku: "yacht", quantity: 1 }] }, ["lines.0.sku"]],
    ["less than one piece", { lines: [{ sku: "mug", quantity: 0 }] }, ["lines.0.quantity"]],
    ["half a piece", { lines: [{ sku: "mug", quantity: 0.5 }] }, ["lines.0.quantity"]],
    ["no lines", { lines: [] }, ["lines"]],
    ["a price of one's own", { lines: [{ sku: "mug", quantity: 1, price: 1 }] }, ["lines.0.price"]],
    ["a country in words", { shipTo: { ...body.shipTo, country: "Germany" } }, ["shipTo.country"]],
    ["an address that is none", { customer: { name: "Ada", email: "ada" } }, ["customer.email"]],
    ["an id with spaces", { orderId: "my order" }, ["orderId"]],
    ["several at once", { orderId: "", lines: [], card: 1 }, ["orderId", "lines", "card"]],
  ])("refuses %s, and names it without repeating it", async (_what, wrong, fields) => {
    const { ask, started, log } = shop();
    const refused = await ask({ body: { ...body, ...wrong } });
    expect([refused.statusCode, refused.json.code]).toEqual([400, "InvalidRequest"]);
    expect(refused.json.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(started).toEqual([]);
    for (const text of [refused.body, JSON.stringify(log.lines)])
      expect(text).not.toMatch(/4111|4242|Lovelace|High Street/);
  });

  test.each<readonly [object, Readonly<Record<string, string>>]>([
    [{ customer: { name: "", email: "ada" } }, { "customer.name": "1 to 200", "customer.email": "name@example.com" }],
    [
      { customer: undefined, shipTo: "Berlin" },
      { customer: "name and email", shipTo: "street, postcode, city" },
    ],
    [
      { shipTo: { ...body.shipTo, city: "x".repeat(201), planet: "Mars" } },
      { "shipTo.city": "200", "shipTo.planet": "no such" },
    ],
    [{ total: 1 }, { total: "no such field" }],
    [{ lines: [{ sku: "mug" }, 7] }, { "lines.0.quantity": "from 1 to 1,000", "lines.1": "1 to 40 lines" }],
    [{ card: undefined }, { card: "test card" }],
  ])("says of each field how to mend it: %j", async (wrong, words) => {
    const { errors } = (await shop().ask({ body: { ...body, ...wrong } })).json;
    expect(Object.keys(words)).toEqual(errors.map(({ field }: { field: string }) => field));
    for (const { field, message } of errors) expect(message).toContain(words[field]);
  });

  test.each<readonly [string, Request, number]>([
    ["no JSON", { body: "{" }, 400],
    ["another type", { body, headers: { "content-type": "text/plain" } }, 415],
    ["too much", { body: { ...body, orderId: "x".repeat(20_000) } }, 413],
    ["an address that is not allowed", { body: { ...body, customer: { name: "Eve", email: "eve@example.org" } } }, 403],
    ["another address of the API", { path: "/api/other", body }, 404],
  ])("refuses %s", async (_what, request, status) => {
    const { ask, started } = shop();
    expect((await ask(request)).statusCode).toBe(status);
    expect(started).toEqual([]);
  });

  test("says when another order has the id, and when to come back", async () => {
    expect((await shop({ start: async () => "different" }).ask({ body })).statusCode).toBe(409);
    const busy = shop({ start: () => Promise.reject(new Unavailable("ThrottlingException")) });
    expect(await busy.ask({ body })).toMatchObject({ statusCode: 503, headers: { "retry-after": "2" } });
    const broken = shop({ start: () => Promise.reject(new Error(`secret ${NUMBER}`)) });
    expect((await broken.ask({ body })).statusCode).toBe(500);
    expect(JSON.stringify(broken.log.lines)).not.toContain("secret");
    expect(broken.log.lines).toMatchObject([{ level: "error", status: 500, route: "POST /api/checkout" }]);
  });
});

test("GET /api/orders/{id} shows an order", async () => {
  const { ask, log } = shop();
  const shown = await ask({ method: "GET", path: "/api/orders/o-1" });
  expect([shown.statusCode, shown.json]).toEqual([
    200,
    { orderId: "o-1", status: "dispatched", trackingNumber: "T-1" },
  ]);
  expect((await ask({ method: "GET", path: "/api/orders/o-2" })).statusCode).toBe(404);
  expect((await ask({ method: "GET", path: "/api/orders/o%202" })).statusCode).toBe(404);
  expect(log.lines[0]).toMatchObject({ orderId: "o-1", route: "GET /api/orders/{id}", status: 200 });
});
