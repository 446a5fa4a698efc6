import { cp } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eachStack, OUT } from "../stacks/synthesized.js";
import { requiresAwsProvider, succeeded, type Workspace, workspace } from "./terraform.js";

const verdictSchema = v.object({ valid: v.boolean(), diagnostics: v.array(v.object({ summary: v.string() })) });

describe.runIf(requiresAwsProvider()).each(eachStack)("Terraform and its AWS provider accept %s", (system) => {
  let terraform: Workspace;

  beforeAll(async () => {
    terraform = await workspace();
    await cp(join(OUT, "stacks", system), terraform.folder, { recursive: true });
  });
  afterAll(() => terraform.remove());

  test("init finds the pinned provider, validate has nothing to say, not even a warning", async () => {
    succeeded(await terraform.run("init", "-backend=false"));
    const { stdout } = await terraform.run("validate", "-json");
    expect(v.parse(verdictSchema, JSON.parse(stdout))).toEqual({ valid: true, diagnostics: [] });
  });
});
