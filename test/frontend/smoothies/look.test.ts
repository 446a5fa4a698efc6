import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../frontend/common/call-api.js";
import type { Problem } from "../../../frontend/common/problem.js";
import type { Kitchen } from "../../../frontend/smoothies/kitchen.js";
import { createLook } from "../../../frontend/smoothies/look.js";
import type { Order } from "../../../frontend/smoothies/order.js";

const still: Kitchen = { robots: [], queueLength: 0, menu: ["Mango"] };
const blending: Order = { status: "blending", smoothie: "Mango", createdAt: 0, updatedAt: 0 };

function looking(asked: readonly string[] = []) {
  const it = {
    kitchen: { ok: true, value: still } as Outcome<Kitchen>,
    order: { ok: true, value: blending } as Outcome<Order>,
    isWaiting: false,
    isOnline: true,
    took: [] as string[],
    shown: 0,
    menu: [] as readonly string[],
    note: "",
    said: [] as string[],
  };
  const look = createLook({
    api: { kitchen: async () => it.kitchen, find: async () => it.order },
    orders: {
      toAsk: () => asked,
      take: (id) => void it.took.push(id),
      isWaiting: () => it.isWaiting,
      robots: () => new Set(),
    },
    kitchen: {
      show: () => {
        it.shown += 1;
      },
      note: (text) => {
        it.note = text;
      },
    },
    form: {
      showMenu: (menu) => {
        it.menu = menu;
      },
    },
    announce: (sentence) => void it.said.push(sentence),
    isOnline: () => it.isOnline,
  });
  return { it, look };
}

const failed = (problem: Partial<Problem>): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { errors: [], ...problem },
});

describe("a look", () => {
  test("shows the menu, the kitchen and the orders", async () => {
    const { it, look } = looking(["a", "b"]);
    expect(await look()).toBe("quiet");
    expect(it).toMatchObject({ menu: ["Mango"], shown: 1, took: ["a", "b"], note: "", said: [] });
  });

  test("is lively while an order is on its way, or the kitchen is", async () => {
    const { it, look } = looking();
    it.isWaiting = true;
    expect(await look()).toBe("lively");
    it.isWaiting = false;
    it.kitchen = { ok: true, value: { ...still, queueLength: 1 } };
    expect(await look()).toBe("lively");
  });

  test("says once why it fails, and once that it works again", async () => {
    const { it, look } = looking();
    it.kitchen = failed({ status: 503, retryAfter: 7 });
    expect(await look()).toEqual({ failed: true, retryAfter: 7 });
    expect(await look()).toEqual({ failed: true, retryAfter: 7 });
    expect(it.note).toMatch(/error 503/);
    expect(it.shown).toBe(0);
    it.kitchen = { ok: true, value: still };
    await look();
    expect(it.note).toBe("");
    expect(it.said).toEqual([expect.stringMatching(/error 503/), "The kitchen is shown live again."]);
  });

  test("fails when an order's answer is missing, though not for an order that is unknown", async () => {
    const { it, look } = looking(["a"]);
    it.order = failed({});
    expect(await look()).toEqual({ failed: true });
    expect(it.shown).toBe(1);
    it.order = failed({ status: 404 });
    expect(await look()).toBe("quiet");
    it.kitchen = failed({ status: 404 });
    expect(await look()).toEqual({ failed: true });
  });

  test("knows when this machine is offline", async () => {
    const { it, look } = looking();
    it.kitchen = failed({});
    it.isOnline = false;
    await look();
    expect(it.note).toMatch(/^You are offline/);
  });
});
