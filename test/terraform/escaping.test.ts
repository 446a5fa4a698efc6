import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { resolveValue } from "../../local/terraform/resolve.js";
import { jsonTemplate } from "../../stacks/constructs/terraform-text.js";
import { requires } from "../support/requires.js";
import { succeeded, workspace } from "./terraform.js";

// Texts go the way of a definition: through `jsonTemplate` into `cdk.tf.json`, and through the real Terraform out of it.

/** A text, in pieces; `REFERENCE` stands for a reference to a variable. */
type Case = readonly string[];

const REFERENCE = "(reference)";
/** What the variable holds: templates in a value are none. */
const VALUE = "va{l}ue$";

const written: readonly Case[] = [
  ['{%{"a":1}%}'],
  ['${"k":v}'],
  ["{% $x%{ %}"],
  ["50%{"],
  ["%{ if true }yes%{ endif }"],
  ["${var.word}", "$${var.word}", "$$${var.word}", "$$$${var.word}"],
  ["%%{", "%%%{", "%%%%{", "$%{", "%${"],
  ["$", REFERENCE],
  ["$$", REFERENCE],
  ["$$$", REFERENCE],
  ["%", REFERENCE, "%"],
  ["%%", REFERENCE, "{"],
  ["${", REFERENCE, "}"],
  ["$${", REFERENCE, "}"],
  ["%{", REFERENCE, "}"],
  [REFERENCE, REFERENCE],
  [REFERENCE, "$", REFERENCE, "$"],
  ["\\$", REFERENCE, "\\"],
  ['"$', REFERENCE, '"'],
  ["\\${", "\\\\${", "\\u0024{", '\\"'],
  ["line\nbreak\r\n\ttab\u0000\u001f\u007f\u2028\u2029"],
  ["Großvater füttert 🐾 ${日本} %{العربية}"],
  ["<>&' </script>"],
  [""],
];

const piece = fc.oneof(
  { arbitrary: fc.constantFrom("$", "%", "{", "}", "${", "%{", "$${", "%%{", "~", "${~", "~}"), weight: 6 },
  { arbitrary: fc.constantFrom('"', "\\", "\n", "\r", "\t", "'", "\\n", '\\"', "\\u0024"), weight: 3 },
  { arbitrary: fc.constantFrom("${var.word}", "%{if x}", "%{ endif ~}", "#{", "${TfToken", "<<EOT"), weight: 1 },
  { arbitrary: fc.string({ unit: "grapheme", maxLength: 3 }), weight: 2 },
  { arbitrary: fc.constant(REFERENCE), weight: 3 },
);
const fuzzed: readonly Case[] = fc.sample(fc.array(piece, { maxLength: 12 }), { seed: 20_261, numRuns: 1000 });

const outputs = v.record(v.string(), v.object({ value: v.string() }));
type Outputs = v.InferOutput<typeof outputs>;

describe.runIf(requires("terraform"))("Terraform reads each text as it was written", () => {
  const cases = [...written, ...fuzzed];
  let read: Outputs = {};
  let synthesized: Outputs = {};

  beforeAll(async () => {
    const terraform = await workspace();
    const outdir = await mkdtemp(join(tmpdir(), "stepwright-texts-"));
    try {
      synthesize(outdir, cases);
      const stack = await readFile(join(outdir, "stacks", "texts", "cdk.tf.json"), "utf8");
      synthesized = v.parse(v.object({ output: outputs }), JSON.parse(stack)).output;
      await writeFile(join(terraform.folder, "cdk.tf.json"), stack);
      succeeded(await terraform.run("init"));
      succeeded(await terraform.run("apply", "-auto-approve"));
      read = v.parse(outputs, JSON.parse(succeeded(await terraform.run("output", "-json")).stdout));
    } finally {
      await Promise.all([terraform.remove(), rm(outdir, { recursive: true, force: true })]);
    }
  });

  test.each(written.map((one, index) => [JSON.stringify(one.join("")), one, index] as const))("%s", (_, one, index) => {
    expect(meaning(read, index)).toEqual(expected(one));
  });

  test(`and ${fuzzed.length} more, from a fixed seed`, () => {
    const wrong = fuzzed.flatMap((one, index) => {
      const got = JSON.stringify(meaning(read, written.length + index));
      return got === JSON.stringify(expected(one)) ? [] : [{ one, got }];
    });
    expect(wrong).toEqual([]);
    expect(fuzzed.filter((one) => one.join("").includes("${")).length).toBeGreaterThan(100);
    expect(fuzzed.filter((one) => one.includes(REFERENCE)).length).toBeGreaterThan(100);
  });

  test("and the local runtime reads them as Terraform does", () => {
    const names = Object.keys(synthesized);
    const wrong = names.filter((name) => {
      const value = resolveValue(synthesized[name]?.value ?? null, ({ source }) =>
        source === "${var.word}" ? VALUE : `unknown ${source}`,
      );
      return value !== read[name]?.value;
    });
    expect(wrong).toEqual([]);
    expect(names.length).toBe(cases.length);
  });
});

/** What JSON a case stands in: as a value, as a key, and beside another one. */
function document(text: string): object {
  return { text, list: [text, 1], [`key ${text}`]: null };
}

function expected(one: Case): object {
  return document(one.map((part) => (part === REFERENCE ? VALUE : part)).join(""));
}

function meaning(read: Outputs, index: number): unknown {
  return JSON.parse(read[`case_${index}`]?.value ?? "null");
}

function synthesize(outdir: string, cases: readonly Case[]): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "texts");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  const word = new TerraformVariable(stack, "word", { type: "string", default: VALUE });
  cases.forEach((one, index) => {
    const text = one.map((part) => (part === REFERENCE ? word.stringValue : part)).join("");
    const output = new TerraformOutput(stack, `case-${index}`, { value: jsonTemplate(document(text)) });
    output.overrideLogicalId(`case_${index}`);
  });
  app.synth();
}
