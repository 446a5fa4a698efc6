import { beforeEach, describe, expect, test } from "vitest";
import { findChromium } from "./support/find-chromium.js";
import { pageUnderTest, textOf } from "./support/page-under-test.js";
import { GOOD } from "./support/reminders-page.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of pet-reminders, in Chromium", { timeout: 90_000 }, () => {
  const it = pageUnderTest(chromium ?? "");

  describe("following a reminder", () => {
    test("asks nothing before its time, then until it is sent, then never again", async () => {
      await it.scheduled({ ...GOOD, amount: "3", unit: "hours" });
      await it.pass(3 * 3_600_000 - 1000);
      await it.settle();
      expect(it.asked()).toBe(0);
      expect(await textOf(it.page.getByRole("timer"))).toBe("1 s");

      const reminder = it.stub.reminders.get("id-1");
      if (reminder) reminder.status = "sending";
      await it.pass(2000);
      await it.settle();
      expect(it.asked()).toBe(1);
      expect(await textOf(it.cards())).toMatch(/Sending[\s\S]*On its way/);
      expect(await it.cards().getByRole("button").count()).toBe(0);

      if (reminder) Object.assign(reminder, { status: "sent", results: [sent("email"), sent("sms")] });
      await it.pass(2000);
      await it.settle();
      expect(await textOf(it.cards())).toMatch(/Sent[\s\S]*E-mail: sent\s+SMS: sent/);
      await it.pass(50);
      expect(await textOf(it.page.locator("body > [role=status]"))).toMatch(/E-mail and SMS reminder for .*: Sent\./);
      const asked = it.asked();
      await it.pass(3_600_000);
      await it.settle();
      expect(it.asked()).toBe(asked);
    });

    test("a channel that failed is named", async () => {
      await it.scheduled(GOOD);
      const results = [sent("email"), { channel: "sms", status: "failed", error: "SmsRejected" }];
      Object.assign(it.stub.reminders.get("id-1") ?? {}, { status: "partially sent", results });
      await it.pass(602_000);
      await it.page.getByText("Partly sent").waitFor();
      expect(await textOf(it.cards())).toMatch(/E-mail: sent\s+SMS: refused by the service/);
    });

    test("says when the service does not answer, and goes on by itself", async () => {
      await it.scheduled(GOOD);
      it.site.answer = () => ({ drop: true });
      await it.pass(601_000);
      await it.page.getByText("No answer from the service").waitFor();
      it.site.answer = it.stub.answer;
      Object.assign(it.stub.reminders.get("id-1") ?? {}, { status: "sent" });
      await it.pass(3000);
      await it.page.getByText("Sent", { exact: true }).waitFor();
      expect(await it.page.getByText("No answer from the service").isVisible()).toBe(false);
    });

    test("lists what is next first, and what is over last", async () => {
      for (const [amount, message] of [
        ["30", "a"],
        ["10", "b"],
        ["20", "c"],
      ] as const) {
        await it.scheduled({ ...GOOD, message, amount });
      }
      expect(await it.cards().locator("h3").allInnerTexts()).toEqual([
        "Today at 13:10",
        "Today at 13:20",
        "Today at 13:30",
      ]);
      Object.assign(it.stub.reminders.get("id-2") ?? {}, { status: "sent" });
      await it.pass(602_000);
      await it.page.getByText("Sent", { exact: true }).waitFor();
      expect(await it.cards().locator("h3").allInnerTexts()).toEqual([
        "Today at 13:20",
        "Today at 13:30",
        "Today at 13:10",
      ]);
      await it.cards().nth(2).getByRole("button", { name: "Remove" }).click();
      expect(await it.cards().count()).toBe(2);
      expect(await textOf(it.page.locator(":focus"))).toBe("Your reminders");
    });
  });

  describe("cancelling", () => {
    beforeEach(async () => {
      await it.scheduled(GOOD);
      await it.page.getByRole("button", { name: "Cancel the reminder for today at 13:10" }).click();
      await it.page.getByRole("dialog", { name: "Cancel this reminder?" }).waitFor();
    });
    const dialog = () => it.page.getByRole("dialog");

    test("asks first; Escape and Keep change nothing and give the focus back", async () => {
      await it.page.keyboard.press("Escape");
      await dialog().waitFor({ state: "hidden" });
      expect(await textOf(it.page.locator(":focus"))).toMatch(/^Cancel/);
      await it.page.locator(":focus").press("Enter");
      await dialog().getByRole("button", { name: "Keep it" }).click();
      await dialog().waitFor({ state: "hidden" });
      await it.settle();
      expect(it.site.calls.filter(({ method }) => method === "DELETE")).toEqual([]);
      expect(await textOf(it.cards())).toMatch(/Scheduled/);
    });

    test("then cancels, stops asking, and forgets the reminder", async () => {
      await dialog().getByRole("button", { name: "Cancel reminder" }).click();
      await it.page.getByText("Cancelled").waitFor();
      expect(it.site.calls.at(-1)).toMatchObject({ method: "DELETE", path: "api/reminders/id-1" });
      expect(await textOf(it.page.locator(":focus"))).toBe("Today at 13:10");
      await it.pass(3_600_000);
      await it.settle();
      expect(it.asked()).toBe(0);
      await it.page.reload();
      await it.page.getByText("Nothing scheduled yet").waitFor();
    });

    test("too late: says so, and shows how it really is", async () => {
      it.site.answer = ({ method }) =>
        method === "DELETE"
          ? { status: 409, body: { title: "Too late", status: 409, detail: "It is sent already." } }
          : { body: { id: "id-1", status: "sent", results: [sent("email"), sent("sms")] } };
      await dialog().getByRole("button", { name: "Cancel reminder" }).click();
      await it.page.getByText("Sent", { exact: true }).waitFor();
    });

    test("no connection: says so and lets it be tried again", async () => {
      it.site.answer = () => ({ drop: true });
      await dialog().getByRole("button", { name: "Cancel reminder" }).click();
      await it.cards().getByRole("alert").waitFor();
      expect(await it.cards().getByRole("button", { name: "Cancel" }).getAttribute("aria-disabled")).toBe("false");
    });
  });
});

function sent(channel: string): object {
  return { channel, status: "sent", messageId: "m-1" };
}
