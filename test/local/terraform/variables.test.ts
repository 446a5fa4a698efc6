import { describe, expect, test } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import { evaluateCondition } from "../../../local/terraform/condition.js";
import { environmentSource, resolveVariables } from "../../../local/terraform/variables.js";

describe("the condition of a validation", () => {
  const variables = new Map<string, Json>([
    ["stage", "local"],
    ["list", "a@b.example, *"],
  ]);

  test.each([
    ['${can(regex("^[a-z]+$", var.stage))}', true],
    ['${can(regex("^[0-9]+$", var.stage))}', false],
    ['${!can(regex("^\\\\d+$", var.stage))}', true],
    ['${var.stage == "local"}', true],
    ['${var.stage != "local"}', false],
    ['${var.stage == "dev" || !strcontains(var.list, "*")}', false],
    ['${var.stage == "local" || !strcontains(var.list, "*")}', true],
    ['${(var.stage == "local" && false) || true}', true],
  ])("%s is %s", (condition, expected) => {
    expect(evaluateCondition(condition, variables)).toBe(expected);
  });

  test.each([
    "${length(var.stage) > 3}",
    "${var.other == 1}",
    "${contains([1], 1)}",
    "no template",
    "${var.stage}",
    '${"a" == }',
  ])("%s is left to Terraform", (condition) => {
    expect(evaluateCondition(condition, variables)).toBeUndefined();
  });
});

describe("variables", () => {
  const declared = {
    stage: {
      type: "string",
      default: "dev",
      validation: [{ condition: '${can(regex("^[a-z]+$", var.stage))}', error_message: "stage must be letters." }],
    },
    count: { type: "number", default: 1 },
    on: { type: "bool", default: false },
    sender: { type: "string", nullable: false, description: "Who sends." },
  };
  const file = { name: "local/local.tfvars.json", values: { stage: "file", sender: "a@b.example" } };

  test("come from the environment first, then from a file, then from their default", () => {
    const sources = [
      environmentSource({ TF_VAR_stage: "env", TF_VAR_on: "true", TF_VAR_count: "7", OTHER: "x" }),
      file,
    ];
    const { values, problems } = resolveVariables(declared, sources);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({ stage: "env", count: 7, on: true, sender: "a@b.example" });
    expect(resolveVariables(declared, [file]).values.get("stage")).toBe("file");
  });

  test("without a value say where to set it", () => {
    const { problems } = resolveVariables(declared, []);
    expect(problems.map(({ code, address }) => [code, address])).toEqual([["MISSING_VARIABLE", "var.sender"]]);
    expect(problems[0]?.message).toContain("(Who sends.)");
    expect(problems[0]?.message).toContain("TF_VAR_sender");
  });

  test("of the wrong type or against a rule are refused, all at once, with their source", () => {
    const sources = [environmentSource({ TF_VAR_count: "many", TF_VAR_on: "perhaps", TF_VAR_stage: "A1" }), file];
    const { problems } = resolveVariables(declared, sources);
    expect(problems.map(({ code, address }) => `${code} ${address}`).sort()).toEqual([
      "INVALID_VARIABLE var.count",
      "INVALID_VARIABLE var.on",
      "INVALID_VARIABLE var.stage",
    ]);
    expect(problems.every(({ message }) => message.includes("TF_VAR_*"))).toBe(true);
    expect(problems.some(({ message }) => message.includes("stage must be letters."))).toBe(true);
  });

  test("with a rule that only Terraform can check are listed", () => {
    const rule = { condition: "${length(var.x) > 3}", error_message: "x must be longer." };
    const { unchecked } = resolveVariables({ x: { type: "string", default: "a", validation: rule } }, []);
    expect(unchecked).toEqual(["var.x: x must be longer."]);
  });
});
