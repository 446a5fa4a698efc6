import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Complaints, type PageOptions, startBrowser, type TestBrowser } from "./browser.js";
import { type Filling, fill, NOW, remindersStub, schedule } from "./reminders-page.js";
import { type StubSite, startStubSite } from "./stub-site.js";

/** The page of pet-reminders over its stand-in API, new for each test. */
export interface PageUnderTest {
  readonly page: Page;
  readonly site: StubSite;
  readonly stub: ReturnType<typeof remindersStub>;
  /** Lets the page's clock run on; it stands still otherwise. */
  pass(milliseconds: number): Promise<void>;
  /** Gives answers that are under way the time to arrive, without moving the page's clock. */
  settle(): Promise<void>;
  cards(): Locator;
  /** How often the page has asked for a reminder. */
  asked(): number;
  /** Schedules one and waits for its card. */
  scheduled(filling: Filling): Promise<void>;
  /** Opens the page for another person: other screen, other settings. Its clock runs, as axe needs it to. */
  openAs(options: PageOptions): Promise<void>;
}

/**
 * Starts browser and site for the tests of a file, opens the page before each, and checks after each that the page broke
 * no policy and put no error in its console.
 */
export function pageUnderTest(chromium: string): PageUnderTest {
  let browser: TestBrowser | undefined;
  let site: StubSite | undefined;
  let page: Page | undefined;
  let complaints: Complaints | undefined;
  let stub = remindersStub(() => 0);
  let now = 0;

  const open = async (options: PageOptions, standsStill: boolean): Promise<void> => {
    await page?.context().close();
    const opened = await started(browser).open(options);
    ({ page, complaints } = opened);
    // A clock runs until it is told to stand still, which it can only be at a time to come.
    await opened.page.clock.install({ time: standsStill ? NOW.getTime() - 60_000 : NOW });
    if (standsStill) await opened.page.clock.pauseAt(NOW);
    await opened.page.goto(started(site).url);
  };
  beforeAll(async () => {
    [browser, site] = await Promise.all([
      startBrowser(chromium),
      startStubSite(".build/site/pet-reminders", "/pet-reminders/"),
    ]);
  });
  afterAll(async () => {
    await browser?.stop();
    await site?.stop();
  });
  beforeEach(async () => {
    now = NOW.getTime();
    stub = remindersStub(() => now);
    const { calls } = started(site);
    started(site).answer = stub.answer;
    calls.length = 0;
    await open({}, true);
  });
  afterEach(() => expect(started(complaints).list()).toEqual([]));

  return {
    get page() {
      return started(page);
    },
    get site() {
      return started(site);
    },
    get stub() {
      return stub;
    },
    async pass(milliseconds) {
      now += milliseconds;
      // Far ahead in one leap, the last seconds at their own pace.
      const leap = Math.max(0, milliseconds - 5000);
      if (leap > 0) await started(page).clock.fastForward(leap);
      await started(page).clock.runFor(milliseconds - leap);
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 100)),
    cards: () => started(page).locator(".card"),
    asked: () => started(site).calls.filter(({ method }) => method === "GET").length,
    async scheduled(filling) {
      const before = await started(page).locator(".card").count();
      await fill(started(page), filling);
      await schedule(started(page));
      await started(page).locator(".card").nth(before).waitFor();
    },
    openAs: (options) => open(options, false),
  };
}

/** What a person reads in a place: the text as it is laid out, without what is hidden. */
export function textOf(place: Locator): Promise<string> {
  // Not `textContent`, which holds the hidden parts too.
  return place.innerText();
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("The browser or the site did not start: see the first error.");
  return value;
}
