import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { settingsFrom } from "../../stacks/settings.js";
import { NAME_LIMITS, NAMED_INSIDE, physicalNames } from "./names.js";
import { synthesizeFor } from "./stages.js";
import { rawStack, stacks } from "./synthesized.js";

describe("what the environment decides", () => {
  test("is the stage, a bucket for the state, and who shifts aliases", () => {
    expect(settingsFrom({})).toEqual({ stage: "dev", shiftsInSteps: false });
    const all = { TF_VAR_stage: "prod", STATE_BUCKET: "b", STATE_BUCKET_REGION: "eu-west-1", SHIFT_ALIAS: "steps" };
    expect(settingsFrom(all)).toEqual({
      stage: "prod",
      shiftsInSteps: true,
      state: { bucket: "b", region: "eu-west-1" },
    });
    expect(settingsFrom({ SHIFT_ALIAS: "at-once" })).toEqual(settingsFrom({}));
    expect(settingsFrom({ STEPWRIGHT_STAGE: "prod" }).stage).toBe("prod");
    expect(settingsFrom({ STEPWRIGHT_STAGE: "prod", TF_VAR_stage: "blue" }).stage).toBe("blue");
  });

  test.each([
    [{ STATE_BUCKET: "b" }, "STATE_BUCKET is set but STATE_BUCKET_REGION is not."],
    [{ STATE_BUCKET_REGION: "eu-west-1" }, "STATE_BUCKET_REGION is set but STATE_BUCKET is not."],
    [{ SHIFT_ALIAS: "yes" }, 'SHIFT_ALIAS is "yes". Set it to "steps" or "at-once", or leave it out.'],
  ])("is refused when it is %j", (environment, message) => {
    expect(() => settingsFrom(environment)).toThrow(message);
  });
});

const blue = await synthesizeFor({ stage: "blue", shiftsInSteps: false });
const stepwise = await synthesizeFor({
  stage: "blue",
  shiftsInSteps: true,
  state: { bucket: "states", region: "eu-west-1" },
});

describe("two stages in one account", () => {
  test("share no physical name, nor do two systems", () => {
    const names = [
      ...blue.flatMap(({ stack }) => physicalNames(stack, "blue")),
      ...stacks.flatMap((stack) => physicalNames(stack, "dev")),
    ];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.length).toBeGreaterThan(50);
  });

  test("whatever has a name is looked at", () => {
    const named = stacks
      .flatMap(({ resources }) => resources)
      .filter(({ config }) => ["name", "function_name", "bucket", "alarm_name"].some((key) => key in config))
      // What refers to another resource's name has none of its own.
      .filter(({ config }) => !String(config.function_name ?? config.bucket ?? "").startsWith("${aws_"))
      .map(({ type }) => type);
    const looked = [...Object.keys(NAME_LIMITS), ...NAMED_INSIDE];
    expect([...new Set(named)].filter((type) => !looked.includes(type))).toEqual([]);
  });

  test("keep their states in objects of their own", async () => {
    for (const { system, out } of stepwise) {
      const { terraform } = await rawStack(system, out);
      expect(terraform).toMatchObject({
        backend: {
          s3: { bucket: "states", key: `stepwright/blue/${system}.tfstate`, encrypt: true, use_lockfile: true },
        },
      });
      expect(terraform).not.toHaveProperty("backend.local");
    }
    expect(stepwise.length).toBe(stacks.length);
  });
});

const aliasesSchema = v.record(v.string(), v.looseObject({ lifecycle: v.optional(v.unknown()) }));

test.each([
  ["at once: Terraform moves the alias", blue, undefined],
  ["in steps: Terraform leaves the routing alone", stepwise, { ignore_changes: ["routing_configuration"] }],
])("an alias shifts %s", async (_, synthesized, lifecycle) => {
  for (const { system, out } of synthesized) {
    const file = v.parse(
      v.object({ resource: v.looseObject({ aws_sfn_alias: aliasesSchema }) }),
      JSON.parse(await readFile(join(out, "stacks", system, "cdk.tf.json"), "utf8")),
    );
    const aliases = Object.values(file.resource.aws_sfn_alias);
    expect(aliases.length).toBeGreaterThan(0);
    for (const alias of aliases) expect(alias.lifecycle).toEqual(lifecycle);
  }
});
