import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { checkStack } from "../../../local/terraform/check.js";
import { customerKey } from "../../../stacks/constructs/customer-key.js";
import { requiresAwsProvider, succeeded, workspace } from "../../terraform/terraform.js";
import { everyConstruct, synthesizeToys } from "../toys.js";

// Every construct, used as it is meant, is what Terraform, its AWS provider and the local runtime take.

const verdictSchema = v.object({ valid: v.boolean(), diagnostics: v.array(v.unknown()) });
const dev = await synthesizeToys(everyConstruct);
const prod = await synthesizeToys(everyConstruct, {
  stage: "prod",
  shiftsInSteps: true,
  state: { bucket: "states-of-acme", region: "eu-west-1" },
});
const encrypted = await synthesizeToys(everyConstruct, {
  customerKey: customerKey("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
});

describe.runIf(requiresAwsProvider())("Terraform and its AWS provider accept every construct", () => {
  test.each([
    ["dev", dev],
    ["prod, shifting in steps, with its state in S3", prod],
    ["dev, with a customer key", encrypted],
  ])("in %s", async (_, stack) => {
    const terraform = await workspace();
    await cp(stack.folder, terraform.folder, { recursive: true });
    try {
      succeeded(await terraform.run("init", "-backend=false"));
      const { stdout } = await terraform.run("validate", "-json");
      expect(v.parse(verdictSchema, JSON.parse(stdout))).toEqual({ valid: true, diagnostics: [] });
    } finally {
      await terraform.remove();
    }
  });
});

test("the local runtime accepts every construct", () => {
  expect([...checkStack(dev), ...checkStack(encrypted)]).toEqual([]);
});

test("the state is an object of a bucket that says stage and system, with a lock beside it", async () => {
  const file = await readFile(join(prod.folder, "cdk.tf.json"), "utf8");
  const { terraform } = v.parse(v.object({ terraform: v.record(v.string(), v.unknown()) }), JSON.parse(file));
  expect(terraform).toMatchObject({
    backend: {
      s3: {
        bucket: "states-of-acme",
        region: "eu-west-1",
        key: "stepwright/prod/toys.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    },
    required_version: ">= 1.10",
  });
});
