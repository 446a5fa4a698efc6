import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../asl/spec/index.js";
import { accepted } from "../../local/terraform/accepted.js";
import { checkStack } from "../../local/terraform/check.js";
import { everyStage } from "./stages.js";
import { rawStack, stackOf, stringsIn } from "./synthesized.js";

// Stacks use only what the local runtime can run too: what runs on one machine is what is deployed.

const PLAIN_REFERENCE = /^(var|data\.aws_\w+|aws_\w+)(\.[A-Za-z_]\w*)+$/;

/** Terraform's expressions and directives in a text, escaped ones left out. */
function templatesIn(text: string): readonly string[] {
  const unescaped = text.replaceAll(/\$\$\{|%%\{/g, "");
  return [...unescaped.matchAll(/[$%]\{([^}]*)\}?/g)].map(([all, inside]) =>
    all.startsWith("$") ? (inside ?? "") : all,
  );
}

/** Every expression that is more than a reference. */
const beyondReferences = (value: unknown) =>
  stringsIn(value)
    .flatMap(templatesIn)
    .filter((expression) => !PLAIN_REFERENCE.test(expression));

describe.each(await everyStage())("the stack %s", (_, { system, stack, out }) => {
  test("is one that the local runtime accepts", () => {
    expect(checkStack(stack)).toEqual([]);
  });

  test("has no expression but references, outside the rules of its variables", async () => {
    const { variable: _, ...rest } = await rawStack(system, out);
    expect(beyondReferences(rest)).toEqual([]);
  });

  test("writes each resource out", () => {
    expect(stack.resources.filter(({ unsupportedMeta }) => unsupportedMeta.length > 0)).toEqual([]);
  });

  test("looks up nothing but account, region and partition", () => {
    expect(stack.dataSources.map(({ address }) => address).sort()).toEqual([
      "aws_caller_identity.current",
      "aws_partition.current",
      "aws_region.current",
    ]);
  });

  test("stands alone: no other stack's state, no module, no other provider", async () => {
    const raw = await rawStack(system, out);
    const blocks = Object.keys(raw).filter((block) => block !== "moved");
    expect(blocks.sort()).toEqual(["//", "data", "output", "provider", "resource", "terraform", "variable"]);
    expect(Object.keys(Object(raw.provider))).toEqual(["aws"]);
    expect(JSON.stringify(raw)).not.toMatch(/terraform_remote_state|cross-stack-output/);
  });

  test("uses resource types that the local runtime has", () => {
    const types = new Set(stack.resources.map(({ type }) => type));
    expect([...types].filter((type) => !Object.hasOwn(accepted, type))).toEqual([]);
  });
});

describe("the check refuses", () => {
  const [resource, ...others] = stackOf("pet-reminders").resources;
  if (!resource) throw new Error("pet-reminders has no resources.");
  const withConfig = (config: JsonObject, unsupportedMeta: readonly string[] = []) => ({
    ...stackOf("pet-reminders"),
    resources: [{ ...resource, config: { ...resource.config, ...config }, unsupportedMeta }, ...others],
  });

  test.each(["${jsonencode({})}", '${"a" == "b" ? 1 : 2}', "a %{ if true }b%{ endif }", "${local.name}"])(
    "%s",
    (text) => {
      expect(beyondReferences({ deep: [{ text }] })).not.toEqual([]);
      expect(checkStack(withConfig({ name: text })).map(({ code }) => code)).toContain("UNSUPPORTED_EXPRESSION");
    },
  );

  test("count and for_each", () => {
    const codes = checkStack(withConfig({}, ["count", "for_each"])).map(({ code }) => code);
    expect(codes).toEqual(["META_ARGUMENT", "META_ARGUMENT"]);
  });

  test("but not text that only looks like a template", () => {
    expect(beyondReferences("$${x} %%{if} {% $a %} ${aws_sns_topic.alarms.arn}")).toEqual([]);
  });
});
