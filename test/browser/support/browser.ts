import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** What a page did that a good page does not: errors in its console, refused resources, failed requests. */
export interface Complaints {
  /** Each as one line; empty when all is well. */
  list(): readonly string[];
}

/** A browser with a profile of its own. */
export interface TestBrowser {
  /** Opens a page in a window of its own, with nothing remembered. */
  open(options?: PageOptions): Promise<{ readonly page: Page; readonly complaints: Complaints }>;
  stop(): Promise<void>;
}

/** How the person's screen and settings are. */
export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce" | "no-preference";
  readonly timezoneId?: string;
  readonly locale?: string;
  /** For a picture that is to be looked at on a fine screen. */
  readonly scale?: number;
}

/** Starts the machine's Chromium. @param executable what `findChromium` found */
export async function startBrowser(executable: string): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "stepwright-chromium-"));
  const first = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    args: ARGUMENTS,
  });
  const browser = first.browser();
  if (!browser) throw new Error(`Chromium at '${executable}' gave no browser to open windows in.`);
  return {
    async open(options = {}) {
      const context = await browser.newContext({
        viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
        colorScheme: options.colorScheme ?? "light",
        reducedMotion: options.reducedMotion ?? "no-preference",
        timezoneId: options.timezoneId ?? "Europe/Berlin",
        locale: options.locale ?? "en-GB",
        deviceScaleFactor: options.scale ?? 1,
      });
      const page = await context.newPage();
      // Long, because a machine that runs all tests at once may be slow; a page that is well never takes it.
      page.setDefaultTimeout(30_000);
      return { page, complaints: await listen(context, page) };
    },
    async stop() {
      await browser.close().catch(() => undefined);
      await first.close().catch(() => undefined);
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function listen(context: BrowserContext, page: Page): Promise<Complaints> {
  const complaints: string[] = [];
  await context.addInitScript({
    content: `document.addEventListener("securitypolicyviolation", (event) =>
      console.error("CSP refused " + event.violatedDirective + ": " + event.blockedURI));`,
  });
  page.on("console", (message) => {
    const text = message.text();
    // Chromium reports each answer of 400 and more as an error: what the tests ask for, and the page puts in words.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) complaints.push(text);
    if (message.type() === "warning") complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("response", (response) => {
    const isApi = new URL(response.url()).pathname.includes("/api/");
    if (response.status() >= 400 && !isApi) complaints.push(`${response.status()} for ${response.url()}`);
  });
  return { list: () => complaints };
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
