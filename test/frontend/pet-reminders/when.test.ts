import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  localText,
  readDelay,
  readMoment,
  suggestedMoment,
  type Unit,
  utcText,
} from "../../../frontend/pet-reminders/when.js";

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = "Europe/Berlin";
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const now = Date.parse("2026-11-21T12:00:00Z");
const delay = (amount: string, unit: Unit): number | string => {
  const read = readDelay(amount, unit);
  return "value" in read ? read.value : read.mistake;
};
const moment = (local: string): string => {
  const read = readMoment(local, now);
  return "value" in read ? read.value : read.mistake;
};

describe("a delay", () => {
  test.each([
    ["10", "minutes", 600],
    ["1", "hours", 3600],
    ["1.5", "hours", 5400],
    [" 1,5 ", "hours", 5400],
    ["0.1", "minutes", 6],
    ["364", "days", 364 * 86_400],
  ] as const)("%j %s is %d seconds", (amount, unit, seconds) => {
    expect(delay(amount, unit)).toBe(seconds);
  });

  test.each([
    ["", "minutes", /in how many minutes/],
    ["ten", "minutes", /as a number/],
    ["-1", "hours", /as a number/],
    ["1e3", "hours", /as a number/],
    ["0", "days", /lies ahead/],
    ["364.1", "days", /364 days/],
    ["999999999", "minutes", /364 days/],
  ] as const)("%j %s is refused", (amount, unit, words) => {
    expect(delay(amount, unit)).toMatch(words);
  });
});

describe("a date and time in the viewer's zone", () => {
  test.each([
    ["2026-11-21T14:30", "2026-11-21T13:30:00Z"],
    ["2027-07-01T09:00", "2027-07-01T07:00:00Z"],
    ["2026-11-21T14:30:15", "2026-11-21T13:30:15Z"],
  ])("%s is %s", (local, utc) => {
    expect(moment(local)).toBe(utc);
  });

  test.each([
    ["", /Choose a date/],
    ["2026-11-21T13:00", /passed/],
    ["2026-11-20T14:30", /passed/],
    ["2027-11-21T14:30", /364 days/],
    ["tomorrow", /not a date/],
    ["2026-13-41T14:30", /not a date/],
    ["2026-11-21T14:30Z", /not a date/],
  ])("%j is refused", (local, words) => {
    expect(moment(local)).toMatch(words);
  });

  test("goes to the field and back", () => {
    expect(localText(Date.parse("2026-11-21T13:30:00Z"))).toBe("2026-11-21T14:30");
    expect(utcText(Date.parse("2026-11-21T13:30:00.987Z"))).toBe("2026-11-21T13:30:00Z");
  });

  test("the suggestion is a full hour, half an hour away or more", () => {
    expect(localText(suggestedMoment(now))).toBe("2026-11-21T14:00");
    expect(localText(suggestedMoment(now + 29 * 60_000))).toBe("2026-11-21T14:00");
    expect(localText(suggestedMoment(now + 31 * 60_000))).toBe("2026-11-21T15:00");
  });
});
