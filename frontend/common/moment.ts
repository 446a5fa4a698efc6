/** How to write a moment: the language of its words, and the zone of its clock. */
export interface MomentStyle {
  readonly locale: string;
  /** An IANA name; the viewer's own zone if absent. */
  readonly timeZone?: string;
}

/**
 * A moment as people say it, fit for the middle of a sentence.
 *
 * @param moment what to write, in milliseconds since 1970
 * @param now against which "today" and "tomorrow" are told
 * @example momentText(moment, Date.now(), { locale: "en-GB" }); // "today at 14:30", "Saturday 28 November at 09:00"
 */
export function momentText(moment: number, now: number, style: MomentStyle): string {
  const time = formatter(style, { timeStyle: "short" }).format(moment);
  const days = calendarDay(moment, style) - calendarDay(now, style);
  if (days === 0) return `today at ${time}`;
  if (days === 1) return `tomorrow at ${time}`;
  if (days === -1) return `yesterday at ${time}`;
  const sameYear = yearOf(moment, style) === yearOf(now, style);
  const date = formatter(style, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(moment);
  return `${date} at ${time}`;
}

/**
 * The locale for dates inside English text: the viewer's own kind of English, else British (day first, 24 hours).
 *
 * @example englishLocale(["de-DE", "en-US"]); // "en-US"
 */
export function englishLocale(languages: readonly string[]): string {
  return languages.find((language) => /^en(-|$)/i.test(language)) ?? "en-GB";
}

/** The viewer's zone in words, e.g. `Europe/Berlin, UTC+1`, for the moment that it is about (summer time differs). */
export function zoneText(moment: number, style: MomentStyle): string {
  const part = (name: "shortOffset" | "long"): string =>
    formatter(style, { timeZoneName: name }).formatToParts(moment).find(isZoneName)?.value ?? "";
  const zone = new Intl.DateTimeFormat(style.locale, zoneOf(style)).resolvedOptions().timeZone;
  return `${zone.replaceAll("_", " ")}, ${part("shortOffset").replace("GMT", "UTC")}`;
}

/** The text with its first letter large. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function calendarDay(moment: number, style: MomentStyle): number {
  const parts = formatter(
    { ...style, locale: "en-US" },
    { year: "numeric", month: "numeric", day: "numeric" },
  ).formatToParts(moment);
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Math.round(Date.UTC(read("year"), read("month") - 1, read("day")) / 86_400_000);
}

function yearOf(moment: number, style: MomentStyle): string {
  return formatter(style, { year: "numeric" }).format(moment);
}

function formatter(style: MomentStyle, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(style.locale, { ...options, ...zoneOf(style) });
}

function zoneOf(style: MomentStyle): Intl.DateTimeFormatOptions {
  return style.timeZone === undefined ? {} : { timeZone: style.timeZone };
}

function isZoneName(part: Intl.DateTimeFormatPart): boolean {
  return part.type === "timeZoneName";
}
