import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LOG_RETENTION_DAYS } from "../../stacks/constructs/log-group.js";
import { releases } from "../../stacks/releases/index.js";
import { settingsFrom } from "../../stacks/settings.js";
import { synthesizeFor } from "../stacks/stages.js";
import { at, ofType, rawStack, stacks, textAt } from "../stacks/synthesized.js";
import { pageAt, pages } from "./pages.js";

const page = pageAt("docs/deploy.md");
const systems = stacks.map(({ system }) => system).sort();

/** The variables of a stack, and whether they have a default. */
async function variablesOf(system: string): Promise<ReadonlyMap<string, "required" | "optional">> {
  const { variable } = await rawStack(system);
  if (typeof variable !== "object" || variable === null) throw new Error(`${system} has no variables.`);
  return new Map(
    Object.entries(variable).map(
      ([name, declared]) => [name, "default" in declared ? "optional" : "required"] as const,
    ),
  );
}

const declared = new Map(
  await Promise.all(systems.map(async (system) => [system, await variablesOf(system)] as const)),
);
const allNames = new Set([...declared.values()].flatMap((variables) => [...variables.keys()]));

describe("the variables", () => {
  test("of the table are those of the stacks, required or not", () => {
    const [head = "", ...rows] = page.split("\n").filter((line) => /^\| (variable|`TF_VAR_)/.test(line));
    const columns = cellsOf(head).slice(1, -1);
    expect(columns).toEqual(systems);
    const shown = rows.flatMap((row) => {
      const [name = "", ...cells] = cellsOf(row);
      return systems.map((system, index) => `${system} ${name.replaceAll("`", "")} ${cells[index]}`);
    });
    const wanted = systems.flatMap((system) =>
      [...allNames].map((name) => `${system} TF_VAR_${name} ${declared.get(system)?.get(name) ?? ""}`),
    );
    expect([...shown].sort()).toEqual([...wanted].sort());
  });

  test.each([...pages.keys()])("that %s names exist in a stack", (path) => {
    const named = [...pageAt(path).matchAll(/TF_VAR_([a-z_]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => name !== "" && !allNames.has(name))).toEqual([]);
  });

  test("of the environment are those that the synthesis reads", () => {
    const settings = readFileSync("stacks/settings.ts", "utf8");
    const exported = [...page.matchAll(/(?:export|^OWNER_REPO=\S+|[ ])\b([A-Z][A-Z_]+)=(?!=)/gm)].map(
      ([, name = ""]) => name,
    );
    const ours = new Set(exported.filter((name) => new RegExp(`\\b${name}\\b`).test(settings)));
    expect([...ours].sort()).toEqual(["SHIFT_ALIAS", "STATE_BUCKET", "STATE_BUCKET_REGION"]);
    expect(settingsFrom({ SHIFT_ALIAS: "steps", STATE_BUCKET: "b", STATE_BUCKET_REGION: "r" })).toEqual({
      ...{ stage: "dev", shiftsInSteps: true },
      state: { bucket: "b", region: "r" },
    });
    expect(() => settingsFrom({ STATE_BUCKET: "b" })).toThrow("STATE_BUCKET is set but STATE_BUCKET_REGION is not");
  });
});

describe("what the page says of the stacks", () => {
  test("where the state is", async () => {
    const [inBucket] = await synthesizeFor({ stage: "dev", shiftsInSteps: false, state: { bucket: "b", region: "r" } });
    const raw = JSON.stringify(await rawStack(inBucket?.system ?? "", inBucket?.out));
    expect(page).toContain("`stepwright/<stage>/<system>.tfstate`");
    expect(raw).toContain(`"key":"stepwright/dev/${inBucket?.system}.tfstate"`);
    expect(raw).toContain('"use_lockfile":true');
    expect(raw).toContain('"required_version":">= 1.10"');
    const local = JSON.stringify(await rawStack("hello"));
    expect(page).toContain("`terraform/<stage>/<system>.tfstate`");
    expect(local).toContain("../../../terraform/dev/hello.tfstate");
    expect(local).toContain('"required_version":">= 1.9"');
  });

  test("alarms, log groups and outputs", async () => {
    for (const stack of stacks) {
      for (const alarm of ofType(stack, "aws_cloudwatch_metric_alarm")) {
        const suffix = textAt(alarm, "alarm_name").split("-").at(-1);
        expect(page).toMatch(new RegExp(`\`<(machine|queue)>-${suffix}\``));
      }
      for (const group of ofType(stack, "aws_cloudwatch_log_group")) {
        const folder = textAt(group, "name").split(stack.system)[0];
        expect(page).toContain(`\`${folder}<system>-<stage>-`);
        expect(at(group, "retention_in_days")).toBe(LOG_RETENTION_DAYS);
      }
    }
    expect(page).toContain(`log group, kept for ${LOG_RETENTION_DAYS} days`);
    const outputs = [...page.matchAll(/stacks\/([a-z-]+) output -raw ([a-z_]+)/g)];
    expect(outputs.length).toBeGreaterThan(2);
    for (const [, system = "", name = ""] of outputs) {
      expect(JSON.stringify((await rawStack(system)).output), `${system} ${name}`).toContain(`"${name}"`);
    }
  });

  test("which tables and machines prod keeps, by which constant, and which files hold the releases", async () => {
    const prod = await synthesizeFor({ stage: "prod", shiftsInSteps: false });
    const tables = prod.flatMap(({ stack }) => ofType(stack, "aws_dynamodb_table"));
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(at(table, "deletion_protection_enabled")).toBe(true);
    expect(readFileSync("stacks/constructs/system-stack.ts", "utf8")).toContain('const PRODUCTION = "prod";');
    expect(page).toContain("`PRODUCTION` in `stacks/constructs/system-stack.ts`");
    expect(Object.keys(releases).sort()).toEqual(systems);
  });

  test("every stack is deployed, and every stack is removed", () => {
    for (const system of systems) expect(page).toContain(`npm run deploy -- ${system}`);
    const loops = [...page.matchAll(/for SYSTEM in ([a-z -]+);/g)].map(([, names = ""]) => names.split(" ").sort());
    expect(loops).toEqual([systems, systems]);
  });
});

describe("GitHub Actions", () => {
  const folder = join(".github", "workflows");
  const workflows = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  const read = new Set(
    workflows.flatMap((text) => [...text.matchAll(/vars\.([A-Z_]+)/g)].map(([, name = ""]) => name)),
  );

  test("the variables that the page sets are those that the workflows read", () => {
    const [, table = ""] = page.split("### What the workflows read");
    const rows =
      table
        .split("\n## ")[0]
        ?.split("\n")
        .filter((line) => line.startsWith("| `")) ?? [];
    const named = rows.flatMap((row) =>
      [...(cellsOf(row)[0] ?? "").matchAll(/`([A-Z_]+)`/g)].map(([, name = ""]) => name),
    );
    expect([...named].sort()).toEqual([...read].sort());
    const set = [...page.matchAll(/gh variable set ([A-Z_]+)/g)].map(([, name = ""]) => name);
    expect([...set].sort()).toEqual([...read].filter((name) => !["PLAN_STAGE", "SHIFT_ALIAS"].includes(name)).sort());
  });

  test("every required variable of a stack reaches Terraform", () => {
    for (const [system, variables] of declared) {
      for (const [name, need] of variables) {
        for (const text of workflows.filter((one) => one.includes("terraform -chdir"))) {
          if (need === "required") expect(text, `${system} ${name}`).toContain(`TF_VAR_${name}: `);
        }
      }
    }
  });

  test("the jobs that take a role are those that the trust policies speak of", () => {
    const plan = workflows.find((text) => text.includes("vars.AWS_PLAN_ROLE")) ?? "";
    const deploy = workflows.find((text) => text.includes("vars.AWS_DEPLOY_ROLE")) ?? "";
    // The token of a job in an environment says so, and not that it is a pull request's.
    expect(plan).toMatch(/^ {2}pull_request:/m);
    expect(plan).not.toMatch(/^ +environment:/m);
    expect(deploy).toContain("environment: ${{ inputs.stage }}");
    expect(page).toContain("`plan review`");
    expect(plan).toContain("name: plan review");
  });
});

function cellsOf(row: string): readonly string[] {
  return row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
