import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nullish, object, optional, parse, picklist, string, unknown } from "valibot";
import { describe, expect, test } from "vitest";
import { type Finding, validate } from "../../../asl/validator/index.js";

// Definitions with what AWS did with them, recorded by the LocalStack project. They stand beside the repository, not in it.
const folder = process.env.ASL_CONFORMANCE ?? "../shared/asl-conformance";

const Case = object({
  id: string(),
  kind: string(),
  type: picklist(["STANDARD", "EXPRESS"]),
  definition: unknown(),
  outcome: nullish(object({ status: string() })),
  expected: nullish(object({ Error: optional(unknown()), result: optional(string()) })),
});

/**
 * What AWS takes although the specification or its own documentation forbids it, or although it can only go wrong: an error of
 * ours, and why we keep it. By code, since there is nothing special about the recorded definitions.
 */
const accepted: Readonly<Record<string, string>> = {
  VARIABLE_NEVER_ASSIGNED:
    "AWS looks variables up when it runs; the recorded executions fail with States.QueryEvaluationError.",
  VARIABLE_OUT_OF_SCOPE:
    "As before. One recording succeeds, as its execution takes another way than to the state that reads.",
  JSONATA_UNKNOWN_FUNCTION: "AWS looks functions up when it runs; the recorded execution fails with T1006.",
  FIELD_NEVER_WRITTEN: "AWS evaluates paths when it runs; the recorded execution fails with States.Runtime.",
  TASK_TOKEN_NOT_PASSED: "AWS does not look for the token; the task can only wait until its time is over.",
};

const available = existsSync(join(folder, "cases"));
if (!available) {
  const missing = `There are no conformance cases at '${folder}' (ASL_CONFORMANCE): the tests that need them`;
  if (process.env.REQUIRE_ALL === "1")
    throw new Error(`${missing} cannot run, and REQUIRE_ALL=1 forbids to skip them.`);
  console.warn(`${missing} are skipped.`);
}

describe.runIf(available)("what AWS did", () => {
  const cases = available
    ? readdirSync(join(folder, "cases")).map((file) => ({
        file,
        ...parse(Case, JSON.parse(readFileSync(join(folder, "cases", file), "utf8"))),
      }))
    : [];
  const errors = (of: (typeof cases)[number]): readonly Finding[] =>
    validate(of.definition, { type: of.type }).filter(({ severity }) => severity === "error");

  test("what it ran has no error, but for what can only go wrong", () => {
    const executions = cases.filter(({ kind }) => kind === "execution");
    const wrong = executions.map((of) => ({ ...of, errors: errors(of) })).filter(({ errors }) => errors.length > 0);
    const lines = wrong.map(
      ({ file, outcome, errors }) =>
        `  ${file} ${outcome?.status}: ${errors.map(({ code, pointer }) => `${code} at ${pointer}`).join(", ")}`,
    );
    console.info(
      `Executions without an error: ${percent(executions.length - wrong.length, executions.length)}. With one:\n${lines.join("\n")}`,
    );
    expect(wrong.flatMap(({ errors }) => errors).filter(({ code }) => accepted[code] === undefined)).toEqual([]);
    expect(executions.length).toBeGreaterThan(100);
    expect(wrong.length / executions.length).toBeLessThan(0.015);
    // The exceptions are about what goes wrong when it runs: nearly all of them did.
    const succeeded = wrong.filter(({ outcome }) => outcome?.status === "SUCCEEDED");
    expect(succeeded.length / executions.length).toBeLessThan(0.003);
  });

  test("what it refused has an error, and what it took has none", () => {
    const verdicts = cases
      .filter(({ kind }) => kind === "creation-error" || kind === "validate")
      .map((of) => ({ ...of, refused: of.expected?.Error !== undefined || of.expected?.result === "FAIL" }));
    const differing = verdicts.filter((of) => errors(of).length > 0 !== of.refused);
    console.info(`Verdicts of AWS met: ${percent(verdicts.length - differing.length, verdicts.length)}.`);
    expect(differing.map(({ file, id }) => `${file} ${id}`)).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(10);
  });
});

function percent(part: number, whole: number): string {
  return `${part} of ${whole}, ${((100 * part) / whole).toFixed(1)} %`;
}
