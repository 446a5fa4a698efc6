import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disk } from "../../../scripts/lib/plan-review/disk.js";
import { readStacks } from "../../../scripts/lib/plan-review/stack.js";
import { writeScenario } from "./folders.js";
import { completed, parsePlan } from "./recorded-plan.js";
import { planReview } from "./review.js";
import { type Scenario, scenarios } from "./scenarios.js";

// Ten reviews as GitHub shows them. A changed view, or stack, is written anew with `npx vitest run test/scripts/plan-review -u`:
// read the difference.

const folder = join("test", "scripts", "plan-review", "golden");

/** The exit code of each. */
const codes: Readonly<Record<string, number>> = {
  "first-deploy": 3,
  "changed-wait": 3,
  "renamed-state": 4,
  "removed-catch": 4,
  "widened-iam": 3,
  "replaced-table": 4,
  "new-route": 3,
  "changed-handler": 0,
  nothing: 0,
  destroy: 4,
};

describe("golden reviews", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "stepwright-reviews-"));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function written(scenario: Scenario) {
    const { name, system } = scenario;
    const { base, head } = await writeScenario(join(root, name), scenario);
    const sides = await Promise.all([base, head].map((side) => readStacks(side, disk(process.cwd()))));
    const addresses = sides.flatMap((stacks) => [...(stacks.get(system)?.resources.keys() ?? [])]);
    const plan = join(root, name, `${system}.json`);
    const recorded = parsePlan(await readFile(join(folder, `${name}.plan.json`), "utf8"));
    await writeFile(plan, JSON.stringify(completed(recorded, [...new Set(addresses)])));
    return { base, head, plan };
  }

  test("there are ten", () => {
    expect(scenarios.map(({ name }) => name)).toEqual(Object.keys(codes));
  });

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))("%s", async (name, scenario) => {
    const { base, head, plan } = await written(scenario);
    const answer = await planReview("--base", base, "--head", head, "--plan", plan, "--markdown");
    expect(answer.complained).toBe("");
    expect(answer.code).toBe(codes[name]);
    await expect(answer.printed).toMatchFileSnapshot(join("golden", `${name}.md`));
  });
});
