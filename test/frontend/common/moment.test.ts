import { describe, expect, test } from "vitest";
import { capitalized, englishLocale, momentText, zoneText } from "../../../frontend/common/moment.js";

const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const now = Date.parse("2026-11-21T12:00:00Z");

describe("a moment in words", () => {
  test.each([
    ["2026-11-21T13:30:00Z", "today at 14:30"],
    ["2026-11-22T08:00:00Z", "tomorrow at 09:00"],
    ["2026-11-20T08:00:00Z", "yesterday at 09:00"],
    ["2026-11-28T08:00:00Z", "Saturday 28 November at 09:00"],
  ])("%s", (moment, text) => {
    expect(momentText(Date.parse(moment), now, berlin)).toBe(text);
  });

  test("another year is named", () => {
    // The comma comes and goes with the version of the language data.
    expect(momentText(Date.parse("2027-01-02T08:00:00Z"), now, berlin)).toMatch(/^Saturday,? 2 January 2027 at 09:00$/);
  });

  test("the day is the viewer's, not UTC's", () => {
    const lateEvening = Date.parse("2026-11-21T23:30:00Z");
    expect(momentText(lateEvening, now, berlin)).toBe("tomorrow at 00:30");
    expect(momentText(lateEvening, now, { ...berlin, timeZone: "UTC" })).toBe("today at 23:30");
  });

  test("tomorrow is tomorrow although the clock goes back tonight", () => {
    const evening = Date.parse("2026-10-24T20:00:00Z");
    expect(momentText(Date.parse("2026-10-25T22:30:00Z"), evening, berlin)).toBe("tomorrow at 23:30");
  });
});

test("the zone is told for the moment that it is about", () => {
  expect(zoneText(now, berlin)).toBe("Europe/Berlin, UTC+1");
  expect(zoneText(Date.parse("2027-07-01T12:00:00Z"), berlin)).toBe("Europe/Berlin, UTC+2");
  expect(zoneText(now, { locale: "en-US", timeZone: "America/New_York" })).toBe("America/New York, UTC-5");
});

test.each([
  [["de-DE", "en-US"], "en-US"],
  [["en"], "en"],
  [["de-DE", "fr"], "en-GB"],
  [["eng-x"], "en-GB"],
  [[], "en-GB"],
])("dates for a reader of %j are in %s", (languages, locale) => {
  expect(englishLocale(languages)).toBe(locale);
});

test("a sentence starts with a capital", () => {
  expect(capitalized("today")).toBe("Today");
  expect(capitalized("")).toBe("");
});
