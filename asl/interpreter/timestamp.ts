const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * An ISO 8601 time with date, `T`, time and offset, in milliseconds since 1970; undefined for anything else,
 * such as a day that does not exist.
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = form.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", offset = "Z"] = parts;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const read = new Date(local);
  // Date.UTC carries a 13th month over into the next year; then the parts no longer agree.
  const agrees =
    read.getUTCMonth() + 1 === Number(month) &&
    read.getUTCDate() === Number(day) &&
    read.getUTCHours() === Number(hour) &&
    read.getUTCMinutes() === Number(minute) &&
    read.getUTCSeconds() === Number(second);
  const shift =
    offset === "Z" ? 0 : Number(`${offset[0]}1`) * (60 * Number(offset.slice(1, 3)) + Number(offset.slice(4)));
  if (!agrees || Math.abs(shift) > 18 * 60) return undefined;
  return local + Math.floor(Number(`0${fraction}`) * 1000) - shift * 60_000;
}

/** The order of two times, to the nanosecond; undefined when either is none. */
export function compareTimestamps(left: string, right: string): number | undefined {
  const [earlier, later] = [parseTimestamp(left), parseTimestamp(right)];
  if (earlier === undefined || later === undefined) return undefined;
  return earlier - later || nanosOf(left) - nanosOf(right);
}

/** What stands behind the milliseconds of a time, in nanoseconds. */
const nanosOf = (text: string): number => Number((/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(9, "0").slice(3));
