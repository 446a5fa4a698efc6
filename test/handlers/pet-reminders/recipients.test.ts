import { describe, expect, test } from "vitest";
import { parseRecipients } from "../../../handlers/pet-reminders/recipients.js";

describe("the allow-list", () => {
  const list = parseRecipients(" Me@Example.com,@example.org , +353, +12025550123", "prod");

  test.each(["me@example.com", "ME@EXAMPLE.COM", "anybody@example.org", "Any.Body@EXAMPLE.ORG"])(
    "lets %s pass",
    (email) => expect(list.allowsEmail(email)).toBe(true),
  );

  test.each([
    "you@example.com",
    "me@example.com.evil.test",
    "x@sub.example.org",
    "x@notexample.org",
    "example.org@evil.test",
  ])("stops %s", (email) => expect(list.allowsEmail(email)).toBe(false));

  test.each([
    ["+353851234567", true],
    ["+12025550123", true],
    ["+12025550124", false],
    ["+447911123456", false],
  ])("%s: %s", (phone, allowed) => expect(list.allowsPhone(phone)).toBe(allowed));

  test("a list of addresses only stops every number, and the other way round", () => {
    expect(parseRecipients("@example.org", "prod").allowsPhone("+353851234567")).toBe(false);
    expect(parseRecipients("+353", "prod").allowsEmail("x@example.org")).toBe(false);
  });

  test("'*' lets everybody pass, on the stage 'local' alone", () => {
    const everybody = parseRecipients("*", "local");
    expect([everybody.allowsEmail("x@example.net"), everybody.allowsPhone("+447911123456")]).toEqual([true, true]);
    for (const stage of ["dev", "prod", "Local", "local2"]) {
      expect(() => parseRecipients("@example.org, *", stage)).toThrow(
        /^ALLOWED_RECIPIENTS: '\*' would .*'local' only; this is '.+'\.$/,
      );
    }
  });

  test("a doubtful list is refused as a whole, without quoting it", () => {
    const parse = () => parseRecipients("me@example.com,, secret.example.org, *@example.org, +1202555, 44, @", "local");
    expect(parse).toThrow(/entry 2 and 3 and 4 and 5 and 6 and 7 is none of/);
    expect(parse).not.toThrow(/example|1202555/);
  });
});
