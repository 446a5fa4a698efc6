import { App, Lazy, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../../local/terraform/template.js";
import { escapeTemplate, jsonTemplate } from "../../../stacks/constructs/terraform-text.js";

const stack = () => new TerraformStack(new App({ outdir: "unused", skipValidation: true }), "stack");

const outputSchema = v.object({ output: v.object({ text: v.object({ value: v.string() }) }) });

/** The text that stands in `cdk.tf.json` for what `jsonTemplate` gives. */
function synthesized(make: (variable: TerraformVariable) => unknown): string {
  const scope = stack();
  const variable = new TerraformVariable(scope, "word", { type: "string" });
  new TerraformOutput(scope, "text", { value: jsonTemplate(make(variable)) });
  return v.parse(outputSchema, scope.toTerraform()).output.text.value;
}

describe("escapeTemplate", () => {
  test.each([
    ["{% $x %}", "{% $x %}"],
    ['{%{"a":1}%}', '{%%{"a":1}%}'],
    ['${"k":v}', '$${"k":v}'],
    ["$${x}", "$$${x}"],
    ["%%{", "%%%{"],
    ["$%{", "$%%{"],
    ["$", "$"],
    ["{}", "{}"],
    ["", ""],
  ])("%s becomes %s", (text, escaped) => {
    expect(escapeTemplate(text)).toBe(escaped);
  });

  test("no text stays a template", () => {
    const { parts, unsupported } = parseTemplate(escapeTemplate("${a.b} %{ if x } $${c.d}"));
    expect(unsupported).toEqual([]);
    expect(parts.join("")).toBe("${a.b} %{ if x } $${c.d}");
  });
});

describe("jsonTemplate", () => {
  test("keeps references and escapes text beside them", () => {
    expect(synthesized(({ stringValue }) => ({ a: "${y}", b: stringValue, c: `%{${stringValue}}` }))).toBe(
      '{"a":"$${y}","b":"${var.word}","c":"%%{${var.word}}"}',
    );
  });

  test("writes a dollar before a reference in JSON's own escape", () => {
    expect(synthesized(({ stringValue }) => [`$${stringValue}`, `$$${stringValue}`])).toBe(
      '["\\u0024${var.word}","$\\u0024${var.word}"]',
    );
  });

  test("takes references in keys, and lazy ones", () => {
    const lazy = Lazy.stringValue({ produce: () => "late" });
    expect(synthesized(({ stringValue }) => ({ [stringValue]: lazy }))).toBe('{"${var.word}":"late"}');
  });

  test("leaves out what JSON leaves out", () => {
    expect(synthesized(() => ({ a: undefined, b: [null], c: "" }))).toBe('{"b":[null],"c":""}');
  });

  test("escapes what Terraform would compose, and only that", () => {
    expect(synthesized(() => ["é", "e\u0301", "\u212b", "🐾"])).toBe(
      '["\\u00e9","e\\u0301","\\u212b","\\ud83d\\udc3e"]',
    );
    expect(synthesized(() => ["é", "🐾"])).toBe('["é","🐾"]');
  });

  test.each([
    ["number", ({ numberValue }: TerraformVariable) => ({ number: numberValue })],
    ["list", ({ listValue }: TerraformVariable) => ({ list: listValue })],
    ["any", ({ value }: TerraformVariable) => ({ any: value })],
    ["deep", ({ booleanValue }: TerraformVariable) => [{ deep: booleanValue }]],
  ])("refuses a reference that is no text: %s", (_, make) => {
    expect(() => synthesized(make)).toThrow(/is a Terraform reference that is no text/);
  });

  test("recognizes references as this CDKTF writes them", () => {
    const { stringValue, listValue } = new TerraformVariable(stack(), "word", { type: "string" });
    expect(stringValue).toMatch(/^\$\{TfToken\[[\w:.-]+\]\}$/);
    expect(listValue).toEqual([expect.stringMatching(/^#\{TfToken\[/)]);
  });
});
