/** The next time, in milliseconds since 1970, strictly after another one; `undefined` when there is none. */
export type Schedule = (after: number) => number | undefined;

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const fields = {
  minutes: { name: "minutes", min: 0, max: 59 },
  hours: { name: "hours", min: 0, max: 23 },
  dayOfMonth: { name: "day-of-month", min: 1, max: 31 },
  month: { name: "month", min: 1, max: 12, names: months },
  dayOfWeek: { name: "day-of-week", min: 1, max: 7, names: weekdays },
  year: { name: "year", min: 1970, max: 2199 },
} as const satisfies Record<string, Field>;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Which days of a month a day field means, given the number of its days and the weekday (0 Sunday) of its first. */
type Days = (count: number, first: number) => ReadonlySet<number>;

/**
 * The six fields of an AWS cron expression, `minutes hours day-of-month month day-of-week year`, in UTC. A week's days
 * count from 1, Sunday, which the usual libraries count as Monday or refuse.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * @throws Error that names the field
 * @example
 * parseCron("0 10 ? * MON-FRI *"); // ten o'clock on each working day
 */
export function parseCron(text: string): Schedule {
  const parts = text.trim().split(/\s+/u);
  const [minutesText = "", hoursText = "", dayText = "", monthText = "", weekdayText = "", yearText = ""] = parts;
  if (parts.length !== 6) throw new Error(`"${text}" has ${parts.length} fields instead of six`);
  if ((dayText === "?") === (weekdayText === "?")) {
    throw new Error(`"${text}" must have ? in one of day-of-month and day-of-week, and only there`);
  }
  const minutes = [...values(minutesText, fields.minutes)].sort((a, b) => a - b);
  const hours = [...values(hoursText, fields.hours)].sort((a, b) => a - b);
  const monthsWanted = values(monthText, fields.month);
  const years = values(yearText, fields.year);
  const days = weekdayText === "?" ? daysOfMonth(dayText) : daysOfWeek(weekdayText);
  return (after) => {
    const start = (Math.floor(after / minuteMs) + 1) * minuteMs;
    const from = new Date(start);
    const lastYear = fields.year.max;
    for (let year = from.getUTCFullYear(); year <= lastYear; year++) {
      if (!years.has(year)) continue;
      for (let month = 1; month <= 12; month++) {
        if (!monthsWanted.has(month) || Date.UTC(year, month) <= start) continue;
        const firstDay = Date.UTC(year, month - 1);
        const count = (Date.UTC(year, month) - firstDay) / dayMs;
        for (const day of [...days(count, new Date(firstDay).getUTCDay())].sort((a, b) => a - b)) {
          const midnight = firstDay + (day - 1) * dayMs;
          if (midnight + dayMs <= start) continue;
          for (const hour of hours) {
            const minute = minutes.find((one) => midnight + (hour * 60 + one) * minuteMs >= start);
            if (minute !== undefined) return midnight + (hour * 60 + minute) * minuteMs;
          }
        }
      }
    }
    return undefined;
  };
}

/** The values of a field of lists, ranges and steps. */
function values(text: string, field: Field): ReadonlySet<number> {
  const all = text.split(",").flatMap((part) => {
    const [range = "", step, ...more] = part.split("/");
    const [fromText = "", toText, ...rest] = range.split("-");
    if (more.length + rest.length > 0) throw refuse(part, field);
    const from = range === "*" ? field.min : value(fromText, field);
    const open = range === "*" || (step !== undefined && toText === undefined);
    const to = toText === undefined ? (open ? field.max : from) : value(toText, field);
    const by = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(by) || by < 1 || to < from) throw refuse(part, field);
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
  });
  return new Set(all);
}

function value(text: string, field: Field): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + field.min : /^\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (number >= field.min && number <= field.max) return number;
  throw refuse(text, field);
}

function refuse(text: string, { name, min, max, names }: Field): Error {
  const also = names === undefined ? "" : ` or ${names[0]} to ${names.at(-1)}`;
  return new Error(`"${text}" cannot be the ${name}: values are ${min} to ${max}${also}`);
}

/** `L` is the last day, `LW` its last working day, `15W` the working day that is nearest to the 15th in that month. */
function daysOfMonth(text: string): Days {
  if (text === "L") return (count) => new Set([count]);
  if (text === "LW") return (count, first) => new Set([nearestWorkingDay(count, count, first)]);
  const weekday = /^(\d+)W$/u.exec(text)?.[1];
  if (weekday !== undefined) {
    const day = value(weekday, fields.dayOfMonth);
    return (count, first) => new Set(day <= count ? [nearestWorkingDay(day, count, first)] : []);
  }
  const wanted = values(text, fields.dayOfMonth);
  return (count) => new Set([...wanted].filter((day) => day <= count));
}

function nearestWorkingDay(day: number, count: number, first: number): number {
  const weekday = (first + day - 1) % 7;
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === count ? day - 2 : day + 1;
  return day;
}

/** `L` is Saturday, `6L` the month's last Friday, `3#2` its second Tuesday. */
function daysOfWeek(text: string): Days {
  const on = (weekday: number, count: number, first: number) =>
    Array.from({ length: count }, (_, index) => index + 1).filter((day) => (first + day - 1) % 7 === weekday - 1);
  const [, lastOf] = /^([0-9A-Za-z]+)L$/u.exec(text) ?? [];
  if (lastOf !== undefined) {
    const weekday = value(lastOf, fields.dayOfWeek);
    return (count, first) => new Set(on(weekday, count, first).slice(-1));
  }
  const [, nthOf, nth] = /^([0-9A-Za-z]+)#([1-5])$/u.exec(text) ?? [];
  if (nthOf !== undefined) {
    const weekday = value(nthOf, fields.dayOfWeek);
    return (count, first) => new Set(on(weekday, count, first).slice(Number(nth) - 1, Number(nth)));
  }
  const wanted = text === "L" ? new Set([7]) : values(text, fields.dayOfWeek);
  return (count, first) => new Set([...wanted].flatMap((weekday) => on(weekday, count, first)));
}
