import { describe, expect, test } from "vitest";
import { startBrowser } from "./support/browser.js";
import { findChromium } from "./support/find-chromium.js";
import { ago, kitchenPage } from "./support/kitchen-page.js";
import { textOf } from "./support/page-under-test.js";
import { startStubSite } from "./support/stub-site.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of smoothies, in Chromium", { timeout: 90_000 }, () => {
  const it = kitchenPage(chromium ?? "");
  const sentence = () => textOf(it.cards().first().locator(".sentence"));
  const spoken = () => it.page.locator("body > [role=status]").textContent();

  describe("ordering", () => {
    test("sends what was chosen, leads to the order, and says so", async () => {
      await it.order("Mango", " Ada ");
      await it.cards().waitFor();
      const [call] = it.site.calls;
      expect(call).toMatchObject({ method: "POST", path: "api/orders", body: { smoothie: "Mango", customer: "Ada" } });
      expect(call?.headers["content-type"]).toBe("application/json");
      expect(await textOf(it.page.locator(":focus"))).toBe("Mango for Ada");
      expect(await textOf(it.cards())).toMatch(/Queued\s+In the queue\..*\s+Ordered today at 13:00/);
      await it.pass(100);
      expect(await spoken()).toBe("Ordered: Mango for Ada.");
      expect(it.looked()).toBe(1);
    });

    test("a double click orders once; the latest order stands first", async () => {
      let release = (): void => undefined;
      const after = new Promise<void>((resolve) => {
        release = resolve;
      });
      it.site.answer = (call) => ({ ...it.answer(call), after });
      await it.page.getByLabel("Peach").check();
      await it.page.getByRole("button", { name: "Order smoothie" }).dblclick();
      expect(await it.page.getByRole("button", { name: "Ordering" }).getAttribute("aria-disabled")).toBe("true");
      release();
      await it.cards().waitFor();
      expect(it.site.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
      await it.order("Coconut");
      await it.cards().nth(1).waitFor();
      expect(await it.cards().locator("h3").allInnerTexts()).toEqual(["Coconut", "Peach"]);
    });

    test("what is wrong stands beside its field, and goes when it is changed", async () => {
      await it.page.getByLabel("Your name").fill("x".repeat(61));
      await it.page.getByRole("button", { name: "Order smoothie" }).click();
      expect(await textOf(it.page.locator("#smoothie-error"))).toBe("Choose a smoothie.");
      expect(await textOf(it.page.locator("#customer-error"))).toBe("Write at most 60 characters.");
      expect(await it.page.locator(":focus").getAttribute("value")).toBe("Mango");
      expect(it.site.calls).toEqual([]);
      await it.page.getByLabel("Mango").check();
      expect(await it.page.locator("#smoothie-error").isVisible()).toBe(false);
      expect(await it.page.getByLabel("Your name").getAttribute("aria-describedby")).toBe("customer-error");
      await it.page.getByLabel("Your name").fill("Ada");
      expect(await it.page.getByLabel("Your name").getAttribute("aria-invalid")).toBeNull();
    });

    test.each([
      ["no answer", { drop: true }, "is not known whether it has your order"],
      ["throttled", { status: 429, body: { message: "Too Many Requests" } }, "Wait a few seconds, then order again."],
      ["busy", { status: 503, body: { detail: "Try again." } }, "could not take your order (error 503)"],
      ["another's page", { status: 200, type: "text/html", body: "<h1>Sign in</h1>" }, "is not known whether"],
    ])("%s: says so, and the next try works", async (_, answer, words) => {
      it.site.answer = (call) => (call.method === "POST" ? answer : it.answer(call));
      await it.order("Mango", "Ada");
      await it.page.locator("#order-problem").getByText(words).waitFor();
      expect(await it.cards().count()).toBe(0);
      it.site.answer = it.answer;
      await it.page.getByRole("button", { name: "Order smoothie" }).click();
      await it.cards().waitFor();
      expect(await it.page.locator("#order-problem").isVisible()).toBe(false);
    });

    test("what the API refuses is shown as text", async () => {
      const errors = [
        { field: "customer", message: "Not <b>this</b> name." },
        { field: "body", message: "Something else." },
      ];
      it.site.answer = (call) => (call.method === "POST" ? { status: 400, body: { errors } } : it.answer(call));
      await it.order("Mango", "Ada");
      await it.page.locator("#customer-error").waitFor();
      expect(await textOf(it.page.locator("#customer-error"))).toBe("Not <b>this</b> name.");
      expect(await textOf(it.page.locator("#order-problem"))).toBe("Something else.");
      expect(await it.page.locator(":focus").getAttribute("id")).toBe("customer");
    });
  });

  describe("following", () => {
    test("an order to its end, over a robot that gives up", async () => {
      await it.order("Mango");
      await it.cards().waitFor();
      const steps: readonly (readonly [Record<string, unknown>, string, string])[] = [
        [{ status: "waiting" }, "Waiting for a robot", "It is next. Looking for a robot."],
        [{ status: "blending", robotId: "robot1" }, "Blending", "robot1 is blending it."],
        [
          { status: "waiting", robotId: undefined },
          "Waiting for a robot",
          "robot1 did not finish it. Looking for another robot.",
        ],
        [{ status: "blending", robotId: "robot2" }, "Blending", "robot2 has taken over from robot1."],
        [{ status: "served", updatedAt: ago(-9) }, "Served", "Made by robot2 in 9 seconds. Enjoy!"],
      ];
      for (const [change, label, words] of steps) {
        await it.goesOn("order-1", change);
        await it.cards().getByText(label, { exact: true }).waitFor();
        expect(await sentence()).toBe(words);
        await it.pass(100);
        expect(await spoken()).toBe(`Mango: ${label}. ${words}`);
      }
      it.site.calls.length = 0;
      await it.pass(10_000);
      expect(it.site.calls.map(({ path }) => path)).not.toContain("api/orders/order-1");
    });

    test("several orders at once, each is spoken of", async () => {
      for (const smoothie of ["Mango", "Peach"]) await it.order(smoothie);
      await it.cards().nth(1).waitFor();
      await it.pass(100);
      Object.assign(it.kitchen.orders.get("order-1") ?? {}, { status: "failed", reason: "Every robot is broken." });
      await it.goesOn("order-2", { status: "blending", robotId: "robot1" });
      await it.cards().getByText("Blending", { exact: true }).waitFor();
      await it.pass(100);
      expect((await spoken())?.split(/(?<=\.) (?=Mango|Peach)/).sort()).toEqual([
        "Mango: Failed. Every robot is broken.",
        "Peach: Blending. robot1 is blending it.",
      ]);
    });

    test("after a reload the orders are there, told anew by the API; an unknown one can be removed", async () => {
      for (const smoothie of ["Mango", "Peach", "Banana"]) await it.order(smoothie);
      await it.cards().nth(2).waitFor();
      it.kitchen.orders.delete("order-2");
      Object.assign(it.kitchen.orders.get("order-1") ?? {}, { status: "failed", reason: "Every robot is broken." });
      await it.page.reload();
      await it.page.getByText("Not found").waitFor();
      expect(await it.cards().locator("h3").allInnerTexts()).toEqual(["Banana", "A smoothie", "Mango"]);
      expect(await textOf(it.cards().nth(2))).toMatch(/Failed\s+Every robot is broken\./);
      await it.page.getByRole("button", { name: "Remove A smoothie from this list" }).click();
      expect(await it.cards().count()).toBe(2);
      expect(await textOf(it.page.locator(":focus"))).toBe("Your orders");
    });

    test("finished orders go together, the others stay", async () => {
      for (const smoothie of ["Mango", "Peach", "Banana"]) await it.order(smoothie);
      await it.cards().nth(2).waitFor();
      await it.pass(100);
      const all = it.page.getByRole("button", { name: "Remove finished" });
      expect(await all.isVisible()).toBe(false);
      await it.goesOn("order-1", { status: "served" });
      await it.goesOn("order-3", { status: "failed" });
      await all.click();
      expect(await it.cards().locator("h3").allInnerTexts()).toEqual(["Peach"]);
      expect(await all.isVisible()).toBe(false);
    });

    test("another tab's order appears here", async () => {
      const other = await it.page.context().newPage();
      await other.goto(it.site.url);
      await other.getByLabel("Spinach").check();
      await other.getByRole("button", { name: "Order smoothie" }).click();
      await it.cards().getByRole("heading", { name: "Spinach" }).waitFor();
      await other.close();
    });

    test("a browser that keeps nothing still orders, and is told", async () => {
      await it.page.addInitScript({
        content: `Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })`,
      });
      await it.page.reload();
      await it.page.locator("#not-kept").waitFor();
      await it.page.getByText("Live", { exact: true }).waitFor();
      await it.order("Mango");
      await it.cards().waitFor();
    });
  });

  describe("the kitchen", () => {
    const robot = (name: string) => it.page.locator(`[data-robot="${name}"]`);

    test("shows each robot, what it does and since when, and one's own order at it", async () => {
      await it.order("Mango");
      it.kitchen.robots = [
        { robotId: "robot1", status: "WORKING", statusSince: ago(10), smoothie: "Mango" },
        { robotId: "robot2", status: "BROKEN", statusSince: ago(120) },
        { robotId: "robot10", status: "OFFLINE", statusSince: ago(7200) },
      ];
      it.kitchen.queue = { waiting: 12, inFlight: 3 };
      await it.goesOn("order-1", { status: "blending", robotId: "robot1" });
      await robot("robot10").waitFor();
      expect(await textOf(robot("robot1"))).toMatch(/robot1\s+Working\s+Blending your Mango for 1\d seconds/);
      expect(await textOf(robot("robot2"))).toMatch(/robot2\s+Broken\s+Broke down 2 minutes ago/);
      expect(await textOf(robot("robot10"))).toMatch(/robot10\s+Offline\s+Gone for 2 hours/);
      expect(await it.page.locator(".counts dd").allInnerTexts()).toEqual(["0", "1", "15"]);
      expect(await it.page.locator("#queue .glass").count()).toBe(12);
      it.kitchen.robots = [];
      await it.pass(3000);
      await it.page.getByText("No robot has come to work yet.").waitFor();
      expect(await it.page.locator("#robots li").count()).toBe(0);
    });

    test("keeps what is chosen when the menu changes", async () => {
      await it.page.getByLabel("Peach").check();
      it.kitchen.menu = ["Peach", "Durian"];
      await it.pass(6000);
      await it.page.getByLabel("Durian").waitFor();
      expect(await it.page.getByLabel("Peach").isChecked()).toBe(true);
      expect(await it.page.getByLabel("Mango").count()).toBe(0);
    });

    test.each([
      ["no answer", { drop: true }, "The kitchen cannot be reached."],
      ["trouble", { status: 500 }, "The kitchen cannot say how it is (error 500)."],
      ["throttled", { status: 429, body: {} }, "Too many people are looking at the kitchen."],
      ["another JSON", { body: { robots: "none" } }, "The answer was not from the kitchen"],
      [
        "a page of something else",
        { type: "text/html", body: "<h1>Sign in</h1>" },
        "The answer was not from the kitchen",
      ],
    ])("%s: says so, keeps what it showed, and goes on by itself", async (_, answer, words) => {
      it.site.answer = () => answer;
      await it.pass(6000);
      await it.page.locator("#kitchen-problem").getByText(words).waitFor();
      expect(await it.page.getByText("Live", { exact: true }).isVisible()).toBe(false);
      expect(await robot("robot1").isVisible()).toBe(true);
      it.site.answer = it.answer;
      await it.pass(3000);
      await it.page.locator("#kitchen-problem").waitFor({ state: "hidden" });
      await it.page.getByText("Live", { exact: true }).waitFor();
    });

    test("down from the start: says so, has nothing to choose from, and a person can ask at once", async () => {
      it.site.answer = () => ({ drop: true });
      await it.page.reload();
      await it.page.locator("#kitchen-problem").waitFor();
      await it.page.getByRole("button", { name: "Order smoothie" }).click();
      expect(await textOf(it.page.locator("#smoothie-error"))).toMatch(/^There is nothing to choose from/);
      it.site.answer = it.answer;
      await it.page.getByRole("button", { name: "Look now" }).click();
      await it.page.getByLabel("Mango").waitFor();
      expect(await it.page.locator("#smoothie-error").isVisible()).toBe(false);
      expect(await textOf(it.page.locator(":focus"))).toBe("The kitchen");
    });

    test("offline: says so, and goes on as soon as the connection is back", async () => {
      await it.page.context().setOffline(true);
      await it.page.locator("#kitchen-problem").getByText("You are offline. This is how it was").waitFor();
      await it.order("Mango");
      await it.page.getByText("You are offline. Your order was not sent").waitFor();
      await it.page.context().setOffline(false);
      await it.page.locator("#kitchen-problem").waitFor({ state: "hidden" });
    });

    test("is looked at seldom while nobody sees the page, and at once when somebody does", async () => {
      await it.pass(20_000);
      const often = it.looked();
      const hide = (hidden: boolean) =>
        it.page.locator("html").evaluate((html, value) => {
          Object.defineProperty(html.ownerDocument, "hidden", { configurable: true, value });
          html.ownerDocument.dispatchEvent(new Event("visibilitychange"));
        }, hidden);
      await hide(true);
      // The look that was planned before.
      await it.pass(5000);
      it.site.calls.length = 0;
      await it.pass(20_000);
      expect([often > 0, it.looked()]).toEqual([true, 0]);
      await hide(false);
      await it.pass(10);
      expect(it.looked()).toBe(1);
    });
  });
});

describe.runIf(chromium)("at the root of a distribution", { timeout: 90_000 }, () => {
  test("the page of smoothies works too: its addresses are relative", async () => {
    const [browser, site] = await Promise.all([
      startBrowser(chromium ?? ""),
      startStubSite(".build/site/smoothies", "/"),
    ]);
    try {
      const kitchen = { robots: [], queue: { waiting: 0, inFlight: 0 }, menu: ["Mango"] };
      site.answer = ({ method }) => (method === "POST" ? { body: { orderId: "o-1" } } : { body: kitchen });
      const { page, complaints } = await browser.open();
      await page.goto(site.url);
      await page.getByLabel("Mango").check();
      await page.getByRole("button", { name: "Order smoothie" }).click();
      await page.locator(".order").waitFor();
      expect(site.calls.slice(0, 2).map(({ path }) => path)).toEqual(["api/kitchen", "api/orders"]);
      expect(complaints.list()).toEqual([]);
    } finally {
      await browser.stop();
      await site.stop();
    }
  });
});
