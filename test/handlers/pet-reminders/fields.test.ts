import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmailAddress } from "../../../handlers/common/email-address.js";
import { sha256 } from "../../../handlers/common/idempotency-key.js";
import { callingCodeOf } from "../../../handlers/pet-reminders/phone-number.js";
import { isReminderId } from "../../../handlers/pet-reminders/reminder.js";
import { parseTime } from "../../../handlers/pet-reminders/send-time.js";
import { fitsSms } from "../../../handlers/pet-reminders/sms-text.js";

describe("e-mail address", () => {
  test.each(["a@example.com", "first.last+tag@sub.example.co.uk", "o'neil@example.com", "x@xn--bcher-kva.example"])(
    "%s",
    (text) => expect(isEmailAddress(text)).toBe(true),
  );

  test.each([
    "",
    "a",
    "a@localhost",
    "@example.com",
    "a@@example.com",
    "a@example..com",
    "a@-example.com",
    "a@example.com.",
    ".a@example.com",
    "a..b@example.com",
    "A <a@example.com>",
    '"a b"@example.com',
    "a@example.com,b@example.com",
    "a@example.com\nBcc: b@example.com",
    "a@example.com\n",
    "ä@example.com",
    "a@exämple.com",
    "a@127.0.0.1",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(250)}.com`,
  ])("not %j", (text) => expect(isEmailAddress(text)).toBe(false));

  test("nothing accepted can end a header or hold a second address", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        (text) => !isEmailAddress(text) || /^[\x21-\x7e]+$/.test(text.replace(/,/g, "\n")),
      ),
    );
  });

  test("long texts are judged at once", () => {
    const start = performance.now();
    isEmailAddress(`${"a.".repeat(50_000)}@`);
    isEmailAddress(`a@${"a-".repeat(120)}`);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe("phone number", () => {
  test.each([
    ["+12025550123", "1"],
    ["+447911123456", "44"],
    ["+353851234567", "353"],
    ["+4915112345678", "49"],
  ])("%s", (text, code) => expect(callingCodeOf(text)).toBe(code));

  test.each([
    "",
    "+",
    "2025550123",
    "+0123456789",
    "+1202555012",
    "+120255501234",
    "+1 2025550123",
    "+12025550123x5",
    "+4407911123456",
    "+999123456789",
    "+12025550123\n",
    "＋12025550123",
    "+1202555٠123",
  ])("not %j", (text) => expect(callingCodeOf(text)).toBeUndefined());
});

describe("time", () => {
  test.each([
    ["2030-01-31T08:00:00Z", "2030-01-31T08:00:00.000Z"],
    ["2030-01-31T08:00:00.5+01:00", "2030-01-31T07:00:00.500Z"],
    ["2032-02-29T23:59:59.123456789-11:30", "2032-03-01T11:29:59.123Z"],
  ])("%s", (text, iso) => expect(new Date(parseTime(text) ?? 0).toISOString()).toBe(iso));

  test.each([
    "",
    "2030-01-31",
    "2030-01-31T08:00Z",
    "2030-01-31 08:00:00Z",
    "2030-01-31T08:00:00",
    "2031-02-29T00:00:00Z",
    "2030-04-31T00:00:00Z",
    "2030-13-01T00:00:00Z",
    "2030-00-01T00:00:00Z",
    "2030-01-01T24:00:00Z",
    "2030-01-01T00:60:00Z",
    "2030-01-01T00:00:60Z",
    "2030-01-01T00:00:00+24:00",
    "+012030-01-01T00:00:00Z",
    "1893456000",
  ])("not %j", (text) => expect(parseTime(text)).toBeUndefined());

  test("every instant that JavaScript writes is read back", () => {
    const dates = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });
    fc.assert(fc.property(dates, (date) => parseTime(date.toISOString()) === date.getTime()));
  });
});

describe("SMS", () => {
  test.each([
    ["1,530 of the GSM alphabet", "a".repeat(1530), true],
    ["one more", "a".repeat(1531), false],
    ["the extension counts twice", "€".repeat(765), true],
    ["and one more", `${"€".repeat(765)}a`, false],
    ["630 with another script", "ж".repeat(630), true],
    ["one more", "ж".repeat(631), false],
    ["one character outside changes the whole", `${"a".repeat(630)}ж`, false],
    ["an emoji is two units", "🐶".repeat(315), true],
    ["and one more", `${"🐶".repeat(315)}a`, false],
  ])("%s", (_, text, fits) => expect(fitsSms(text)).toBe(fits));
});

test("a reminder's ids are hashes of keys and UUIDs", () => {
  expect([sha256("key"), "4f8c1d1e-53a5-4f0c-9d43-1b3e6a7c9d10"].every(isReminderId)).toBe(true);
  expect(["", "x", "a".repeat(42), `${"a".repeat(42)}/`, "a".repeat(44), "..", "%2e"].some(isReminderId)).toBe(false);
});
