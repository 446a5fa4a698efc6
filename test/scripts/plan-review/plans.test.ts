import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requires } from "../../support/requires.js";
import { type Aws, startAws } from "../../terraform/harness/aws.js";
import { deployableStack } from "../../terraform/harness/stack.js";
import { requiresAwsProvider, succeeded, terraformEnvironment } from "../../terraform/terraform.js";
import { writeHead } from "./folders.js";
import { planReview } from "./review.js";
import { scenarios } from "./scenarios.js";

const tools = [requiresAwsProvider(), requires("moto_server", "--help")];
const patience = 180_000;

describe.runIf(tools.every(Boolean))("a plan that Terraform makes now", () => {
  let root: string;
  let aws: Aws;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "stepwright-plan-"));
    aws = await startAws();
  }, patience);
  afterAll(async () => {
    await aws?.stop();
    await rm(root, { recursive: true, force: true });
  });

  test(
    "is reviewed as the recorded one is",
    async () => {
      const [scenario] = scenarios;
      if (scenario === undefined) throw new Error("There is no scenario.");
      await writeHead(root, scenario);
      const folder = join(root, "stacks", scenario.system);
      const env = await terraformEnvironment(root);
      const stack = await deployableStack(folder, { env, endpoint: aws.endpoint, stage: "dev" });
      succeeded(await stack.run("init"));
      succeeded(await stack.run("plan", "-out=reviewed"));
      const plan = join(root, "reviewed.json");
      await writeFile(plan, succeeded(await stack.run("show", "-json", "reviewed")).stdout);
      // The name of the file says nothing: the plan is known by its resources.
      const answer = await planReview("--head", root, "--plan", plan, "--markdown");
      expect(answer.complained).toBe("");
      await expect(answer.printed).toMatchFileSnapshot(join("golden", `${scenario.name}.md`));
    },
    patience,
  );
});
