import { expect, test } from "vitest";
import { createIdempotencyKeys, randomKey } from "../../../frontend/common/idempotency-key.js";
import { idempotencyKeyProblem } from "../../../handlers/common/idempotency-key.js";

test("the same content keeps its key, until it is used up or another content comes", () => {
  let made = 0;
  const keys = createIdempotencyKeys(() => `key-${++made}`);
  expect([keys.keyFor("a"), keys.keyFor("a")]).toEqual(["key-1", "key-1"]);
  expect(keys.keyFor("b")).toBe("key-2");
  keys.useUp();
  expect(keys.keyFor("b")).toBe("key-3");
});

test("every key has 192 random bits, and the API takes it", () => {
  const keys = Array.from({ length: 200 }, randomKey);
  expect(new Set(keys).size).toBe(200);
  for (const key of keys) {
    expect(key).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(idempotencyKeyProblem(key)).toBeUndefined();
  }
});
