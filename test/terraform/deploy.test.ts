import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requires } from "../support/requires.js";
import { type Aws, startAws } from "./harness/aws.js";
import { cdktfUser, requiresCdktf } from "./harness/cdktf.js";
import { type Checkout, checkOut } from "./harness/checkout.js";
import { runSync } from "./harness/executions.js";
import { type DeployableStack, deployableStack } from "./harness/stack.js";
import { systems } from "./harness/systems.js";
import { requiresAwsProvider, succeeded, terraformEnvironment } from "./terraform.js";

// The way to production with the real Terraform and its real AWS provider, on this machine: each stack is created, left alone,
// changed and destroyed, and what is deployed is used.

const tools = [requiresAwsProvider(), requires("moto_server", "--help"), requires("aws"), requiresCdktf()];
const stage = "dev";
/** Most of it is the provider's waiting: for a queue to be seen by all of SQS, for example. */
const patience = 900_000;

describe.runIf(tools.every(Boolean))("Terraform", () => {
  let aws: Aws;
  let checkout: Checkout;
  let env: NodeJS.ProcessEnv;
  let stackIn: (outdir: string, system: string, stage: string) => Promise<DeployableStack>;

  beforeAll(async () => {
    checkout = await checkOut();
    env = await terraformEnvironment(checkout.folder);
    aws = await startAws();
    await checkout.synth(stage, "cdktf.out");
    await checkout.synth("prod", "prod.out");
    for (const { file, text, by } of Object.values(systems).flatMap(({ edits }) => edits)) {
      await checkout.replace(file, text, by);
    }
    await checkout.synth(stage, "changed.out");
    stackIn = async (outdir, system, stage) => {
      const folder = join(checkout.folder, outdir, "stacks", system);
      const stack = await deployableStack(folder, { env, endpoint: aws.endpoint, stage });
      succeeded(await stack.run("init"));
      return stack;
    };
    // Alone, so that a provider that must be loaded is there for the others.
    await stackIn("cdktf.out", "hello", stage);
  }, patience);
  afterAll(async () => {
    await aws?.stop().finally(() => checkout?.remove());
  }, patience);

  test("knows each of the stacks", async () => {
    expect(Object.keys(systems).sort()).toEqual((await readdir(join(checkout.folder, "cdktf.out", "stacks"))).sort());
  });

  // The one with the most processes first: it takes the longest.
  test.concurrent(
    "creates hello by npm run deploy, and destroys it by npm run destroy",
    async () => {
      const own = await checkOut();
      try {
        const user = cdktfUser(own, { env, endpoint: aws.endpoint, stage: "cdktf" });
        const start = Date.now();
        succeeded(await user.run("deploy", "hello"));
        const { resources, outputs } = await user.state("hello");
        const greeted = await runSync(aws.endpoint, String(outputs.state_machine_arn), { name: "Ada" });
        expect(greeted).toEqual({ status: "SUCCEEDED", output: { greeting: "Hello, Ada! Nice to meet you." } });
        succeeded(await user.run("destroy", "hello"));
        expect(await user.state("hello")).toEqual({ resources: 0, outputs: {} });
        console.log(`npm run deploy and destroy: ${resources} resources in ${secondsSince(start)} s.`);
      } finally {
        await own.remove();
      }
    },
    patience,
  );

  test.concurrent.each(Object.entries(systems))(
    "creates %s, finds nothing to do, changes it in place and destroys it",
    async (system, { updates, use }) => {
      const report: string[] = [];
      const timed = async <T>(what: (result: T) => string, work: Promise<T>): Promise<T> => {
        const start = Date.now();
        const result = await work;
        report.push(`${what(result)} in ${secondsSince(start)} s`);
        return result;
      };

      const stack = await stackIn("cdktf.out", system, stage);
      succeeded(await stack.run("validate"));
      const planned = await stack.plan();
      expect(planned.filter((change) => !change.startsWith("create "))).toEqual([]);
      await timed(() => `${planned.length} resources created`, stack.applyPlan());
      const created = await stack.resources();
      expect(created.map((address) => `create ${address}`)).toEqual(planned);
      await expectNothingToDo(stack);
      report.push("the plan after it is empty");
      const stateMachineArn = String((await stack.outputs()).state_machine_arn);
      const deployed = { endpoint: aws.endpoint, stage, stateMachineArn };
      await timed(() => "used", use(deployed, false));

      const changed = await stackIn("changed.out", system, stage);
      expect(await changed.plan()).toEqual(updates.map((address) => `update ${address}`));
      await timed(() => `${updates.length} resources updated in place`, changed.applyPlan());
      await expectNothingToDo(changed);
      await use(deployed, true);
      expect(await changed.resources()).toEqual(created);

      await timed(() => "destroyed", changed.run("destroy", "-auto-approve").then(succeeded));
      expect(await changed.resources()).toEqual([]);
      expect(await changed.outputs()).toEqual({});
      console.log(`${system}: ${report.join("; ")}.`);
    },
    patience,
  );

  test.concurrent(
    "refuses to destroy what holds the data of production",
    async () => {
      const stack = await stackIn("prod.out", "pet-reminders", "prod");
      const table = "aws_dynamodb_table.send_markers";
      succeeded(await stack.run("apply", "-auto-approve", `-target=${table}`));
      const destroying = await stack.run("destroy", "-auto-approve");
      expect(destroying.code).toBe(1);
      expect(destroying.output).toContain("Instance cannot be destroyed");
      expect(await stack.resources()).toEqual([table]);
    },
    patience,
  );

  test("asked nothing that the AWS here does not know", () => {
    expect(aws.refused).toEqual([]);
  });
});

async function expectNothingToDo(stack: DeployableStack): Promise<void> {
  const plan = await stack.run("plan", "-detailed-exitcode");
  expect(plan.code, plan.output.replaceAll(/^.*Refreshing state.*$\n/gmu, "")).toBe(0);
}

function secondsSince(start: number): number {
  return Math.round((Date.now() - start) / 1000);
}
