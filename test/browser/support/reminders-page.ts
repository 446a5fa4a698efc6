import type { Page } from "playwright-core";
import type { StubAnswer, StubCall } from "./stub-site.js";

/** The time at which the page is looked at. */
export const NOW = new Date("2026-11-21T12:00:00Z");

/** What a test types into the form; what it leaves out stays as it is. */
export interface Filling {
  readonly message?: string;
  readonly channel?: "E-mail" | "SMS" | "Both";
  readonly email?: string;
  readonly phone?: string;
  readonly amount?: string;
  readonly unit?: "minutes" | "hours" | "days";
  /** As `datetime-local` takes it. */
  readonly moment?: string;
}

/** Fills the form in as a person would, by its labels. */
export async function fill(page: Page, filling: Filling): Promise<void> {
  if (filling.channel) await page.getByLabel(filling.channel, { exact: true }).check();
  if (filling.message !== undefined) await page.getByLabel("Message").fill(filling.message);
  if (filling.email !== undefined) await page.getByLabel("E-mail address").fill(filling.email);
  if (filling.phone !== undefined) await page.getByLabel("Phone number").fill(filling.phone);
  if (filling.amount !== undefined) await page.getByLabel("Time from now").fill(filling.amount);
  if (filling.unit) await page.getByLabel("Unit").selectOption(filling.unit);
  if (filling.moment !== undefined) {
    await page.getByLabel("At a set time").check();
    await page.getByLabel("Date and time").fill(filling.moment);
  }
}

/** Presses the form's button. */
export async function schedule(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Schedule reminder" }).click();
}

/** A reminder for both channels that nothing is wrong with. */
export const GOOD: Filling = {
  message: "Feed Rex",
  channel: "Both",
  email: "sam@example.com",
  phone: "+1 202 555 0123",
  amount: "10",
};

/** A reminder as the stand-in for the API holds it. */
export interface StubReminder {
  status: string;
  results: unknown[];
  readonly sendAt: string;
}

/**
 * An API in memory that schedules and cancels what it is asked to; a test changes a reminder to say how it went on.
 *
 * @param now the page's clock, which the stand-in shares
 */
export function remindersStub(now: () => number): {
  readonly reminders: Map<string, StubReminder>;
  readonly answer: (call: StubCall) => StubAnswer;
} {
  const reminders = new Map<string, StubReminder>();
  return {
    reminders,
    answer({ method, path, body }) {
      if (method === "POST") {
        const id = `id-${reminders.size + 1}`;
        const sendAt = sendTime(body, now());
        reminders.set(id, { status: "scheduled", results: [], sendAt });
        return { status: 202, body: { id, sendAt } };
      }
      const id = path.slice("api/reminders/".length);
      const reminder = reminders.get(id);
      if (!reminder) return { status: 404, body: { title: "There is nothing here", status: 404 } };
      if (method === "DELETE") reminder.status = "cancelled";
      return { body: { id, ...reminder } };
    },
  };
}

function sendTime(body: unknown, now: number): string {
  if (typeof body !== "object" || body === null) throw new Error("The page sent no object.");
  if ("sendAt" in body && typeof body.sendAt === "string") return body.sendAt;
  if ("waitSeconds" in body && typeof body.waitSeconds === "number") {
    return new Date(now + body.waitSeconds * 1000).toISOString();
  }
  throw new Error("The page sent no time.");
}
