import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../frontend/common/call-api.js";
import { createIdempotencyKeys } from "../../../frontend/common/idempotency-key.js";
import type { FieldError } from "../../../frontend/common/problem.js";
import type { Order } from "../../../frontend/smoothies/order.js";
import { createOrderList, STORAGE_KEY } from "../../../frontend/smoothies/order-list.js";
import { createOrdering } from "../../../frontend/smoothies/place-order.js";
import { type FormValues, type OrderRequest, readOrderForm } from "../../../frontend/smoothies/read-order-form.js";

const filled: FormValues = { smoothie: "Mango", customer: "", hasMenu: true };

describe("the form", () => {
  test.each<[string, Partial<FormValues>, object]>([
    ["a smoothie", {}, { request: { smoothie: "Mango" } }],
    ["for somebody", { customer: "  Ada " }, { request: { smoothie: "Mango", customer: "Ada" } }],
    ["for a long name", { customer: "x".repeat(60) }, { request: { smoothie: "Mango", customer: "x".repeat(60) } }],
    ["nothing chosen", { smoothie: undefined }, { errors: [{ field: "smoothie", message: "Choose a smoothie." }] }],
    [
      "everything wrong",
      { smoothie: undefined, hasMenu: false, customer: "x".repeat(61) },
      {
        errors: [
          { field: "smoothie", message: "There is nothing to choose from until the kitchen answers." },
          { field: "customer", message: "Write at most 60 characters." },
        ],
      },
    ],
  ])("%s", (_, values, read) => {
    expect(readOrderForm({ ...filled, ...values })).toEqual(read);
  });
});

describe("ordering", () => {
  const orderingThat = (answer: () => Promise<Outcome<{ orderId: string }>>, values: FormValues = filled) => {
    const sent: OrderRequest[] = [];
    const keys: string[] = [];
    let made = 0;
    const ordered: (readonly [string, Order])[] = [];
    const shown: (readonly [readonly FieldError[], string | undefined])[] = [];
    let isBusy = false;
    const order = createOrdering({
      api: {
        order: (request, key) => {
          sent.push(request);
          keys.push(key);
          return answer();
        },
      },
      form: {
        values: () => values,
        setBusy: (busy) => {
          isBusy = busy;
        },
        isBusy: () => isBusy,
        showErrors: (errors, general) => void shown.push([errors, general]),
        clearErrors: () => undefined,
      },
      keys: createIdempotencyKeys(() => {
        made += 1;
        return `key ${made}`;
      }),
      now: () => 1000,
      isOnline: () => true,
      onOrdered: (id, placed) => void ordered.push([id, placed]),
    });
    return { order, sent, keys, ordered, shown };
  };

  test("shows the order as queued from the first moment on", async () => {
    const it = orderingThat(async () => ({ ok: true, value: { orderId: "o-1" } }));
    await it.order();
    expect(it.ordered).toEqual([["o-1", { status: "queued", smoothie: "Mango", createdAt: 1000, updatedAt: 1000 }]]);
  });

  test("a retry has the key of the attempt before, and the next order a new one", async () => {
    const answers: Outcome<{ orderId: string }>[] = [
      { ok: false, problem: { errors: [] } },
      { ok: true, value: { orderId: "o-1" } },
      { ok: false, problem: { status: 409, errors: [] } },
      { ok: true, value: { orderId: "o-2" } },
    ];
    const it = orderingThat(async () => answers.shift() ?? { ok: false, problem: { errors: [] } });
    for (let attempt = 0; attempt < 4; attempt += 1) await it.order();
    expect(it.keys).toEqual(["key 1", "key 1", "key 2", "key 3"]);
  });

  test("a second click waits for the first", async () => {
    let release: (outcome: Outcome<{ orderId: string }>) => void = () => undefined;
    const it = orderingThat(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    const both = [it.order(), it.order()];
    release({ ok: true, value: { orderId: "o-1" } });
    await Promise.all(both);
    expect([it.sent.length, it.ordered.length]).toEqual([1, 1]);
  });

  test("sends nothing while something is missing", async () => {
    const it = orderingThat(async () => ({ ok: true, value: { orderId: "o-1" } }), { ...filled, smoothie: undefined });
    await it.order();
    expect(it.sent).toEqual([]);
    expect(it.shown).toHaveLength(1);
  });

  test("shows what the API says of the fields, and all else in a sentence", async () => {
    const errors = [{ field: "customer", message: "Not this name." }];
    const refused = orderingThat(async () => ({ ok: false, problem: { status: 400, errors } }));
    await refused.order();
    expect(refused.shown).toEqual([[errors, undefined]]);
    const throttled = orderingThat(async () => ({ ok: false, problem: { status: 429, errors: [] } }));
    await throttled.order();
    expect(throttled.shown).toEqual([[[], expect.stringMatching(/Wait a few seconds/)]]);
    expect([...refused.ordered, ...throttled.ordered]).toEqual([]);
  });
});

describe("the list of orders", () => {
  test("keeps ids alone, the latest first, the latest twenty", () => {
    const kept = new Map([[STORAGE_KEY, JSON.stringify(["a", 7, "", { id: "b" }, ...Array(30).fill("x")])]]);
    const store = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    };
    const list = createOrderList(() => store);
    list.add("new");
    list.add("a");
    expect(list.all().slice(0, 3)).toEqual(["new", "a", "x"]);
    expect(JSON.parse(kept.get(STORAGE_KEY) ?? "")).toHaveLength(20);
    list.remove("new");
    expect(createOrderList(() => store).all()[0]).toBe("a");
  });
});
