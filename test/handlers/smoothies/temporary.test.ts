import { describe, expect, test } from "vitest";
import { persistently } from "../../../handlers/smoothies/temporary.js";

const trouble = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

function attempts(errors: readonly Error[]) {
  let time = 0;
  let tries = 0;
  const work = async () => {
    const error = errors[tries++];
    time += 1_000;
    if (error) throw error;
    return "done";
  };
  const sleep = async (milliseconds: number) => {
    time += milliseconds;
  };
  const clock = { now: () => time, sleep };
  return { run: () => persistently(work, 5_000, clock), tries: () => tries };
}

describe("work that is repeated while trouble passes", () => {
  test("is done in the end", async () => {
    const { run, tries } = attempts([trouble("ThrottlingException", 400), trouble("InternalServerError", 500)]);
    expect([await run(), tries()]).toEqual(["done", 3]);
  });

  test("is given up after its time, with the last error", async () => {
    const { run, tries } = attempts(Array.from({ length: 50 }, () => trouble("InternalServerError", 500)));
    await expect(run()).rejects.toThrow("InternalServerError");
    expect(tries()).toBe(5);
  });

  test.each([trouble("ValidationException", 400), new TypeError("a mistake of ours")])(
    "is not repeated after %s",
    async (error) => {
      const { run, tries } = attempts([error]);
      await expect(run()).rejects.toBe(error);
      expect(tries()).toBe(1);
    },
  );
});
