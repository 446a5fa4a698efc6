import { expect, test } from "vitest";
import type { JsonObject } from "../../asl/spec/index.js";
import { startRuntime } from "../../local/runtime.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { writeStack, zipOf } from "./support/write-stack.js";

const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
const role = "arn:aws:iam::000000000000:role/role";

const resources: Readonly<Record<string, JsonObject>> = {
  aws_dynamodb_table: { name: "same", hash_key: "id", attribute: [{ name: "id", type: "S" }] },
  aws_iam_role: { name: "same", assume_role_policy: "{}" },
  aws_lambda_function: {
    ...{ function_name: "same", role, runtime: "nodejs22.x", handler: "index.handler", filename: "code.zip" },
  },
  aws_sfn_state_machine: { name: "same", role_arn: role, definition },
  aws_sns_topic: { name: "same" },
  aws_sqs_queue: { name: "same" },
};

test.each(Object.entries(resources))("a second %s of one name stops the start", async (type, resource) => {
  const folder = await temporaryFolder();
  const files = { "code.zip": zipOf("export const handler = async () => 1;") };
  const role = { role: { name: "role", assume_role_policy: "{}" } };
  for (const system of ["one", "two"]) {
    const roles = type === "aws_iam_role" || system === "two" ? {} : { aws_iam_role: role };
    const content = { provider: { aws: [{ region: "eu-west-1" }] }, resource: { ...roles, [type]: { x: resource } } };
    await writeStack(folder, content, files, system);
  }
  const start = startRuntime({ root: process.cwd(), outDir: folder, port: 0, variables: [], log: () => {} });
  await expect(start).rejects.toThrow(/^The stack two cannot run here:\n {2}\S+\.x: .*(already|ResourceInUse)/u);
});
