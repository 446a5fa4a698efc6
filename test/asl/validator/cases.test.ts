import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { array, boolean, object, optional, parse, picklist, string, unknown } from "valibot";
import { describe, expect, test } from "vitest";
import { codes, validate } from "../../../asl/validator/index.js";

const Case = object({
  name: string(),
  definition: unknown(),
  options: optional(object({ type: optional(picklist(["STANDARD", "EXPRESS"])), expressions: optional(boolean()) })),
  findings: array(object({ code: string(), pointer: string() })),
});

const folder = "test/asl/validator/cases";
const files = readdirSync(folder).map((name) => ({
  name,
  cases: parse(array(Case), JSON.parse(readFileSync(join(folder, name), "utf8"))),
}));

describe.each(files)("$name", ({ cases }) => {
  test.each(cases)("$name", ({ definition, options, findings }) => {
    const found = validate(definition, {
      ...(options?.type === undefined ? {} : { type: options.type }),
      ...(options?.expressions === undefined ? {} : { expressions: options.expressions }),
    });
    expect(sorted(found.map(({ code, pointer }) => ({ code, pointer })))).toEqual(sorted(findings));
    for (const { message } of found) expect(message).toMatch(/^.{20,}\.$|\?$/s);
  });

  test("has something right and something wrong", () => {
    expect(cases.some(({ findings }) => findings.length === 0)).toBe(true);
    expect(cases.some(({ findings }) => findings.length > 0)).toBe(true);
  });
});

test("every code is tried", () => {
  const tried = new Set(
    files.flatMap(({ cases }) => cases.flatMap(({ findings }) => findings.map(({ code }) => code))),
  );
  // A definition of a mebibyte is no JSON file to read: it has a test of its own.
  expect(codes.filter((code) => !tried.has(code))).toEqual(["TOO_LARGE"]);
});

test("a definition of more than 1 MiB, and one just below it", () => {
  const sized = (bytes: number): string => {
    const [before, after] = ['{"Comment":"', '","StartAt":"A","States":{"A":{"Type":"Succeed"}}}'];
    return before + "x".repeat(bytes - before.length - after.length) + after;
  };
  expect(validate(sized(1_048_576))).toEqual([]);
  expect(validate(sized(1_048_577)).map(({ code }) => code)).toEqual(["TOO_LARGE"]);
  expect(validate(JSON.parse(sized(1_048_577))).map(({ code }) => code)).toEqual(["TOO_LARGE"]);
  // It is bytes that count, not characters.
  expect(validate(sized(600_000).replaceAll("x", "é")).map(({ code }) => code)).toEqual(["TOO_LARGE"]);
});

function sorted<T extends { code: string; pointer: string }>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => `${a.pointer} ${a.code}`.localeCompare(`${b.pointer} ${b.code}`));
}
