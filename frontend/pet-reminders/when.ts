/** The units in which a delay is given. */
export const UNITS = { minutes: 60, hours: 3600, days: 86_400 } as const;

/** A unit's name. */
export type Unit = keyof typeof UNITS;

/** The furthest that a reminder may lie ahead, in seconds: 364 days, because an execution lives a year in all. */
export const FURTHEST = 364 * UNITS.days;

/** A moment that was read from the form, or why it could not be. */
export type Read<T> = { readonly value: T } | { readonly mistake: string };

/**
 * A delay in whole seconds, from what a person typed; a comma is as good as a point.
 *
 * @example readDelay("1,5", "hours"); // { value: 5400 }
 */
export function readDelay(amount: string, unit: Unit): Read<number> {
  const text = amount.trim().replace(",", ".");
  if (text === "") return { mistake: `Say in how many ${unit}, for example 10.` };
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) return { mistake: "Write the time as a number, for example 10." };
  const seconds = Math.round(Number(text) * UNITS[unit]);
  if (seconds < 1) return { mistake: "Choose a time that lies ahead, at least a second." };
  if (seconds > FURTHEST) return { mistake: "That is too far ahead. A reminder can wait 364 days at most." };
  return { value: seconds };
}

/**
 * The moment that a `datetime-local` field holds, which is in the viewer's own zone, as RFC 3339 in UTC.
 *
 * @param local e.g. `2026-11-21T14:30`
 * @param now milliseconds since 1970
 * @example readMoment("2026-11-21T14:30", now); // in Berlin { value: "2026-11-21T13:30:00Z" }
 */
export function readMoment(local: string, now: number): Read<string> {
  if (local.trim() === "") return { mistake: "Choose a date and a time." };
  const moment = LOCAL.test(local) ? Date.parse(local) : Number.NaN;
  if (Number.isNaN(moment)) return { mistake: "This is not a date and time. Write it like 2026-11-21T14:30." };
  if (moment <= now) return { mistake: "This time has passed. Choose one that lies ahead." };
  if (moment > now + FURTHEST * 1000)
    return { mistake: "That is too far ahead. A reminder can wait 364 days at most." };
  return { value: utcText(moment) };
}

/** A moment as RFC 3339 in UTC, to the second, e.g. `2026-11-21T13:30:00Z`. */
export function utcText(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

/** A moment as a `datetime-local` field holds it: in the viewer's zone, to the minute. */
export function localText(moment: number): string {
  const date = new Date(moment);
  const pad = (value: number, length = 2): string => String(value).padStart(length, "0");
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** The next full hour that is at least half an hour away: what the date field starts with. */
export function suggestedMoment(now: number): number {
  const date = new Date(now + 90 * 60_000);
  date.setMinutes(0, 0, 0);
  return date.getTime();
}

// Without a zone at its end: only then is it read in the viewer's zone.
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;
