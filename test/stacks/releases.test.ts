import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { checkStack } from "../../local/terraform/check.js";
import { daysBetween } from "../../scripts/lib/releases/record.js";
import { liveStatements, type Release, uncovered } from "../../stacks/constructs/releases.js";
import { Table } from "../../stacks/constructs/table.js";
import { releases } from "../../stacks/releases/index.js";
import { statementsOf } from "./policies.js";
import { eachStack, ofType, rawStack, textAt } from "./synthesized.js";
import { synthesizeToys } from "./toys.js";

// Executions live for up to a year, and outlive what was released meanwhile.

const HERE = {
  partition: "${data.aws_partition.current.partition}",
  region: "${data.aws_region.current.name}",
  account: "${data.aws_caller_identity.current.account_id}",
  stage: "${var.stage}",
};
const RECORD = "Run `npm run release -- --date YYYY-MM-DD` and check in what it writes to stacks/releases.";

const movedSchema = v.object({ moved: v.optional(v.array(v.looseObject({ from: v.string() }))) });

/** The statements of a state machine's role, but for what every machine's has. */
const roleOf = (stack: (typeof eachStack)[number][1], machine: string) =>
  statementsOf(stack)
    .filter(({ address }) => address === `aws_iam_role_policy.${machine.replaceAll("-", "_")}_role_policy`)
    .filter(({ Resource }) => !Resource.includes("*"))
    .map(({ Action, Resource }) => ({ actions: Action, resources: Resource }));

const partOf = (name: string) => name.slice(name.indexOf("${var.stage}-") + "${var.stage}-".length);

describe.each(eachStack)("the releases of %s", (system, stack) => {
  const recorded = releases[system] ?? [];
  const machines = ofType(stack, "aws_sfn_state_machine").map((machine) => partOf(textAt(machine, "name")));

  test("note all that its state machines may do, so that a later release does not take it from their executions", () => {
    for (const machine of machines) {
      const noted = liveStatements(machine, [], recorded, HERE);
      const unnoted = roleOf(stack, machine).flatMap((statement) => uncovered(statement, noted) ?? []);
      expect(unnoted, RECORD).toEqual([]);
      expect(
        recorded.some((release) => machine in release.machines),
        RECORD,
      ).toBe(true);
    }
  });

  test("go on being allowed what they needed", () => {
    for (const machine of machines) {
      const role = roleOf(stack, machine);
      const missing = liveStatements(machine, [], recorded, HERE).flatMap((one) => uncovered(one, role) ?? []);
      expect(missing).toEqual([]);
    }
  });

  test("find their functions and state machines by the same names", () => {
    const functions = ofType(stack, "aws_lambda_function").map((fn) => partOf(textAt(fn, "function_name")));
    expect(functions).toEqual(expect.arrayContaining(recorded.flatMap((release) => release.functions)));
    expect(machines).toEqual(expect.arrayContaining(recorded.flatMap((release) => Object.keys(release.machines))));
  });

  test("find what holds their data at the same addresses, or moved", async () => {
    const { moved = [] } = v.parse(movedSchema, await rawStack(system));
    const addresses = [...stack.resources.map(({ address }) => address), ...moved.map(({ from }) => from)];
    expect(addresses).toEqual(expect.arrayContaining(recorded.flatMap((release) => release.keeps)));
  });

  test("are dated, in order, and none is too old to have an execution running", () => {
    const dates = recorded.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    for (const [index, date] of dates.entries()) {
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      const last = dates.at(-1) ?? date;
      expect(daysBetween(dates[index + 1] ?? last, last)).toBeLessThanOrEqual(366);
    }
  });
});

test("a moved resource keeps its data: Terraform is told where it was, and the local runtime takes no offence", async () => {
  const stack = await synthesizeToys((toys) => new Table(toys, "new").resource.moveFromId("aws_dynamodb_table.old"));
  const { moved } = v.parse(movedSchema, JSON.parse(await readFile(join(stack.folder, "cdk.tf.json"), "utf8")));
  expect(moved).toMatchObject([{ from: "aws_dynamodb_table.old", to: "aws_dynamodb_table.new" }]);
  expect(checkStack(stack)).toEqual([]);
});

describe("a state machine's role", () => {
  const release = (date: string, ...resources: readonly string[]): Release => ({
    date,
    functions: [],
    keeps: [],
    machines: { workflow: [{ actions: ["lambda:InvokeFunction"], resources }] },
  });
  const fn = (name: string) => `arn:{partition}:lambda:{region}:{account}:function:toys-{stage}-${name}`;

  test("keeps what a living release needs and today's workflow does not, once", async () => {
    const old = [release("2026-01-01", fn("one"), fn("gone")), release("2026-06-01", fn("one"), fn("gone"))];
    const stack = await synthesizeToys((toys) => toys.machine(), { releases: old });
    const arn = (name: string) =>
      `arn:${HERE.partition}:lambda:${HERE.region}:${HERE.account}:function:toys-${HERE.stage}-${name}`;
    expect(roleOf(stack, "workflow")).toEqual([
      { actions: ["lambda:InvokeFunction"], resources: [arn("one"), arn("gone")] },
    ]);
  });

  test("adds nothing that today's workflow needs as well", () => {
    const own = [{ actions: ["a:A", "a:B"], resources: ["one"] }];
    const statement = (actions: readonly string[], ...resources: readonly string[]): Release => ({
      ...{ date: "2026-01-01", functions: [], keeps: [] },
      machines: { workflow: [{ actions, resources }] },
    });
    const live = (added: Release) => liveStatements("workflow", own, [added], HERE).slice(1);
    expect(live(statement(["a:B"], "one"))).toEqual([]);
    expect(live(statement(["a:B"], "one", "two"))).toEqual([{ actions: ["a:B"], resources: ["two"] }]);
    expect(live(statement(["a:B", "a:C"], "one"))).toEqual([{ actions: ["a:B", "a:C"], resources: ["one"] }]);
    expect(liveStatements("another", own, [statement(["a:C"], "one")], HERE)).toEqual(own);
  });
});
