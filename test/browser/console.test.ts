import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { axeFindings, sidewaysScroll } from "./support/axe.js";
import { type Complaints, startBrowser, type TestBrowser } from "./support/browser.js";
import { type ConsoleServer, REFUSED, startConsoleServer } from "./support/console-server.js";
import { findChromium } from "./support/find-chromium.js";
import { textOf } from "./support/page-under-test.js";

const chromium = findChromium();

describe.runIf(chromium)("the console, in Chromium, over real executions", { timeout: 90_000 }, () => {
  let browser: TestBrowser;
  let server: ConsoleServer;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    browser = await startBrowser(chromium ?? "");
  });
  afterAll(() => browser?.stop());
  beforeEach(async () => {
    server = await startConsoleServer(process.cwd());
    ({ page, complaints } = await browser.open());
    await page.goto(server.url);
  });
  afterEach(async () => {
    expect(complaints.list()).toEqual([]);
    await page.context().close();
    await server.stop();
  });
  const show = (fragment: string) => page.goto(`${server.url}${fragment}`);

  test("an empty inbox says what to do", async () => {
    await page.getByText("No messages yet").waitFor();
    expect(await page.getByRole("main").getByRole("link", { name: "pet-reminders" }).getAttribute("href")).toBe(
      "/pet-reminders/",
    );
    expect(await textOf(page.getByRole("main").locator("code"))).toContain(
      `--endpoint-url ${new URL(server.url).origin} sns publish`,
    );
    await page.getByRole("link", { name: "Executions" }).click();
    await page.getByText("No executions yet").waitFor();
  });

  test("messages arrive by themselves, and are read as the plain text that they are", async () => {
    await page.getByText("No messages yet").waitFor();
    const message = 'Feed <img src="x" onerror="alert(1)">\n\nRex & "Mia"';
    await server.start({ message, seconds: 0 });
    const rows = page.locator(".mail-row");
    await rows.nth(1).waitFor();
    expect(await textOf(page.locator("#messages-count"))).toBe("2 new");
    expect(await page.title()).toBe("(2) Inbox – Stepwright console");
    await page.getByRole("link", { name: /E-mail to\s+sam@example.com/ }).click();
    expect(await textOf(page.locator(".mail h2"))).toBe("Pet reminder");
    expect(await page.locator(".mail-body").textContent()).toBe(message);
    expect(await textOf(page.locator(".facts"))).toMatch(/To\s+sam@example.com\s+From\s+reminders@example.com\s+Sent/);
    expect(await textOf(page.locator("#messages-count"))).toBe("1 new");
    expect(page.url()).toMatch(/#\/messages\/\d$/);
    await page.reload();
    await page.locator(".mail h2").waitFor();
  });

  test("an execution that waits counts down, and skipping the wait lets it end", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    await page.getByText("6 days 23 h").waitFor();
    expect(await textOf(page.locator("#executions-count"))).toBe("1 waiting");
    await page.getByRole("link", { name }).click();
    const before = await textOf(page.getByRole("timer"));
    expect(before).toBe("6 days 23 h 59 min");
    await page.getByRole("button", { name: "Skip the wait" }).click();
    await page.getByText("Succeeded").first().waitFor();
    expect(server.messages.list().map(({ kind, body }) => [kind, body])).toEqual([
      ["email", "Feed Rex"],
      ["sms", "Feed Rex"],
    ]);
    expect(await page.locator(".state-name").allTextContents()).toEqual(
      expect.arrayContaining(["Timer", "Channel", "SendBoth", "SendEmailOfBoth", "SendSmsOfBoth", "BothSent"]),
    );
    expect(await page.getByRole("button", { name: "Skip the wait" }).count()).toBe(0);
  });

  test("the list skips a wait too", async () => {
    await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    await page.getByRole("button", { name: "Skip the wait" }).click();
    await page.getByText("Succeeded").waitFor();
  });

  test("each state shows its data, and stays open while the page follows the execution", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show(`#/executions/${name}`);
    const timer = page.locator(".state > details > summary", { hasText: "Timer" });
    await timer.press("Enter");
    const input = page.locator(".state").first().getByRole("group", { name: "Input" });
    expect(JSON.parse((await input.textContent()) ?? "")).toMatchObject({ id: name, message: "Feed Rex" });
    await page.getByRole("button", { name: "Skip the wait" }).click();
    await page.getByText("BothSent").first().waitFor();
    expect(await input.isVisible()).toBe(true);
    expect(await page.locator("tbody tr").first().locator("td").nth(1).textContent()).toBe("ExecutionStarted");
    expect(await page.locator("tbody tr").last().locator("td").nth(1).textContent()).toBe("ExecutionSucceeded");
  });

  test("the focus stays where it was when the page follows", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    await page.getByRole("link", { name }).focus();
    await server.start({ message: "Another", seconds: 7 * 86_400 });
    await page.locator(".row").nth(1).waitFor();
    expect(await textOf(page.locator(":focus"))).toBe(name);
  });

  test("a failed execution says why", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 0, phone: REFUSED });
    await show(`#/executions/${name}`);
    await page.getByText("ReminderNotSent").first().waitFor();
    expect(JSON.parse((await page.getByRole("group", { name: "Cause" }).first().textContent()) ?? "")).toEqual({
      results: [
        { channel: "email", status: "sent", messageId: "m-1" },
        { channel: "sms", status: "failed", error: "SmsRejected" },
      ],
    });
    await page.locator('.state[data-status="CAUGHT"]').waitFor();
  });

  test("an execution that is not there is no dead end", async () => {
    await show("#/executions/nobody");
    await page.getByText("There is no such execution").waitFor();
    await page.getByRole("link", { name: "All executions" }).click();
    await page.getByText("No executions yet").waitFor();
  });

  test("the skip link leads to the content of the view that is open", async () => {
    await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    await page.locator(".row").waitFor();
    await page.getByRole("link", { name: "Skip to the content" }).press("Enter");
    expect(await page.locator(":focus").getAttribute("id")).toBe("main");
    expect(await textOf(page.locator("h1"))).toBe("Executions");
  });

  test("the list narrows down to a status, says how many each has, and links each execution by its ARN", async () => {
    const failed = await server.start({ message: "Feed Rex", seconds: 0, phone: REFUSED });
    await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    const choices = page.getByRole("navigation", { name: "Status" });
    await choices.getByRole("link", { name: "Failed 1" }).click();
    await page.locator(".row").nth(1).waitFor({ state: "detached" });
    expect(await textOf(page.locator(".row-name"))).toBe(failed);
    expect(await choices.getByRole("link").allTextContents()).toEqual(["All 2", "Failed 1", "Running 1"]);
    await page.reload();
    await page.getByRole("link", { name: failed }).click();
    await page.locator(".failure").waitFor();
    expect(decodeURIComponent(page.url())).toMatch(/#\/executions\/arn:aws:states:.*:pet-reminders-local:/);
    await page.goBack();
    expect(await textOf(page.locator(".choice[aria-current]"))).toBe("Failed 1");
    await choices.getByRole("link", { name: "All" }).click();
    await page.locator(".row").nth(1).waitFor();
  });

  test("back leads to the place in the list that one came from, a link to its top", async () => {
    for (let count = 0; count < 20; count += 1) await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show("#/executions");
    await page.locator(".row-name").last().click();
    const top = () => page.evaluate("Math.round(scrollY)");
    await page.locator(".diagram").waitFor();
    expect(await top()).toBe(0);
    await page.goBack();
    await page.locator(".row").last().waitFor();
    expect(await top()).toBeGreaterThan(400);
    await page.goForward();
    await page.getByRole("link", { name: "All executions" }).click();
    await page.locator(".row").last().waitFor();
    expect(await top()).toBe(0);
  });

  test("nothing jumps while the page follows: a diagram stays until the next one is there", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await show(`#/executions/${name}`);
    await page.locator(".diagram img").waitFor();
    await page.evaluate('document.querySelector(".diagram img").decode()');
    await page.evaluate(`
      window.heights = [];
      new MutationObserver(() => window.heights.push(document.querySelector(".diagram img").clientHeight))
        .observe(document.querySelector("main"), { childList: true, subtree: true });`);
    const before = await page.locator(".diagram img").getAttribute("src");
    await page.getByRole("button", { name: "Skip the wait" }).click();
    await page.locator(`.diagram img[src$="status=SUCCEEDED"]`).waitFor();
    const heights: number[] = await page.evaluate("window.heights");
    expect(before).toContain("status=RUNNING");
    expect(heights.length).toBeGreaterThan(1);
    expect(Math.min(...heights)).toBeGreaterThan(300);
  });

  test("of a history of thousands of events the end is drawn, and the rest when it is asked for", async () => {
    const name = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    await page.route(`**/api/executions/*${name}`, async (route) => {
      const answer = await route.fetch();
      const event = (_: unknown, index: number) => ({ id: index + 1, timestamp: Date.now(), type: "PassStateEntered" });
      await route.fulfill({
        response: answer,
        json: { ...(await answer.json()), events: Array.from({ length: 2500 }, event) },
      });
    });
    await show(`#/executions/${name}`);
    const rows = page.locator("tbody tr");
    await rows.first().waitFor();
    expect([await rows.count(), await textOf(rows.last().locator("td").first())]).toEqual([500, "2500"]);
    await page.getByRole("button", { name: "Show the 2,000 events before these" }).click();
    await rows.nth(2499).waitFor();
    expect(await page.getByRole("button", { name: /before these/ }).count()).toBe(0);
  });

  test("a long address leaves room for the time beside it", async () => {
    const to = `${"a.very.long.name.".repeat(4)}sam@example.com`;
    server.messages.add({ kind: "email", to, subject: to, body: "Feed Rex ".repeat(99), at: new Date().toISOString() });
    await page.locator(".mail-row").waitFor();
    const right = (selector: string) => page.locator(selector).evaluate((part) => part.getBoundingClientRect().right);
    expect(await right(".mail-row time")).toBeLessThan(await right(".mail-list"));
    expect(await right(".mail-preview")).toBeLessThan(await right(".mail-list"));
  });

  test("says when the runtime is gone", async () => {
    await page.getByText("No messages yet").waitFor();
    await page.route("**/api/**", (route) => route.abort());
    await page.getByText("Is npm start still running?").waitFor();
    await page.unroute("**/api/**");
    await page.getByText("Is npm start still running?").waitFor({ state: "hidden" });
  });

  test.each([
    { colorScheme: "light", width: 1280 },
    { colorScheme: "dark", width: 1280 },
    { colorScheme: "light", width: 320 },
    { colorScheme: "dark", width: 320 },
  ] as const)("axe finds nothing and nothing is cut off: $colorScheme, $width pixels wide", async (options) => {
    await page.context().close();
    ({ page, complaints } = await browser.open(options));
    const check = async (view: string, fragment: string, shows: string): Promise<void> => {
      await show(fragment);
      await page.locator(shows).first().waitFor();
      expect({ view, findings: await axeFindings(page) }).toEqual({ view, findings: [] });
      expect({ view, pixels: await sidewaysScroll(page) }).toEqual({ view, pixels: 0 });
    };
    await check("empty inbox", "#/messages", ".empty");
    const waiting = await server.start({ message: "Feed Rex", seconds: 7 * 86_400 });
    const failed = await server.start({ message: "A long line ".repeat(30), seconds: 0, phone: REFUSED });
    await check("waiting", `#/executions/${waiting}`, ".waiting");
    await check("failed", `#/executions/${failed}`, ".failure");
    for (const summary of await page.locator(".state > details > summary").all()) await summary.click();
    await check("failed, opened", `#/executions/${failed}`, ".state details[open]");
    await check("executions", "#/executions", ".row");
    await check("inbox", "#/messages", ".mail-row");
    await check("message", "#/messages/0", ".mail h2");
  });
});
