import { describe, expect, test } from "vitest";
import { causeText, jsonText } from "../../../local/console/page/json-text.js";
import { parseRoute, routeText } from "../../../local/console/page/route.js";
import { durationText, timeText } from "../../../local/console/page/times.js";

describe("an address's fragment", () => {
  test.each([
    ["", { view: "messages" }],
    ["#/", { view: "messages" }],
    ["#/nowhere", { view: "messages" }],
    ["#/messages/3", { view: "messages", selected: 3 }],
    ["#/messages/x", { view: "messages" }],
    ["#/executions", { view: "executions" }],
    ["#/executions?", { view: "executions" }],
    ["#/executions?status=FAILED&other=1", { view: "executions", status: "FAILED" }],
    ["#/executions?system=", { view: "executions", system: "" }],
    ["#/executions/a%2Fb", { view: "execution", name: "a/b" }],
    ["#/executions/50%", { view: "execution", name: "50%" }],
  ] as const)("%j is a view", (fragment, route) => {
    expect(parseRoute(fragment)).toEqual(route);
  });

  test.each([
    "#/messages",
    "#/messages/0",
    "#/executions",
    "#/executions?system=pet-reminders&status=TIMED_OUT",
    "#/executions?system=",
    "#/executions/a%2Fb",
  ])("%j comes back the same", (fragment) => {
    expect(routeText(parseRoute(fragment))).toBe(fragment);
  });
});

test.each([
  [{ a: 1 }, '{\n  "a": 1\n}'],
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['["x"]', '[\n  "x"\n]'],
  ["plain {text}", '"plain {text}"'],
  ["{broken", '"{broken"'],
  [null, "null"],
  [undefined, ""],
])("%j as JSON for reading", (value, text) => {
  expect(jsonText(value)).toBe(text);
});

test.each([
  ["No robot came.\nNone is left.", "No robot came.\nNone is left."],
  ['{"errorType":"Error"}', '{\n  "errorType": "Error"\n}'],
  ["[broken", "[broken"],
])("%j as a cause for reading", (cause, text) => {
  expect(causeText(cause)).toBe(text);
});

test.each([
  [-3, "0 ms"],
  [12, "12 ms"],
  [1234, "1.23 s"],
  [61_000, "1 min 1 s"],
  [3_660_000, "1 h 1 min"],
  [90_000_000, "1 d 1 h"],
])("%d ms took %s", (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test("today's times need no date", () => {
  const now = new Date(2026, 10, 21, 18).getTime();
  expect(timeText(new Date(2026, 10, 21, 14, 30, 5).getTime(), now)).toBe("14:30:05");
  expect(timeText(new Date(2026, 10, 20, 14, 30, 5).getTime(), now)).toBe("20 Nov, 14:30:05");
});
