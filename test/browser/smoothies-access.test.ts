import { describe, expect, test } from "vitest";
import { axeFindings, sidewaysScroll } from "./support/axe.js";
import { findChromium } from "./support/find-chromium.js";
import { ago, kitchenPage } from "./support/kitchen-page.js";
import { textOf } from "./support/page-under-test.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of smoothies is for everyone", { timeout: 90_000 }, () => {
  const it = kitchenPage(chromium ?? "");

  test("by the keyboard alone: choose, order, remove", async () => {
    const { keyboard } = it.page;
    const focused = () => it.page.locator(":focus");
    await keyboard.press("Tab");
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    expect(await it.page.getByLabel("Strawberry").isChecked()).toBe(true);
    await keyboard.press("Tab");
    await keyboard.type("Grace");
    await keyboard.press("Enter");
    await it.cards().waitFor();
    expect(await textOf(focused())).toBe("Strawberry for Grace");
    await it.goesOn("order-1", { status: "served", robotId: "robot1" });
    await it.cards().getByText("Served").waitFor();
    await keyboard.press("Tab");
    expect(await focused().getAttribute("class")).toContain("button-plain");
    await keyboard.press("Enter");
    await it.page.getByText("Nothing ordered yet.").waitFor();
    expect(await textOf(focused())).toBe("Your orders");
  });

  test("whoever wants no motion gets none", async () => {
    it.kitchen.robots = [{ robotId: "robot1", status: "WORKING", statusSince: ago(3), smoothie: "Mango" }];
    const moving = async (): Promise<readonly string[]> => {
      await it.page.locator("[data-status=WORKING]").waitFor();
      return it.page.locator("html").evaluate((html) =>
        [...html.querySelectorAll("*")].flatMap((one) => {
          const style = html.ownerDocument.defaultView?.getComputedStyle(one);
          const still = style?.animationName === "none" && style.transitionDuration === "0s";
          return still ? [] : [one.getAttribute("class") ?? one.tagName];
        }),
      );
    };
    await it.openAs({});
    expect(await moving()).toEqual(expect.arrayContaining(["liquid", "body", "button button-primary submit"]));
    await it.openAs({ reducedMotion: "reduce" });
    expect(await moving()).toEqual([]);
  });

  describe.each([
    { colorScheme: "light", width: 1280, height: 900 },
    { colorScheme: "dark", width: 1280, height: 900 },
    { colorScheme: "light", width: 320, height: 640 },
    { colorScheme: "dark", width: 320, height: 640 },
  ] as const)("$colorScheme, $width pixels wide", (options) => {
    test("axe finds nothing and nothing is cut off, in any state", async () => {
      const check = async (state: string): Promise<void> => {
        // axe waits for time to pass.
        await it.page.clock.resume();
        expect({ state, findings: await axeFindings(it.page) }).toEqual({ state, findings: [] });
        expect({ state, pixels: await sidewaysScroll(it.page) }).toEqual({ state, pixels: 0 });
      };
      let release = (): void => undefined;
      const after = new Promise<void>((resolve) => {
        release = resolve;
      });
      it.kitchen.robots = [];
      it.site.answer = (call) => ({ ...it.answer(call), after });
      await it.openAs(options);
      await check("loading");
      release();
      it.site.answer = it.answer;
      await it.page.getByText("No robot has come to work yet.").waitFor();
      await check("empty");

      await it.page.getByLabel("Your name").fill("x".repeat(61));
      await it.page.getByRole("button", { name: "Order smoothie" }).click();
      await it.page.locator("#customer-error").waitFor();
      await check("with errors");

      const since = { createdAt: ago(20), updatedAt: ago(9) };
      for (const smoothie of ["Mango", "Peach", "Spinach", "Coconut", "Banana"]) {
        await it.order(smoothie, "Wolfeschlegelsteinhausenbergerdorff");
        await it.page.locator(".order h3", { hasText: smoothie }).waitFor();
      }
      for (const [id, change] of Object.entries({
        "order-1": { status: "blending", robotId: "robot1" },
        "order-2": { status: "waiting" },
        "order-3": { status: "served", robotId: "robot1" },
        "order-4": { status: "failed", reason: "Every robot is broken or offline." },
      })) {
        Object.assign(it.kitchen.orders.get(id) ?? {}, change, since);
      }
      it.kitchen.queue = { waiting: 40, inFlight: 0 };
      it.kitchen.robots = [
        { robotId: "robot1", status: "WORKING", statusSince: ago(3), smoothie: "Mango" },
        { robotId: "robot2", status: "ONLINE", statusSince: ago(3) },
        { robotId: "robot-with-a-name-that-is-as-long-as-a-thing-may-have-it", status: "BROKEN", statusSince: ago(3) },
        { robotId: "robot4", status: "OFFLINE", statusSince: ago(90_000) },
      ];
      for (const status of ["Blending", "Waiting for a robot", "Served", "Failed", "Broken"])
        await it.page.locator(".pill").getByText(status, { exact: true }).waitFor();
      await check("in full swing");

      it.site.answer = () => ({ drop: true });
      await it.page.getByRole("button", { name: "Order smoothie" }).click();
      await it.page.locator("#order-problem").waitFor();
      await it.page.locator("#kitchen-problem").waitFor();
      await check("without a connection");
    });
  });
});
