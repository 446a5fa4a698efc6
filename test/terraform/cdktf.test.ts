import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { available, requires } from "../support/requires.js";
import { region } from "./harness/account.js";
import { type Aws, startAws } from "./harness/aws.js";
import { type Checkout, checkOut } from "./harness/checkout.js";
import { runSync } from "./harness/executions.js";
import { requiresAwsProvider, runTool, succeeded, terraformEnvironment } from "./terraform.js";

// `npm run deploy` and `npm run destroy` as a person runs them, but for the environment, which sends the provider to this machine.

const { status } = spawnSync("npx", ["--yes", "cdktf-cli@0.21.0", "--version"], { stdio: "ignore" });
const tools = [
  requiresAwsProvider(),
  requires("moto_server", "--help"),
  requires("aws"),
  available(status === 0, "npx cannot load cdktf-cli"),
];
const patience = 600_000;

const stateSchema = v.object({
  resources: v.array(v.object({ mode: v.string() })),
  outputs: v.record(v.string(), v.object({ value: v.unknown() })),
});

describe.runIf(tools.every(Boolean))("npm run deploy", () => {
  let aws: Aws;
  let checkout: Checkout;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    checkout = await checkOut();
    aws = await startAws();
    env = {
      ...(await terraformEnvironment(checkout.folder)),
      ...{ AWS_ENDPOINT_URL: aws.endpoint, AWS_EC2_METADATA_DISABLED: "true" },
      ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
      ...{ TF_VAR_stage: "dev", TF_VAR_region: region, TF_VAR_alarm_email: "alarms@example.com" },
    };
    delete env.CDKTF_OUTDIR;
  });
  afterAll(async () => {
    await aws?.stop();
    await checkout?.remove();
  });

  /** This machine's provider has no checksums for others, which is all that the lock would add. */
  const cdktf = (command: string) =>
    runTool("npm", ["run", command, "--", "hello", "--auto-approve", "--skip-provider-lock"], {
      cwd: checkout.folder,
      env,
    });
  const state = async () => {
    const file = join(checkout.folder, "terraform", "dev", "hello.tfstate");
    return v.parse(stateSchema, JSON.parse(await readFile(file, "utf8")));
  };

  test(
    "creates the stack hello, which then greets, and npm run destroy leaves nothing of it",
    async () => {
      succeeded(await cdktf("deploy"));
      const { resources, outputs } = await state();
      const created = resources.filter(({ mode }) => mode === "managed");
      console.log(`cdktf deploy hello: ${created.length} resources created.`);
      const greeted = await runSync(aws.endpoint, String(outputs.state_machine_arn?.value), { name: "Ada" });
      expect(greeted).toEqual({ status: "SUCCEEDED", output: { greeting: "Hello, Ada! Nice to meet you." } });
      succeeded(await cdktf("destroy"));
      expect((await state()).resources).toEqual([]);
      expect(aws.refused).toEqual([]);
    },
    patience,
  );
});
