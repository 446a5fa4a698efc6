import { describe, expect, test } from "vitest";
import { axeFindings, sidewaysScroll } from "./support/axe.js";
import { findChromium } from "./support/find-chromium.js";
import { pageUnderTest, textOf } from "./support/page-under-test.js";
import { fill, GOOD, schedule } from "./support/reminders-page.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of pet-reminders is for everyone", { timeout: 90_000 }, () => {
  const it = pageUnderTest(chromium ?? "");

  test("by the keyboard alone: fill in, choose, schedule, cancel", async () => {
    const { page } = it;
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.locator(":focus");
    await press("Tab");
    expect(await focused().getAttribute("id")).toBe("message");
    await page.keyboard.type("Feed Rex");
    await press("Tab", "ArrowRight", "ArrowRight");
    expect(await page.getByLabel("Both").isChecked()).toBe(true);
    await press("Tab");
    await page.keyboard.type("sam@example.com");
    await press("Tab");
    await page.keyboard.type("+12025550123");
    await press("Tab", "Tab", "Control+a");
    expect(await focused().getAttribute("id")).toBe("amount");
    await page.keyboard.type("2");
    await press("Tab");
    await page.keyboard.type("hours");
    await press("Tab");
    expect(await textOf(focused())).toBe("Schedule reminder");
    await press("Enter");
    await it.cards().waitFor();
    expect(it.site.calls[0]?.body).toMatchObject({ channel: "both", phone: "+12025550123", waitSeconds: 7200 });
    expect(await textOf(focused())).toBe("Today at 15:00");
    await press("Tab", "Enter");
    expect(await textOf(focused())).toBe("Keep it");
    await press("Tab", "Enter");
    await page.getByText("Cancelled").waitFor();
    expect(await textOf(focused())).toBe("Today at 15:00");
  });

  test("on a narrow phone the amount of time and its unit stand side by side", async () => {
    await it.openAs({ width: 320, height: 640 });
    const bottom = (id: string) => it.page.locator(id).evaluate((field) => field.getBoundingClientRect().bottom);
    expect(Math.abs((await bottom("#amount")) - (await bottom("#unit")))).toBeLessThan(1);
  });

  test("a message stands in the direction of its letters", async () => {
    const direction = () =>
      it.page.getByLabel("Message").evaluate((field) => field.matches(":dir(rtl)") && "from right to left");
    await it.page.getByLabel("Message").fill("Feed Rex");
    expect(await direction()).toBe(false);
    await it.page.getByLabel("Message").fill("האכילו את רקס");
    expect(await direction()).toBe("from right to left");
  });

  test("whoever wants no motion gets none", async () => {
    const moving = async () => {
      const style = await it.page.locator(".submit").evaluate((button) => {
        return button.ownerDocument.defaultView?.getComputedStyle(button).transitionDuration;
      });
      return style !== "0s";
    };
    expect(await moving()).toBe(true);
    await it.openAs({ reducedMotion: "reduce" });
    expect(await moving()).toBe(false);
  });

  describe.each([
    { colorScheme: "light", width: 1280, height: 900 },
    { colorScheme: "dark", width: 1280, height: 900 },
    { colorScheme: "light", width: 320, height: 640 },
    { colorScheme: "dark", width: 320, height: 640 },
  ] as const)("$colorScheme, $width pixels wide", (options) => {
    test("axe finds nothing and nothing is cut off, in any state", async () => {
      await it.openAs(options);
      const { page } = it;
      const check = async (state: string): Promise<void> => {
        expect({ state, findings: await axeFindings(page) }).toEqual({ state, findings: [] });
        expect({ state, pixels: await sidewaysScroll(page) }).toEqual({ state, pixels: 0 });
      };
      await check("empty");

      await fill(page, { channel: "Both", moment: "2026-11-20T10:00" });
      await schedule(page);
      await page.locator("#phone-error").waitFor();
      await check("with errors");

      it.site.answer = () => ({ drop: true });
      await page.getByLabel("In a while").check();
      await fill(page, GOOD);
      await schedule(page);
      await page.getByText("cannot be reached").waitFor();
      await check("without a connection");

      it.site.answer = it.stub.answer;
      const amounts = ["1", "2", "3", "4", "500000"];
      for (const amount of amounts) await it.scheduled({ ...GOOD, amount });
      await check("scheduled");

      await page.getByRole("button", { name: "Cancel the reminder for today at 13:04" }).click();
      await check("asking whether to cancel");
      await page.getByRole("button", { name: "Cancel reminder" }).click();
      await page.getByText("Cancelled").waitFor();

      const failed = [
        { channel: "email", status: "sent", messageId: "m" },
        { channel: "sms", status: "failed", error: "SmsRejected" },
      ];
      Object.assign(it.stub.reminders.get("id-1") ?? {}, { status: "partially sent", results: failed });
      Object.assign(it.stub.reminders.get("id-2") ?? {}, { status: "failed", results: failed.slice(1) });
      Object.assign(it.stub.reminders.get("id-3") ?? {}, { status: "sending" });
      await it.pass(185_000);
      for (const status of ["Partly sent", "Not sent", "Sending"])
        await page.getByText(status, { exact: true }).waitFor();
      await check("sent, failed, cancelled");
    });
  });
});
