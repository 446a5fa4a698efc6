import { describe, expect, test } from "vitest";
import { createLog, formatEntry, type LogEntry, redact } from "../../local/log.js";

describe("redacting", () => {
  test.each([
    ["sent to ann@example.com", "sent to [e-mail]"],
    ['{"to":"ann.b+c@sub.example.co.uk"}', '{"to":"[e-mail]"}'],
    ["<Ann> <ann@example.com>, bob@example.org", "<Ann> <[e-mail]>, [e-mail]"],
    ["call +447400123456 now", "call [phone] now"],
    ["phone=+44 7400 123-456", "phone=[phone]"],
    ["Füttere: käthe@bücher.example", "Füttere: [e-mail]"],
  ])("%s becomes %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    "21/Nov/2026:05:50:59 +0000",
    "2026-11-21T05:50:59.000+02:00",
    "8fb8210d-e692-4c55-9b9a-905ac8dd66f9",
    "arn:aws:states:eu-west-1:000000000000:execution:m:n",
    "1+22222222",
    "@media",
  ])("%s stays", (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe("a log", () => {
  test("redacts text, source and fields, and keeps the fields' types", () => {
    const entries: LogEntry[] = [];
    const log = createLog(
      (entry) => entries.push(entry),
      () => new Date(0),
    );
    log("warn", "ann@example.com", "to ann@example.com", { address: "ann@example.com", count: 2, ok: true });
    expect(entries).toEqual([
      {
        ...{ at: new Date(0), level: "warn", source: "[e-mail]", text: "to [e-mail]" },
        fields: { address: "[e-mail]", count: 2, ok: true },
      },
    ]);
  });

  test("writes an entry as one line, whatever it holds", () => {
    const fields = { a: 1, b: undefined, c: "x" };
    const line = formatEntry({ at: new Date(), level: "info", source: "ses", text: "one\ntwo\r\nthree", fields });
    expect(line).toMatch(/^\d\d:\d\d:\d\d info {2}ses {2}one two three a=1 c=x$/u);
  });

  test("has nothing that would steer the terminal", () => {
    const fields = { topic: "robots/\u0000\u001B[2J\u009B1m\tx" };
    const line = formatEntry({ at: new Date(), level: "warn", source: "iot", text: "refused\u0007", fields });
    expect(line).toMatch(/refused\uFFFD topic=robots\/\uFFFD\uFFFD\[2J\uFFFD1m\tx$/u);
  });
});
