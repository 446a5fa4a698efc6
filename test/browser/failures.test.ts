import { describe, expect, test } from "vitest";
import { findChromium } from "./support/find-chromium.js";
import { pageUnderTest, textOf } from "./support/page-under-test.js";
import { fill, GOOD, schedule } from "./support/reminders-page.js";

const chromium = findChromium();

describe.runIf(chromium)("the page of pet-reminders, in Chromium", { timeout: 90_000 }, () => {
  const it = pageUnderTest(chromium ?? "");

  describe("when the service does not do it", () => {
    test.each([
      ["no answer", { drop: true }, /cannot be reached.*not be scheduled twice/],
      ["429", { status: 429, body: { message: "Too Many Requests" } }, /too fast for the service/],
      ["503", { status: 503, body: { message: "Service Unavailable" } }, /error 503.*not be scheduled twice/],
      ["an error page of a proxy", { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" }, /error 502/],
      [
        "a page instead of the API's answer",
        { status: 200, type: "text/html", body: "<h1>Sign in</h1>" },
        /cannot be reached/,
      ],
    ] as const)("%s: says so in words, and a second try has the same key", async (_, answer, words) => {
      it.site.answer = () => answer;
      await fill(it.page, GOOD);
      await schedule(it.page);
      await it.page.locator("#error-summary").waitFor();
      expect(await textOf(it.page.locator("#error-summary"))).toMatch(words);
      it.site.answer = it.stub.answer;
      await schedule(it.page);
      await it.cards().waitFor();
      expect(await it.page.locator("#error-summary").isVisible()).toBe(false);
      const [first, second] = it.site.calls.map(({ headers }) => headers["idempotency-key"]);
      expect(second).toBe(first);
    });

    test("409: says so, and a second try has another key", async () => {
      const errors = [{ field: "Idempotency-Key", message: "This key belongs to another body." }];
      it.site.answer = () => ({ status: 409, body: { title: "x", status: 409, errors } });
      await fill(it.page, GOOD);
      await schedule(it.page);
      await it.page.locator("#error-summary").waitFor();
      expect(await textOf(it.page.locator("#error-summary"))).toMatch(/nothing new was scheduled/);
      it.site.answer = it.stub.answer;
      await schedule(it.page);
      await it.cards().waitFor();
      const [first, second] = it.site.calls.map(({ headers }) => headers["idempotency-key"]);
      expect(second).not.toBe(first);
    });

    test("the same form after a success, and a changed one after a failure, have new keys", async () => {
      for (const message of ["Feed Rex", "Feed Rex"]) {
        await it.scheduled({ ...GOOD, message });
      }
      it.site.answer = () => ({ status: 500 });
      for (const message of ["Feed Mia", "Feed both"]) {
        await fill(it.page, { ...GOOD, message });
        await schedule(it.page);
        await it.page.locator("#error-summary").waitFor();
        await it.page.getByRole("button", { name: "Schedule reminder" }).waitFor();
      }
      expect(it.site.calls).toHaveLength(4);
      expect(new Set(it.site.calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(4);
    });
  });
});
