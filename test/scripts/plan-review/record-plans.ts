import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringify from "json-stringify-pretty-compact";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requires } from "../../support/requires.js";
import { type Aws, startAws } from "../../terraform/harness/aws.js";
import { type DeployableStack, deployableStack } from "../../terraform/harness/stack.js";
import { requiresAwsProvider, succeeded, terraformEnvironment } from "../../terraform/terraform.js";
import { writeBase, writeHead } from "./folders.js";
import { parsePlan, slim } from "./recorded-plan.js";
import { type Scenario, scenarios } from "./scenarios.js";

// Writes the plans that the reviews are made from, as the real Terraform makes them of each scenario: some ten minutes, for which no test
// should wait. `npx vitest run --config test/scripts/plan-review/record.config.ts`, and `-t hello` for one system; then the goldens anew.

const tools = [requiresAwsProvider(), requires("moto_server", "--help")];
const systems = [...new Set(scenarios.map(({ system }) => system))];
const patience = 900_000;

if (!tools.every(Boolean)) throw new Error("Recording needs Terraform, its AWS provider and moto_server.");

describe("records plans", () => {
  let root: string;
  let aws: Aws;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "stepwright-plans-"));
    env = await terraformEnvironment(root);
    aws = await startAws();
  }, patience);
  afterAll(async () => {
    await aws?.stop();
    await rm(root, { recursive: true, force: true });
  });

  async function shown(stack: DeployableStack, ...args: readonly string[]): Promise<string> {
    succeeded(await stack.run("plan", "-refresh=false", "-out=reviewed", ...args));
    return succeeded(await stack.run("show", "-json", "reviewed")).stdout;
  }

  async function record({ name }: Scenario, plan: string): Promise<void> {
    const file = join("test", "scripts", "plan-review", "golden", `${name}.plan.json`);
    await writeFile(
      file,
      `${stringify(slim(plan), { maxLength: 120 })}
`,
    );
    expect(parsePlan(await readFile(file, "utf8"))).toEqual(slim(plan));
  }

  test.each(systems)(
    "for %s",
    async (system) => {
      const own = scenarios.filter((scenario) => scenario.system === system);
      const folder = join(root, "out", "stacks", system);
      await writeBase(join(root, "out"), system);
      const stack = await deployableStack(folder, { env, endpoint: aws.endpoint, stage: "dev" });
      succeeded(await stack.run("init"));
      for (const scenario of own) if (scenario.kind === "first") await record(scenario, await shown(stack));
      succeeded(await stack.run("apply", "-auto-approve"));
      for (const scenario of own) {
        if (scenario.kind === "destroy") await record(scenario, await shown(stack, "-destroy"));
        if (scenario.kind !== "change") continue;
        await writeHead(join(root, "out"), scenario);
        await record(scenario, await shown(stack));
      }
    },
    patience,
  );
});
