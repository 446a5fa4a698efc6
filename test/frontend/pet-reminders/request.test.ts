import { describe, expect, test } from "vitest";
import { type FormValues, readForm } from "../../../frontend/pet-reminders/request.js";
import { parseReminderRequest } from "../../../handlers/pet-reminders/reminder-request.js";

const now = Date.parse("2026-11-21T12:00:00Z");
const filled: FormValues = {
  message: "Feed Rex",
  channel: "email",
  email: " sam@example.com ",
  phone: "",
  when: "in",
  amount: "10",
  unit: "minutes",
  moment: "",
};
const both: FormValues = { ...filled, channel: "both", phone: "+1 (202) 555-0123" };

function requestOf(form: FormValues): object {
  const read = readForm(form, now);
  if ("errors" in read) throw new Error(JSON.stringify(read.errors));
  return read.request;
}

function wrongFields(form: FormValues): string[] {
  const read = readForm(form, now);
  return "errors" in read ? read.errors.map(({ field }) => field) : [];
}

describe("the request that a form means", () => {
  test("holds what the channel needs and nothing else", () => {
    expect(requestOf({ ...filled, phone: "not looked at" })).toEqual({
      message: "Feed Rex",
      channel: "email",
      email: "sam@example.com",
      waitSeconds: 600,
    });
    expect(requestOf({ ...both, channel: "sms", email: "not looked at" })).toEqual({
      message: "Feed Rex",
      channel: "sms",
      phone: "+12025550123",
      waitSeconds: 600,
    });
  });

  test("says when in UTC", () => {
    const utc = { ...both, when: "at", moment: "2026-11-28T09:00" } as const;
    const sendAt = new Date("2026-11-28T09:00").toISOString().replace(".000", "");
    expect(requestOf(utc)).toMatchObject({ channel: "both", email: "sam@example.com", phone: "+12025550123", sendAt });
    expect(requestOf(utc)).not.toHaveProperty("waitSeconds");
  });

  test("keeps the message as it was written", () => {
    expect(requestOf({ ...filled, message: "  One\n\n  two  " })).toMatchObject({ message: "  One\n\n  two  " });
  });

  test.each([
    filled,
    both,
    { ...both, channel: "sms" },
    { ...both, message: "🐶".repeat(315) },
    { ...both, message: "x".repeat(1530) },
    { ...filled, message: "ß".repeat(10_000) },
    { ...filled, amount: "364", unit: "days" },
  ] as const)("is one that the API takes: $channel, $amount $unit", (form) => {
    const body = new TextEncoder().encode(JSON.stringify(requestOf(form)));
    expect(parseReminderRequest(body, now)).toHaveProperty("request");
  });
});

describe("mistakes that the page sees by itself", () => {
  test("come all at once, in the order of the form", () => {
    const form = { ...both, message: " ", email: "sam@", phone: "0202 5550123", amount: "soon" };
    expect(wrongFields(form)).toEqual(["message", "email", "phone", "waitSeconds"]);
    expect(wrongFields({ ...filled, when: "at", moment: "2026-11-20T09:00" })).toEqual(["sendAt"]);
  });

  test.each(["", "sam", "sam@example", "sam@ex ample.com", "a@b@c.de"])("the address %j", (email) => {
    expect(wrongFields({ ...filled, email })).toEqual(["email"]);
  });

  test.each(["", "07700900123", "+44", "+0447700900123", "+44 7700 900 123 456 789", "+44x7700900123"])(
    "the number %j",
    (phone) => {
      expect(wrongFields({ ...both, phone })).toEqual(["phone"]);
    },
  );

  test.each([
    { ...both, message: "x".repeat(1531) },
    { ...both, message: "🐶".repeat(316) },
    { ...both, message: "€".repeat(766) },
    { ...filled, message: "x".repeat(10_001) },
  ])("a message too long, just where the API says so too", (form) => {
    expect(wrongFields(form)).toEqual(["message"]);
    const body = { message: form.message, channel: form.channel, email: "sam@example.com", waitSeconds: 1 };
    const phone = form.channel === "both" ? { phone: "+12025550123" } : {};
    const parsed = parseReminderRequest(new TextEncoder().encode(JSON.stringify({ ...body, ...phone })), now);
    expect("errors" in parsed && parsed.errors.map(({ field }) => field)).toEqual(["message"]);
  });
});
