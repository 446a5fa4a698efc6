import { describe, expect, test } from "vitest";
import { messageCount, messageProblem, smsParts } from "../../../frontend/pet-reminders/message-length.js";

describe("the count under the message", () => {
  test.each([
    ["", "email", "0 of 10,000 characters"],
    ["Feed Rex", "email", "8 of 10,000 characters"],
    ["", "sms", "0 of 1,530 characters"],
    ["Feed Rex", "sms", "8 of 1,530 characters, one SMS"],
    ["5 €", "both", "4 of 1,530 characters, one SMS"],
    ["x".repeat(161), "both", "161 of 1,530 characters, sent as 2 SMS parts"],
    ["🐶", "sms", "2 of 630 characters, one SMS"],
    ["x".repeat(1532), "sms", "1,532 of 1,530 characters, 2 too many"],
  ] as const)("%j by %s", (message, channel, text) => {
    expect(messageCount(message, channel).text).toBe(text);
  });
});

test.each([
  [160, "x", 1],
  [161, "x", 2],
  [306, "x", 2],
  [307, "x", 3],
  [80, "€", 1],
  [81, "€", 2],
  [70, "ł", 1],
  [71, "ł", 2],
])("%d of %j take %d parts", (times, character, parts) => {
  expect(smsParts(character.repeat(times))).toBe(parts);
});

test("a message's problem says what to do", () => {
  expect(messageProblem(" \n", "email")).toBe("Write what the reminder should say.");
  expect(messageProblem("x".repeat(1531), "email")).toBeUndefined();
  expect(messageProblem("x".repeat(1531), "sms")).toBe("The message is too long: shorten it to 1,530 characters.");
  expect(messageProblem("🐶".repeat(400), "both")).toMatch(/630 characters \(emoji/);
});
