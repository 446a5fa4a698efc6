import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../asl/interpreter/index.js";
import { type RunningRobot, runRobot } from "../../scripts/lib/robot/run-robot.js";
import { openKitchen } from "../local/smoothies-kitchen.js";
import { startBrowser, type TestBrowser } from "./support/browser.js";
import { findChromium } from "./support/find-chromium.js";
import { textOf } from "./support/page-under-test.js";

const chromium = findChromium();

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;

// Nothing stands in for anything here: the synthesized stack, its bundles, real MQTT, the mock robots that a person runs, and the
// page as the distribution serves it. Only the workflow's patience is short.
describe.runIf(chromium)("smoothies in a browser, end to end", { timeout: 120_000 }, () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await startBrowser(chromium ?? "");
  });
  afterAll(() => browser?.stop());

  const open = async (kitchen: Kitchen): Promise<Page> => {
    const { page, complaints } = await browser.open();
    onTestFinished(async () => {
      expect(complaints.list()).toEqual([]);
      await page.context().close();
    });
    await page.goto(`${kitchen.endpoint}/smoothies/`);
    return page;
  };
  const order = async (page: Page, smoothie: string, customer = ""): Promise<void> => {
    await page.getByLabel(smoothie, { exact: true }).check();
    await page.getByLabel("Your name").fill(customer);
    await page.getByRole("button", { name: "Order smoothie" }).click();
  };
  const card = (page: Page) => page.locator(".order").first();
  const robot = (page: Page, name: string) => page.locator(`[data-robot="${name}"]`);
  const seen = (page: Page, status: string) => card(page).getByText(status, { exact: true }).waitFor();

  test("order, watch it being blended, see it served; all of it is there again after a reload", async () => {
    const kitchen = await openKitchen();
    await Promise.all([runs(kitchen, "robot1", 5), runs(kitchen, "robot2", 5)]);
    const page = await open(kitchen);
    for (const name of ["robot1", "robot2"]) await robot(page, name).getByText("Online").waitFor();
    expect(await textOf(page.locator("#summary"))).toBe("2 robots are free.");
    await order(page, "Mango", "Ada");
    await card(page).waitFor();
    expect(await textOf(page.locator(":focus"))).toBe("Mango for Ada");
    await seen(page, "Blending");
    const by = /^(robot[12]) is blending it\.$/.exec(await textOf(card(page).locator(".sentence")))?.[1] ?? "";
    await robot(page, by).getByText("Working").waitFor();
    await robot(page, by)
      .getByText(/^(Blending|Just started on) your Mango/)
      .waitFor();
    await seen(page, "Served");
    expect(await textOf(card(page).locator(".sentence"))).toMatch(
      new RegExp(`^Made by ${by} in \\d+ seconds?\\. Enjoy!$`),
    );
    await robot(page, by).getByText("Online").waitFor();

    await page.reload();
    await seen(page, "Served");
    expect(await textOf(card(page).locator("h3"))).toBe("Mango for Ada");
    const { origins } = await page.context().storageState();
    const kept = JSON.stringify(origins.flatMap(({ localStorage }) => localStorage));
    // One id that cannot be guessed, and nothing else.
    expect(kept).toMatch(/"\[\\"[\w-]{22,}\\"\]"/);
    expect(kept).not.toMatch(/Ada|Mango/);
  });

  test("a robot falls silent: it is seen to break, and another one takes over", async () => {
    const kitchen = await openKitchen();
    await runs(kitchen, "robot1", 1, { isSilent: true });
    const page = await open(kitchen);
    await robot(page, "robot1").getByText("Online").waitFor();
    await order(page, "Strawberry");
    await card(page).getByText("robot1 is blending it.").waitFor();
    await runs(kitchen, "robot2", 5);
    await robot(page, "robot1").getByText("Broken").waitFor();
    await robot(page, "robot1")
      .getByText(/^Broke down (just now|\d seconds? ago)$/)
      .waitFor();
    await card(page).getByText("robot2 has taken over from robot1.").waitFor();
    await seen(page, "Served");
    expect(await textOf(card(page).locator(".sentence"))).toMatch(/^Made by robot2 /);
  });

  test("no robot there: the order waits in the queue; one comes and crashes, another one makes it", async () => {
    const kitchen = await openKitchen();
    const page = await open(kitchen);
    await page.getByText("No robot has come to work yet.").waitFor();
    await order(page, "Blueberry");
    await seen(page, "Queued");
    await page.locator("#count-queued", { hasText: "1" }).waitFor();
    expect(await page.locator("#queue .glass").count()).toBe(1);
    const crashing = await kitchen.robot("robot1", ({ jobId }, { say }) => {
      setInterval(() => void say("heartbeat", { jobId }).catch(() => {}), 1000).unref();
    });
    await card(page).getByText("robot1 is blending it.").waitFor();
    await page.locator("#count-queued", { hasText: "0" }).waitFor();
    await runs(kitchen, "robot2", 1);
    crashing.crash();
    await robot(page, "robot1").getByText("Offline").waitFor();
    await robot(page, "robot1")
      .getByText(/^(Lost its connection just now|Gone for \d seconds?)$/)
      .waitFor();
    await seen(page, "Served");
    expect(await textOf(card(page).locator(".sentence"))).toMatch(/^Made by robot2 /);
  });

  test("with every robot broken the order fails and says why", async () => {
    const kitchen = await openKitchen();
    await runs(kitchen, "robot1", 1, { failChance: 1 });
    const page = await open(kitchen);
    await robot(page, "robot1").getByText("Online").waitFor();
    await order(page, "Spinach");
    await seen(page, "Failed");
    expect(await textOf(card(page).locator(".sentence"))).toBe("Every robot is broken or offline.");
    await page.getByText("No robot can blend right now.").waitFor();
    await card(page).getByRole("button", { name: "Remove Spinach from this list" }).click();
    await page.getByText("Nothing ordered yet.").waitFor();
  });
});

/** Runs the mock robot that `npm run robot` runs, until the test ends. */
async function runs(
  kitchen: Kitchen,
  name: string,
  speedSeconds: number,
  { isSilent = false, failChance = 0 } = {},
): Promise<RunningRobot> {
  await kitchen.provision(name, "robot");
  const robot = runRobot({
    name,
    endpoint: { url: `mqtt://127.0.0.1:${kitchen.runtime.mqttPort}` },
    behaviour: { speedSeconds, failChance, isSilent },
    clock: realClock(),
    random: Math.random,
    uuid: randomUUID,
    say: () => {},
  });
  onTestFinished(() => robot.stop());
  await robot.ready;
  return robot;
}
