import { describe, expect, test } from "vitest";
import { isLively, readKitchen } from "../../../frontend/smoothies/kitchen.js";
import { createKitchenApi } from "../../../frontend/smoothies/kitchen-api.js";
import { isFinal, readOrder } from "../../../frontend/smoothies/order.js";

const robot = { robotId: "robot1", status: "WORKING", statusSince: "2026-11-21T09:00:00.000Z", smoothie: "Mango" };
const kitchen = { robots: [robot], queue: { waiting: 2, inFlight: 1 }, menu: ["Mango", "Peach"] };
const order = {
  ...{ orderId: "o", status: "blending", smoothie: "Mango", source: "api", robotId: "robot1" },
  ...{ createdAt: "2026-11-21T09:00:00.000Z", updatedAt: "2026-11-21T09:00:04.000Z" },
};

describe("the kitchen's answer", () => {
  test("is read", () => {
    expect(readKitchen(kitchen)).toEqual({
      done: {
        robots: [{ robotId: "robot1", status: "WORKING", since: Date.parse(robot.statusSince), smoothie: "Mango" }],
        queueLength: 3,
        menu: ["Mango", "Peach"],
      },
    });
  });

  test("robots and smoothies that cannot be read are left out", () => {
    const odd = [
      null,
      {},
      { ...robot, status: "DANCING" },
      { ...robot, statusSince: "soon" },
      { ...robot, robotId: 1 },
    ];
    expect(readKitchen({ ...kitchen, robots: odd, menu: ["Mango", 7] })?.done).toMatchObject({
      robots: [],
      menu: ["Mango"],
    });
    expect(readKitchen({ ...kitchen, robots: [{ ...robot, smoothie: 7 }] })?.done.robots[0]).not.toHaveProperty(
      "smoothie",
    );
  });

  test.each([
    ["nothing", undefined],
    ["text", "<html>"],
    ["a list", []],
    ["no robots", { ...kitchen, robots: undefined }],
    ["no menu", { ...kitchen, menu: "Mango" }],
    ["no queue", { ...kitchen, queue: null }],
    ["an odd queue", { ...kitchen, queue: { waiting: -1, inFlight: 0 } }],
    ["a queue that is text", { ...kitchen, queue: { waiting: "2", inFlight: 0 } }],
  ])("%s is none", (_, body) => {
    expect(readKitchen(body)).toBeUndefined();
  });

  test("is lively while a robot works or an order waits", () => {
    const since = 0;
    const robots = (status: "ONLINE" | "WORKING" | "BROKEN") => [{ robotId: "robot1", status, since }];
    expect(isLively({ robots: robots("WORKING"), queueLength: 0, menu: [] })).toBe(true);
    expect(isLively({ robots: robots("BROKEN"), queueLength: 1, menu: [] })).toBe(true);
    expect(isLively({ robots: robots("ONLINE"), queueLength: 0, menu: [] })).toBe(false);
  });
});

describe("an order's answer", () => {
  test("is read, with what there is of it", () => {
    const [createdAt, updatedAt] = [Date.parse(order.createdAt), Date.parse(order.updatedAt)];
    const whole = { ...order, customer: "Ada", reason: "why" };
    const common = { status: "blending", smoothie: "Mango", robotId: "robot1", createdAt, updatedAt };
    expect(readOrder(order)).toEqual({ done: common });
    expect(readOrder(whole)).toEqual({ done: { ...common, customer: "Ada", reason: "why" } });
  });

  test.each([
    ["nothing", undefined],
    ["another status", { ...order, status: "lost" }],
    ["no smoothie", { ...order, smoothie: undefined }],
    ["no time", { ...order, updatedAt: "now" }],
  ])("%s is none", (_, body) => {
    expect(readOrder(body)).toBeUndefined();
  });

  test("is the last one when nothing more can happen", () => {
    const times = { smoothie: "Mango", createdAt: 0, updatedAt: 0 };
    const final = (["queued", "waiting", "blending", "served", "failed"] as const).filter((status) =>
      isFinal({ status, ...times }),
    );
    expect(final).toEqual(["served", "failed"]);
    expect([isFinal({ status: "checking" }), isFinal({ status: "unknown" })]).toEqual([false, true]);
  });
});

describe("the API's client", () => {
  const apiThat = (answer: () => Response) => {
    const sent: string[] = [];
    const api = createKitchenApi("api", async (address, init = {}) => {
      const key = new Headers(init.headers).get("Idempotency-Key");
      const said = [
        init.method,
        String(address),
        typeof init.body === "string" ? init.body : "",
        key ? `(${key})` : "",
      ];
      sent.push(said.filter((part) => part !== "").join(" "));
      return answer();
    });
    return { api, sent };
  };

  test("asks at relative addresses", async () => {
    const { api, sent } = apiThat(() => Response.json({}));
    await api.kitchen();
    await api.find("a/b");
    await api.order({ smoothie: "Mango" }, "a key");
    expect(sent).toEqual(["GET api/kitchen", "GET api/orders/a%2Fb", 'POST api/orders {"smoothie":"Mango"} (a key)']);
  });

  test("gives the order's id", async () => {
    const { api } = apiThat(() => Response.json({ orderId: "o-1", status: "queued" }, { status: 202 }));
    expect(await api.order({ smoothie: "Mango" }, "a key")).toEqual({ ok: true, value: { orderId: "o-1" } });
  });

  test("takes an answer without an id as none: it is not known whether the order was taken", async () => {
    const { api } = apiThat(() => Response.json({ orderId: "" }, { status: 202 }));
    expect(await api.order({ smoothie: "Mango" }, "a key")).toEqual({
      ok: false,
      problem: { errors: [], isGarbled: true },
    });
  });

  test.each([
    ["3", { retryAfter: 3 }],
    ["Sat, 21 Nov 2026 09:00:00 GMT", {}],
    ["-1", {}],
  ])("reads Retry-After: %s", async (text, expected) => {
    const { api } = apiThat(() => new Response("{}", { status: 503, headers: { "retry-after": text } }));
    expect(await api.kitchen()).toEqual({ ok: false, problem: { status: 503, errors: [], ...expected } });
  });
});
