import { parseCron, type Schedule } from "./cron.js";

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads a rule's `schedule_expression`: `rate(5 minutes)` or `cron(0 10 * * ? *)`, in UTC.
 *
 * @throws Error that says what is wrong with it
 */
export function parseSchedule(text: string): Schedule {
  const refuse = (why: string) => new Error(`'schedule_expression' is "${text}": ${why}.`);
  const [, cron] = /^cron\((.*)\)$/su.exec(text) ?? [];
  if (cron !== undefined) {
    try {
      return parseCron(cron);
    } catch (error) {
      throw refuse(error instanceof Error ? error.message : String(error));
    }
  }
  const [, count, unit = "", plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/u.exec(text) ?? [];
  if (count === undefined) throw refuse("it must be like rate(5 minutes) or cron(0 10 * * ? *)");
  if ((count === "1") === (plural === "s")) throw refuse(`write ${unit} after 1 and ${unit}s after any other number`);
  const period = Number(count) * (units[unit] ?? 0);
  return (after) => after + period;
}
