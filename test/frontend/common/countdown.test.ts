import { expect, test } from "vitest";
import { countdownText, roughDuration } from "../../../frontend/common/countdown.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-5 * SECOND, "0 s"],
  [0, "0 s"],
  [1, "1 s"],
  [SECOND, "1 s"],
  [SECOND + 1, "2 s"],
  [59 * SECOND, "59 s"],
  [MINUTE - 1, "1 min 00 s"],
  [MINUTE + 5 * SECOND, "1 min 05 s"],
  [HOUR - SECOND, "59 min 59 s"],
  [HOUR, "1 h 00 min 00 s"],
  [DAY - SECOND, "23 h 59 min 59 s"],
  [DAY, "1 day 0 h 00 min"],
  [364 * DAY + 23 * HOUR + 59 * MINUTE, "364 days 23 h 59 min"],
])("a countdown of %d ms reads %j", (milliseconds, text) => {
  expect(countdownText(milliseconds)).toBe(text);
});

test.each([
  [SECOND, "1 second"],
  [45 * SECOND, "45 seconds"],
  [MINUTE, "1 minute"],
  [10 * MINUTE, "10 minutes"],
  [90 * MINUTE, "1 hour 30 minutes"],
  [2 * HOUR, "2 hours"],
  [DAY - MINUTE, "23 hours 59 minutes"],
  [DAY + HOUR, "1 day 1 hour"],
  [7 * DAY, "7 days"],
])("a length of %d ms is %j in words", (milliseconds, text) => {
  expect(roughDuration(milliseconds)).toBe(text);
});
