import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../../local/log.js";
import { type Runtime, startRuntime } from "../../local/runtime.js";
import { type Complaints, startBrowser, type TestBrowser } from "./support/browser.js";
import { findChromium } from "./support/find-chromium.js";
import { textOf } from "./support/page-under-test.js";
import { fill, schedule } from "./support/reminders-page.js";

const chromium = findChromium();

const variables = [
  {
    name: "the test",
    values: {
      stage: process.env.TF_VAR_stage ?? "dev",
      sender: "reminders@example.com",
      shop_sender: "shop@example.com",
      allowed_recipients: "@example.com, +1",
      alarm_email: "alarms@example.com",
    },
  },
];

// Nothing stands in for anything here: the synthesized stack, its bundles, the page as the distribution serves it.
describe.runIf(chromium)("pet-reminders in a browser, end to end", { timeout: 90_000 }, () => {
  let browser: TestBrowser;
  let runtime: Runtime;
  const complaints: Complaints[] = [];

  beforeAll(async () => {
    const root = process.cwd();
    const settings = { root, outDir: join(root, "cdktf.out"), port: 0, variables, log: createLog(() => {}) };
    [browser, runtime] = await Promise.all([startBrowser(chromium ?? ""), startRuntime(settings)]);
  });
  afterAll(async () => {
    await browser?.stop();
    await runtime?.stop();
  });
  afterEach(() => expect(complaints.splice(0).flatMap((one) => one.list())).toEqual([]));

  const open = async (path: string): Promise<Page> => {
    const opened = await browser.open();
    complaints.push(opened.complaints);
    await opened.page.goto(`${runtime.url}${path}`);
    return opened.page;
  };
  const card = (page: Page) => page.locator(".card");

  test("schedule for next week, see the countdown, skip the wait, read both messages, see it sent", async () => {
    const page = await open("/pet-reminders/");
    const message = "Füttere Rex 🐶\nund Mia";
    await fill(page, { message, channel: "Both", email: "sam@example.com", phone: "+1 202 555 0123" });
    await fill(page, { amount: "7", unit: "days" });
    await schedule(page);
    await card(page).waitFor();
    expect(await textOf(page.getByRole("timer"))).toMatch(/^(7 days 0 h 00 min|6 days 23 h 59 min)$/);

    const console = await page.context().newPage();
    await console.goto(`${runtime.url}/_local/#/executions`);
    await console.getByText("left in Timer").waitFor();
    await console.locator(".row-name").click();
    await console.getByRole("button", { name: "Skip the wait" }).click();
    await console.getByText("Succeeded").first().waitFor();
    await console.getByRole("link", { name: "Inbox" }).click();
    for (const [to, kind] of [
      ["sam@example.com", "E-mail"],
      ["+12025550123", "SMS"],
    ] as const) {
      await console.getByRole("link", { name: `${kind} to ${to}` }).click();
      await console.locator(".mail-kind", { hasText: kind }).waitFor();
      expect(await console.locator(".mail-body").textContent()).toBe(message);
    }
    await console.close();

    await page.bringToFront();
    await page.reload();
    await page.getByText("Sent", { exact: true }).waitFor();
    expect(await textOf(card(page))).toMatch(/E-mail: sent\s+SMS: sent/);
  });

  test("a reminder due in seconds is followed to its end without a hand", async () => {
    const page = await open("/pet-reminders/");
    await fill(page, { message: "Walk", channel: "SMS", phone: "+12025550124", amount: "0.05" });
    await schedule(page);
    await card(page).waitFor();
    await page.getByText("Sent", { exact: true }).waitFor();
    expect(runtime.messages.list().filter(({ to }) => to === "+12025550124")).toHaveLength(1);
  });

  test("cancel another: it is aborted and nothing is sent", async () => {
    const page = await open("/pet-reminders/");
    await fill(page, { message: "Vet", channel: "E-mail", email: "vet@example.com", moment: nextWeek() });
    await schedule(page);
    await card(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Cancel reminder" }).click();
    await page.getByText("Cancelled", { exact: true }).waitFor();
    await page.goto(`${runtime.url}/_local/#/executions`);
    await page.locator(".row .pill", { hasText: "Aborted" }).waitFor();
    expect(runtime.messages.list().filter(({ to }) => to === "vet@example.com")).toEqual([]);
  });

  test("what the API refuses stands beside its field", async () => {
    const page = await open("/pet-reminders/");
    await fill(page, {
      message: "Walk",
      channel: "Both",
      email: "sam@elsewhere.example.org",
      phone: "+1 202 555 0123",
    });
    await schedule(page);
    await page.locator("#email-error").waitFor();
    expect(await textOf(page.locator("#email-error"))).toBe(
      "Reminders cannot be sent there. Ask the owner of this service.",
    );
    await fill(page, { email: "sam@example.com", phone: "+1 111 111 1111" });
    await schedule(page);
    await page.locator("#phone-error").waitFor();
    expect(await textOf(page.locator("#phone-error"))).toMatch(/phone number that exists/);
    expect(await page.locator(":focus").getAttribute("id")).toBe("phone");
  });
});

function nextWeek(): string {
  return new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 16);
}
