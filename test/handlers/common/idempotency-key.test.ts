import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idempotencyKeyProblem, readIdempotencyKey, sha256 } from "../../../handlers/common/idempotency-key.js";

describe("Idempotency-Key", () => {
  const bytes = (length: number) =>
    fc
      .uint8Array({ minLength: length, maxLength: length })
      .filter((b) => new Set(b).size > length / 2 && /[a-f]/.test(Buffer.from(b).toString("hex")));

  test("128 random bits pass, as a UUID, hexadecimal or base64url", () => {
    fc.assert(
      fc.property(
        fc.uuid({ version: 4 }).filter((uuid) => new Set(uuid).size > 8),
        bytes(16),
        (uuid, random) => {
          const buffer = Buffer.from(random);
          for (const key of [uuid, uuid.toUpperCase(), buffer.toString("hex"), buffer.toString("base64url")]) {
            expect([key, idempotencyKeyProblem(key)]).toEqual([key, undefined]);
          }
        },
      ),
    );
  });

  test("a UUID passes, even one of decimal digits alone", () => {
    expect(idempotencyKeyProblem("39582746-1830-4957-8264-018394756201")).toBeUndefined();
  });

  test.each([
    "",
    "1",
    "order-17",
    "2030-01-01",
    "0123456789abcdef0123456789abcde",
    "0123456789abcdef0123456789abcdef",
    "a".repeat(100),
    "abc".repeat(30),
    "01234567890123456789",
    "Wq3kR1m9Zt7yBvC0xLpAx",
    "with a space in it, and long enough",
    "Wq3kR1m9Zt7yBvC0xLpAx,Wq3kR1m9Zt7yBvC0xLpAx",
    "Wq3kR1m9Zt7yBvC0xLpAxéé",
    `${"Wq3kR1m9Zt7yBvC0xLpAx".repeat(12)}abcd`,
  ])("not %j", (key) => expect(idempotencyKeyProblem(key)).toMatch(/^The Idempotency-Key must /));

  test("is read from the headers: none, one that will do, one that will not", () => {
    const key = "Wq3kR1m9Zt7yBvC0xLpAxQ";
    expect(readIdempotencyKey({})).toEqual({ errors: [] });
    expect(readIdempotencyKey({ "idempotency-key": key })).toEqual({ key, errors: [] });
    const refused = { errors: [{ field: "Idempotency-Key", message: expect.stringContaining("128 random bits") }] };
    expect(readIdempotencyKey({ "idempotency-key": "order-17" })).toEqual(refused);
    expect(sha256("key")).toBe("LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM");
  });
});
