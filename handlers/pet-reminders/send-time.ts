/** The longest a reminder may wait: a Standard execution lives one year in all, and sending needs some of it. */
export const LONGEST_WAIT_SECONDS = 364 * 24 * 3600;

/**
 * Reads a time in RFC 3339 (`2026-03-01T08:00:00Z`, `2026-03-01T09:00:00+01:00`) as Unix milliseconds, or `undefined` when
 * it is not one. JavaScript's own parser takes a missing zone for the machine's own and 30 February for 2 March.
 */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
    text,
  );
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
