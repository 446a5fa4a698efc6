import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Complaints, type PageOptions, startBrowser, type TestBrowser } from "./browser.js";
import { type StubAnswer, type StubCall, type StubSite, startStubSite } from "./stub-site.js";

/** A kitchen in memory; a test changes it to say how it went on. */
export interface StubKitchen {
  robots: { robotId: string; status: string; statusSince: string; smoothie?: string }[];
  queue: { waiting: number; inFlight: number };
  menu: string[];
  readonly orders: Map<string, Record<string, unknown>>;
}

/** The page of smoothies over its stand-in API, new for each test. */
export interface KitchenPage {
  readonly page: Page;
  readonly site: StubSite;
  readonly kitchen: StubKitchen;
  /** What the stand-in answers as long as a test does not say otherwise. */
  readonly answer: (call: StubCall) => StubAnswer;
  /** Lets the page's clock run on; it stands still otherwise. Waits for the answers that this brings. */
  pass(milliseconds: number): Promise<void>;
  cards(): Locator;
  /** How often the page has asked for the kitchen. */
  looked(): number;
  order(smoothie: string, customer?: string): Promise<void>;
  /** Says how an order went on, and lets the page look. */
  goesOn(id: string, change: Record<string, unknown>): Promise<void>;
  /** Opens the page for another person: other screen, other settings. */
  openAs(options: PageOptions): Promise<void>;
}

/** The time at which the page is looked at. */
export const NOW = new Date("2026-11-21T12:00:00Z");

/** A moment so many seconds before {@link NOW}. */
export function ago(seconds: number): string {
  return new Date(NOW.getTime() - seconds * 1000).toISOString();
}

/**
 * Starts browser and site for the tests of a file, opens the page before each, and checks after each that the page broke
 * no policy and put no error in its console.
 */
export function kitchenPage(chromium: string): KitchenPage {
  let browser: TestBrowser | undefined;
  let site: StubSite | undefined;
  let page: Page | undefined;
  let complaints: Complaints | undefined;
  let kitchen = emptyKitchen();

  const answer = ({ method, path, body }: StubCall): StubAnswer => {
    if (path === "api/kitchen") return { body: { robots: kitchen.robots, queue: kitchen.queue, menu: kitchen.menu } };
    if (method === "POST" && typeof body === "object") {
      const orderId = `order-${kitchen.orders.size + 1}`;
      const [createdAt, updatedAt] = [ago(0), ago(0)];
      kitchen.orders.set(orderId, { orderId, status: "queued", source: "api", createdAt, updatedAt, ...body });
      return { status: 202, body: { orderId, status: "queued" } };
    }
    const order = kitchen.orders.get(path.slice("api/orders/".length));
    return order ? { body: order } : { status: 404, body: { title: "There is nothing here", status: 404 } };
  };
  const open = async (options: PageOptions): Promise<void> => {
    await page?.context().close();
    const opened = await started(browser).open(options);
    ({ page, complaints } = opened);
    // A clock can only be told to stand still at a time to come.
    await opened.page.clock.install({ time: NOW.getTime() - 60_000 });
    await opened.page.clock.pauseAt(NOW);
    await opened.page.goto(started(site).url);
  };
  const pass = async (milliseconds: number): Promise<void> => {
    await started(page).clock.runFor(milliseconds);
    await settle();
  };

  beforeAll(async () => {
    [browser, site] = await Promise.all([
      startBrowser(chromium),
      startStubSite(".build/site/smoothies", "/smoothies/"),
    ]);
  });
  afterAll(async () => {
    await browser?.stop();
    await site?.stop();
  });
  beforeEach(async () => {
    kitchen = emptyKitchen();
    started(site).answer = answer;
    await open({});
    await started(page).getByText("Live", { exact: true }).waitFor();
    started(site).calls.length = 0;
  });
  afterEach(() => expect(started(complaints).list()).toEqual([]));

  return {
    answer,
    pass,
    get page() {
      return started(page);
    },
    get site() {
      return started(site);
    },
    get kitchen() {
      return kitchen;
    },
    cards: () => started(page).locator(".order"),
    looked: () => started(site).calls.filter(({ path }) => path === "api/kitchen").length,
    async order(smoothie, customer = "") {
      await started(page).getByLabel(smoothie, { exact: true }).check();
      await started(page).getByLabel("Your name").fill(customer);
      await started(page).getByRole("button", { name: "Order smoothie" }).click();
    },
    async goesOn(id, change) {
      Object.assign(kitchen.orders.get(id) ?? {}, change);
      await pass(5000);
    },
    openAs: open,
  };
}

function emptyKitchen(): StubKitchen {
  return {
    robots: [{ robotId: "robot1", status: "ONLINE", statusSince: ago(180) }],
    queue: { waiting: 0, inFlight: 0 },
    menu: ["Mango", "Banana", "Strawberry", "Blueberry", "Pineapple", "Spinach", "Peach", "Coconut"],
    orders: new Map(),
  };
}

/** Gives answers that are under way the time to arrive, without moving the page's clock. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The browser or the site did not start: see the first error.");
  return value;
}
