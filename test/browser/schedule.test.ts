import { describe, expect, test } from "vitest";
import { findChromium } from "./support/find-chromium.js";
import { pageUnderTest, textOf } from "./support/page-under-test.js";
import { fill, GOOD, schedule } from "./support/reminders-page.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of pet-reminders, in Chromium", { timeout: 90_000 }, () => {
  const it = pageUnderTest(chromium ?? "");

  describe("scheduling", () => {
    test("sends what was filled in, with a key, and shows the countdown", async () => {
      await it.scheduled(GOOD);
      const [call] = it.site.calls;
      expect(call).toMatchObject({ method: "POST", path: "api/reminders" });
      expect(call?.body).toEqual({
        message: "Feed Rex",
        channel: "both",
        email: "sam@example.com",
        phone: "+12025550123",
        waitSeconds: 600,
      });
      expect(call?.headers["idempotency-key"]).toMatch(/^[A-Za-z0-9_-]{32}$/);
      expect(call?.headers["content-type"]).toBe("application/json");
      expect(await textOf(it.cards())).toMatch(/E-mail and SMS\s+Scheduled\s+Today at 13:10\s+10 min 00 s\s+Cancel/);
      await it.pass(1000);
      expect(await textOf(it.page.getByRole("timer"))).toBe("9 min 59 s");
    });

    test("leads to the new reminder: focus, words for a screen reader, an empty message", async () => {
      await it.scheduled(GOOD);
      expect(await textOf(it.page.locator(":focus"))).toBe("Today at 13:10");
      await it.pass(100);
      expect(await textOf(it.page.locator("body > [role=status]"))).toBe("Scheduled today at 13:10.");
      expect(await it.page.getByLabel("Message").inputValue()).toBe("");
      expect(await it.page.getByLabel("E-mail address").inputValue()).toBe("sam@example.com");
    });

    test("at a time sends it in UTC, and says what the time means", async () => {
      await fill(it.page, {
        message: "Feed Rex",
        channel: "E-mail",
        email: "sam@example.com",
        moment: "2026-11-28T09:00",
      });
      expect(await textOf(it.page.locator("#preview"))).toBe("Saturday 28 November at 09:00, in 6 days 20 hours.");
      expect(await textOf(it.page.locator("#zone-hint"))).toBe("In your time zone: Europe/Berlin, UTC+1.");
      await schedule(it.page);
      await it.cards().waitFor();
      expect(it.site.calls[0]?.body).toEqual({
        message: "Feed Rex",
        channel: "email",
        email: "sam@example.com",
        sendAt: "2026-11-28T08:00:00Z",
      });
    });

    test("shows the address fields that the channel needs", async () => {
      const visible = async () => [
        await it.page.getByLabel("E-mail address").isVisible(),
        await it.page.getByLabel("Phone number").isVisible(),
      ];
      expect(await visible()).toEqual([true, false]);
      await fill(it.page, { channel: "SMS" });
      expect(await visible()).toEqual([false, true]);
      await fill(it.page, { channel: "Both" });
      expect(await visible()).toEqual([true, true]);
    });

    test("counts the message towards the channel's limit", async () => {
      await fill(it.page, { message: "Feed Rex" });
      expect(await textOf(it.page.locator("#message-count"))).toBe("8 of 10,000 characters");
      await fill(it.page, { channel: "SMS", message: "Feed Rex 🐶" });
      expect(await textOf(it.page.locator("#message-count"))).toBe("11 of 630 characters, one SMS");
    });

    test("a double click schedules once", async () => {
      let release = (): void => undefined;
      const after = new Promise<void>((resolve) => {
        release = resolve;
      });
      it.site.answer = (call) => ({ ...it.stub.answer(call), after });
      await fill(it.page, GOOD);
      await it.page.getByRole("button", { name: "Schedule reminder" }).dblclick();
      expect(await it.page.getByRole("button", { name: "Scheduling" }).getAttribute("aria-disabled")).toBe("true");
      await it.page.getByLabel("Message").press("Control+Enter");
      await it.page.getByLabel("E-mail address").press("Enter");
      release();
      await it.cards().waitFor();
      await it.settle();
      expect(it.site.calls).toHaveLength(1);
      expect(await it.page.getByRole("button", { name: "Schedule reminder" }).getAttribute("aria-disabled")).toBe(
        "false",
      );
    });
  });

  describe("what is wrong stands beside its field", () => {
    test("before anything is sent", async () => {
      await fill(it.page, { channel: "Both", email: "sam@", moment: "2026-11-20T10:00" });
      await schedule(it.page);
      expect(it.site.calls).toEqual([]);
      expect(await textOf(it.page.locator("#error-summary-title"))).toBe("4 things need your attention:");
      expect(await it.page.locator("[aria-invalid=true]").evaluateAll((all) => all.map(({ id }) => id))).toEqual([
        "message",
        "email",
        "phone",
        "moment",
      ]);
      expect(await it.page.locator(":focus").getAttribute("id")).toBe("message");
      await it.page.getByRole("link", { name: "This time has passed" }).click();
      expect(await it.page.locator(":focus").getAttribute("id")).toBe("moment");
    });

    test("from the API's problem document, as text, and goes when the field is changed", async () => {
      const errors = [
        { field: "phone", message: "Write a phone number that <b>exists</b>" },
        { field: "email", message: "no such domain" },
        { field: "body", message: "Something else." },
      ];
      it.site.answer = () => ({ status: 400, body: { title: "Not valid", status: 400, detail: "3 things", errors } });
      await fill(it.page, GOOD);
      await schedule(it.page);
      const phone = it.page.getByLabel("Phone number");
      await it.page.locator("#phone-error").waitFor();
      expect(await textOf(it.page.locator("#phone-error"))).toBe("Write a phone number that <b>exists</b>.");
      expect(await textOf(it.page.locator("#email-error"))).toBe("No such domain.");
      expect(await phone.getAttribute("aria-invalid")).toBe("true");
      expect(await phone.getAttribute("aria-describedby")).toBe("phone-error phone-hint");
      expect(await it.page.locator(":focus").getAttribute("id")).toBe("email");
      expect(await it.page.locator("#error-summary-list li").allInnerTexts()).toEqual([
        "Write a phone number that <b>exists</b>.",
        "No such domain.",
        "Something else.",
      ]);
      await phone.fill("+1 202 555 0124");
      expect(await phone.getAttribute("aria-invalid")).toBeNull();
      expect(await phone.getAttribute("aria-describedby")).toBe("phone-hint");
      expect(await it.page.locator("#phone-error").isVisible()).toBe(false);
      expect(await textOf(it.page.locator("#error-summary-title"))).toBe("2 things need your attention:");
    });

    test("and goes with its field, when that is not needed any more", async () => {
      await fill(it.page, { channel: "Both", message: "x".repeat(1600), email: "sam@", moment: "2026-11-20T10:00" });
      await schedule(it.page);
      const listed = () => it.page.locator("#error-summary-list li").count();
      expect(await listed()).toBe(4);
      await fill(it.page, { channel: "E-mail" });
      expect(await listed()).toBe(2);
      await it.page.getByLabel("In a while").check();
      expect(await textOf(it.page.locator("#error-summary"))).toMatch(
        /^One thing needs your attention:\s+Enter a whole e-mail/,
      );
      await fill(it.page, { channel: "Both" });
      expect(await it.page.locator("#phone-error").isVisible()).toBe(false);
    });

    test("a recipient who is not allowed", async () => {
      const message = "Reminders cannot be sent there. Ask the owner of this service.";
      it.site.answer = () => ({
        status: 403,
        body: { title: "x", status: 403, errors: [{ field: "email", message }] },
      });
      await fill(it.page, GOOD);
      await schedule(it.page);
      await it.page.locator("#email-error").waitFor();
      expect(await textOf(it.page.locator("#email-error"))).toBe(message);
    });
  });
});
