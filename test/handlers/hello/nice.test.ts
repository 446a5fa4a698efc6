import { expect, it } from "vitest";
import { handler } from "../../../handlers/hello/nice.js";

it("says something nice after the greeting", async () => {
  expect(await handler({ hello: "Hello, Ada!" })).toEqual({ greeting: "Hello, Ada! Nice to meet you." });
});

it("refuses an event without a greeting, and tells the field and not the value", async () => {
  const event = JSON.parse('{"hello": 1234567}');
  await expect(handler(event)).rejects.toMatchObject({
    name: "InvalidInput",
    message: expect.stringContaining("hello"),
  });
  await expect(handler(event)).rejects.not.toThrow("1234567");
});
