import { describe, expect, test } from "vitest";
import { runBundle } from "../handlers/run-bundle.js";
import { at, eachStack, ofType, textAt } from "./synthesized.js";

describe.each(eachStack)("the functions of %s", (system, stack) => {
  const functions = ofType(stack, "aws_lambda_function").map(
    (fn) => [textAt(fn, "function_name").split("${var.stage}-")[1] ?? "", fn] as const,
  );

  test.each(functions)("%s is given the settings that it reads, and no others", async (name, fn) => {
    // Started without any, the bundle names all that it misses.
    const { printed } = await runBundle(name, {}, [], system);
    const missed =
      /Missing or empty in the function's environment: ([A-Z_, ]+)\./.exec(printed)?.[1]?.split(", ") ?? [];
    expect(Object.keys(at(fn, "environment.variables") ?? {}).sort()).toEqual(missed.sort());
  });
});
