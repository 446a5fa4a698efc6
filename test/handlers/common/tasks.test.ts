import * as v from "valibot";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineError } from "../../../handlers/common/define-error.js";
import { defineHandler } from "../../../handlers/common/define-handler.js";
import { parseJson } from "../../../handlers/common/parse-json.js";
import { matchRoute } from "../../../handlers/common/router.js";
import { stackFrames } from "../../../handlers/common/stack-frames.js";
import type { handler as emailReminder } from "../../../handlers/pet-reminders/email-reminder.js";
import { apiEvent } from "../pet-reminders/support.js";

const Tired = defineError("Tired");

describe("defineError", () => {
  test("gives errors a name of their own, in their stack and for `instanceof`", () => {
    const error = new Tired("It sleeps.");
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(Tired);
    expect([error.name, Tired.errorName, error.message]).toEqual(["Tired", "Tired", "It sleeps."]);
    expect(error.stack).toMatch(/^Tired: It sleeps\.\n/);
    expectTypeOf(error.name).toEqualTypeOf<"Tired">();
  });
});

describe("defineHandler", () => {
  const handler = defineHandler({
    input: v.object({ pet: v.string(), food: v.object({ grams: v.number() }) }),
    errors: [Tired],
    run: async ({ pet, food }) => ({ fed: `${pet}: ${food.grams}` }),
  });

  test("parses, runs and carries its error names, with their types", async () => {
    expect(await handler({ pet: "Rex", food: { grams: 5 } })).toEqual({ fed: "Rex: 5" });
    expect(handler.errors).toEqual(["Tired", "InvalidInput"]);
    expectTypeOf<(typeof handler)["errors"][number]>().toEqualTypeOf<"Tired" | "InvalidInput">();
    expectTypeOf<(typeof emailReminder)["errors"][number]>().toEqualTypeOf<
      "EmailThrottled" | "EmailRejected" | "EmailUnconfirmed" | "InvalidInput"
    >();
  });

  test("refuses another input by the names of its fields", async () => {
    const event = JSON.parse('{"pet": "secret", "food": {"grams": "secret"}}');
    await expect(handler(event)).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringMatching(/ at: food\.grams\.$/),
    });
  });
});

test("stackFrames leaves the message out, even one that looks like a frame", () => {
  const frames = stackFrames(new TypeError("secret\n    at secret (secret.ts:1:1)"));
  expect(frames).toContain("tasks.test.ts");
  expect(frames).not.toContain("secret");
  const disguised = new Error("a");
  expect(disguised.stack).toMatch(/^Error: a\n/);
  disguised.message = "b";
  expect(stackFrames(disguised)).toBeUndefined();
  expect(stackFrames("text")).toBeUndefined();
});

test.each([
  ['{"a":1}', { a: 1 }],
  [new TextEncoder().encode('"ü"'), "ü"],
  [Buffer.from('"ü"', "latin1"), undefined],
  ["{", undefined],
  ["", undefined],
  [undefined, undefined],
  ["null", null],
])("parseJson(%j)", (json, value) => expect(parseJson(json)).toEqual(value));

describe("matchRoute", () => {
  const routes = ["POST /api/things", "GET /api/things/{id}"] as const;
  test.each([
    ["POST", "/api/things", { route: "POST /api/things", id: "" }],
    ["GET", "/api/things/7", { route: "GET /api/things/{id}", id: "7" }],
    ["GET", "/api/things/a%2Fb", { route: "GET /api/things/{id}", id: "a/b" }],
    ["GET", "/api/things/%C3%BC%201%3F", { route: "GET /api/things/{id}", id: "ü 1?" }],
    ["GET", "/api/things", undefined],
    ["GET", "/api/things/7/8", undefined],
    ["POST", "/api/things/7", undefined],
  ])("%s %s", (method, path, expected) => expect(matchRoute(apiEvent({ method, path }), routes)).toEqual(expected));
});
