import { expect, it } from "vitest";
import { parseSchedule } from "../../../../local/services/eventbridge/schedule.js";

const after = (text: string) => Date.parse(text);
const firstThree = (expression: string, from: string) => {
  const next = parseSchedule(expression);
  const times: string[] = [];
  for (let at = next(after(from)); at !== undefined && times.length < 3; at = next(at)) {
    times.push(new Date(at).toISOString().slice(0, 16));
  }
  return times;
};

// 1 January 2026 is a Thursday.
it.each<[string, string, string[]]>([
  ["rate(1 minute)", "2026-01-01T00:00:30Z", ["2026-01-01T00:01", "2026-01-01T00:02", "2026-01-01T00:03"]],
  ["rate(5 hours)", "2026-01-01T00:00:00Z", ["2026-01-01T05:00", "2026-01-01T10:00", "2026-01-01T15:00"]],
  ["rate(7 days)", "2026-01-01T00:00:00Z", ["2026-01-08T00:00", "2026-01-15T00:00", "2026-01-22T00:00"]],
  ["cron(0 10 * * ? *)", "2026-01-01T10:00:00Z", ["2026-01-02T10:00", "2026-01-03T10:00", "2026-01-04T10:00"]],
  ["cron(15 12 * * ? *)", "2026-01-01T00:00:00Z", ["2026-01-01T12:15", "2026-01-02T12:15", "2026-01-03T12:15"]],
  ["cron(0 18 ? * MON-FRI *)", "2026-01-02T18:00:00Z", ["2026-01-05T18:00", "2026-01-06T18:00", "2026-01-07T18:00"]],
  ["cron(0 8 1 * ? *)", "2026-01-01T09:00:00Z", ["2026-02-01T08:00", "2026-03-01T08:00", "2026-04-01T08:00"]],
  ["cron(0/15 * * * ? *)", "2026-01-01T00:20:00Z", ["2026-01-01T00:30", "2026-01-01T00:45", "2026-01-01T01:00"]],
  ["cron(*/20 8-9 ? * 2-6 *)", "2026-01-02T09:30:00Z", ["2026-01-02T09:40", "2026-01-05T08:00", "2026-01-05T08:20"]],
  [
    "cron(0/30 20-23,0-2 ? * MON-FRI *)",
    "2026-01-02T23:30:00Z",
    ["2026-01-05T00:00", "2026-01-05T00:30", "2026-01-05T01:00"],
  ],
  ["cron(0 0 L * ? *)", "2026-01-31T00:00:00Z", ["2026-02-28T00:00", "2026-03-31T00:00", "2026-04-30T00:00"]],
  ["cron(0 0 LW * ? *)", "2026-01-01T00:00:00Z", ["2026-01-30T00:00", "2026-02-27T00:00", "2026-03-31T00:00"]],
  ["cron(0 0 1W * ? *)", "2026-01-31T00:00:00Z", ["2026-02-02T00:00", "2026-03-02T00:00", "2026-04-01T00:00"]],
  ["cron(0 0 3W * ? *)", "2026-01-01T00:00:00Z", ["2026-01-02T00:00", "2026-02-03T00:00", "2026-03-03T00:00"]],
  ["cron(0 0 31 * ? *)", "2026-02-01T00:00:00Z", ["2026-03-31T00:00", "2026-05-31T00:00", "2026-07-31T00:00"]],
  ["cron(0 0 ? * 3#2 *)", "2026-01-01T00:00:00Z", ["2026-01-13T00:00", "2026-02-10T00:00", "2026-03-10T00:00"]],
  ["cron(0 0 ? * 6L *)", "2026-01-01T00:00:00Z", ["2026-01-30T00:00", "2026-02-27T00:00", "2026-03-27T00:00"]],
  ["cron(0 0 ? * L *)", "2026-01-01T00:00:00Z", ["2026-01-03T00:00", "2026-01-10T00:00", "2026-01-17T00:00"]],
  ["cron(0 0 ? * SUN *)", "2026-01-01T00:00:00Z", ["2026-01-04T00:00", "2026-01-11T00:00", "2026-01-18T00:00"]],
  ["cron(0 0 29 FEB ? *)", "2026-01-01T00:00:00Z", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]],
  ["cron(0 0 1 1 ? 2027,2030)", "2026-01-01T00:00:00Z", ["2027-01-01T00:00", "2030-01-01T00:00"]],
  ["cron(0 0 1 1 ? 2020)", "2026-01-01T00:00:00Z", []],
  ["cron(0 0 30 FEB ? *)", "2026-01-01T00:00:00Z", []],
])("%s after %s", (expression, from, times) => {
  expect(firstThree(expression, from)).toEqual(times);
});

it.each<[string, string]>([
  ["5 minutes", "it must be like rate(5 minutes)"],
  ["rate(0 minutes)", "it must be like"],
  ["rate(1 minutes)", "write minute after 1"],
  ["rate(5 minute)", "write minute after 1 and minutes after any other number"],
  ["cron(0 10 * * ?)", "has 5 fields instead of six"],
  ["cron(0 10 * * * *)", "must have ? in one of day-of-month and day-of-week"],
  ["cron(0 10 ? * ? *)", "must have ?"],
  ["cron(60 10 * * ? *)", '"60" cannot be the minutes: values are 0 to 59'],
  ["cron(0 10 ? * 0 *)", '"0" cannot be the day-of-week: values are 1 to 7 or SUN to SAT'],
  ["cron(0 10 ? * MON#6 *)", "cannot be the day-of-week"],
  ["cron(0 10 ? JANUARY MON *)", "cannot be the month"],
  ["cron(5-1 10 * * ? *)", "cannot be the minutes"],
  ["cron(0/0 10 * * ? *)", "cannot be the minutes"],
])("refuses %s", (expression, reason) => {
  expect(() => parseSchedule(expression)).toThrow(reason);
});
