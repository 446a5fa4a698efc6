import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { variableSources } from "../../../local/terraform/variable-files.js";
import { resolveVariables } from "../../../local/terraform/variables.js";
import { temporaryFolder } from "../support/temporary-folder.js";

test("the environment beats local.tfvars.json, which beats default.tfvars.json", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, "local"));
  await writeFile(join(root, "local", "default.tfvars.json"), '{"a":"default","b":"default","c":"default"}');
  await writeFile(join(root, "local", "local.tfvars.json"), '{"a":"local","b":"local"}');
  const sources = await variableSources(root, { TF_VAR_a: "environment" });
  const text = { type: "string" };
  expect(Object.fromEntries(resolveVariables({ a: text, b: text, c: text }, sources).values)).toEqual({
    ...{ a: "environment", b: "local", c: "default" },
  });
});

test("a file that holds no variables is named", async () => {
  const root = await temporaryFolder();
  await mkdir(join(root, "local"));
  const file = join(root, "local", "local.tfvars.json");
  await writeFile(file, "{");
  await expect(variableSources(root, {})).rejects.toThrow(
    /local\/local\.tfvars\.json: The file does not hold variables/u,
  );
  await writeFile(file, "[]");
  await expect(variableSources(root, {})).rejects.toThrow("it is not an object");
});

test("the repository's own defaults are enough to start", async () => {
  const sources = await variableSources(process.cwd(), {});
  const ours = sources.find(({ name }) => name === "local/default.tfvars.json");
  expect(Object.keys(ours?.values ?? {}).sort()).toEqual([
    ...["alarm_email", "allowed_recipients", "sender", "shop_sender", "stage"],
  ]);
});
