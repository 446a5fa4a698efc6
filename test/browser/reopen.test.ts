import { describe, expect, test } from "vitest";
import { startBrowser } from "./support/browser.js";
import { findChromium } from "./support/find-chromium.js";
import { pageUnderTest, textOf } from "./support/page-under-test.js";
import { fill, GOOD, remindersStub, schedule } from "./support/reminders-page.js";
import { startStubSite } from "./support/stub-site.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of pet-reminders, in Chromium", { timeout: 90_000 }, () => {
  const it = pageUnderTest(chromium ?? "");

  describe("opening the page again", () => {
    test("brings the list back, looks once, and goes on counting", async () => {
      await it.scheduled(GOOD);
      await it.page.reload();
      await it.cards().waitFor();
      await it.settle();
      expect(it.asked()).toBe(1);
      expect(await textOf(it.page.getByRole("timer"))).toBe("10 min 00 s");
      await it.pass(60_000);
      await it.settle();
      expect(it.asked()).toBe(1);
    });

    test("shows what was sent, cancelled or forgotten meanwhile", async () => {
      for (const message of ["a", "b", "c"]) {
        await it.scheduled({ ...GOOD, message });
      }
      Object.assign(it.stub.reminders.get("id-1") ?? {}, { status: "sent" });
      Object.assign(it.stub.reminders.get("id-2") ?? {}, { status: "cancelled" });
      it.stub.reminders.delete("id-3");
      await it.page.reload();
      await it.settle();
      await it.pass(500);
      for (const status of ["Sent", "Cancelled", "Not found"])
        await it.page.getByText(status, { exact: true }).waitFor();
    });

    test("the browser holds no message, address or number", async () => {
      await it.scheduled(GOOD);
      const { origins } = await it.page.context().storageState();
      const kept = JSON.stringify(origins.flatMap(({ localStorage }) => localStorage));
      expect(kept).toContain("id-1");
      expect(kept).not.toMatch(/Rex|sam@|2025550123/);
    });

    test("a list that something broke is an empty one", async () => {
      await it.page
        .locator("html")
        .evaluate((html) =>
          html.ownerDocument.defaultView?.localStorage.setItem("stepwright.pet-reminders.v1", '[{"id":'),
        );
      await it.page.reload();
      await it.page.getByText("Nothing scheduled yet").waitFor();
    });
  });

  test("a browser that keeps nothing still schedules, and is told", async () => {
    await it.page.addInitScript({
      content: `Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })`,
    });
    await it.page.reload();
    expect(await it.page.locator("#not-kept").isVisible()).toBe(true);
    await it.scheduled(GOOD);
  });

  test("coming back to the page looks once", async () => {
    await it.scheduled(GOOD);
    Object.assign(it.stub.reminders.get("id-1") ?? {}, { status: "sent" });
    await it.pass(5000);
    await it.page.locator("html").evaluate((html) => html.ownerDocument.defaultView?.dispatchEvent(new Event("focus")));
    await it.page.getByText("Sent", { exact: true }).waitFor();
    expect(it.asked()).toBe(1);
  });

  test("another tab's reminder appears here", async () => {
    const other = await it.page.context().newPage();
    await other.goto(it.site.url);
    await fill(other, GOOD);
    await schedule(other);
    await other.locator(".card").waitFor();
    await it.cards().waitFor();
    await other.close();
  });
});

describe.runIf(chromium)("at the root of a distribution", { timeout: 90_000 }, () => {
  test("the same page works: its addresses are relative", async () => {
    const [browser, site] = await Promise.all([
      startBrowser(chromium ?? ""),
      startStubSite(".build/site/pet-reminders", "/"),
    ]);
    try {
      site.answer = remindersStub(Date.now).answer;
      const { page, complaints } = await browser.open();
      await page.goto(site.url);
      await fill(page, GOOD);
      await schedule(page);
      await page.locator(".card").waitFor();
      expect(site.calls[0]?.path).toBe("api/reminders");
      expect(complaints.list()).toEqual([]);
    } finally {
      await browser.stop();
      await site.stop();
    }
  });
});
