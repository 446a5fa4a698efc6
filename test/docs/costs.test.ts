import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { functions } from "../../scripts/lib/costs/functions.js";
import { assumptions, costOfThousand, costsPage } from "../../scripts/lib/costs/page.js";
import { prices } from "../../scripts/lib/costs/prices.js";
import { stories } from "../../scripts/lib/costs/stories.js";
import { usageOf } from "../../scripts/lib/costs/usage.js";
import { statementsOf } from "../stacks/policies.js";
import { at, ofType, stackOf, stacks, textAt } from "../stacks/synthesized.js";

const page = await readFile("docs/costs.md", "utf8");
const usages = await Promise.all(stories.map(usageOf));

describe("docs/costs.md", () => {
  test("shows the numbers of today; `npm run golden` writes them", async () => {
    expect(await costsPage(page)).toBe(page);
    for (const { system } of stacks)
      expect(page, system).toContain(`<!-- ${system}: npm run golden writes this table -->`);
  });

  test("says what is assumed, and where its arithmetic is an example", () => {
    for (const assumption of assumptions) expect(page).toContain(assumption);
    const [email] = usages.filter(({ story }) => story.title === "by e-mail");
    const { usd, per } = prices.transition;
    const cost = ((email?.transitions ?? 0) * 1000 * usd) / per;
    const example = `${email?.transitions} transitions a run × 1,000 runs × $${usd} / 1,000 = $${cost.toFixed(4)}`;
    expect(page).toContain(example);
  });

  test("counts the alarms of the stacks", () => {
    const columns = ["hello", "pet-reminders", "smoothies", "orders"];
    const alarms = columns.map((system) => ofType(stackOf(system), "aws_cloudwatch_metric_alarm").length);
    expect([...columns].sort()).toEqual(stacks.map(({ system }) => system).sort());
    expect(page).toContain(`| what | ${columns.join(" | ")} |`);
    expect(page).toContain(`| alarms | ${alarms.join(" | ")} |`);
    const all = alarms.reduce((sum, number) => sum + number, 0);
    expect(page).toContain(`${all} alarms, are $${((all - 10) * 0.1).toFixed(2)}`);
  });
});

describe("the counting", () => {
  test("sees every state entered and every retry", async () => {
    const silent = usages.find(({ story }) => story.title.includes("falls silent"));
    const served = usages.find(({ story }) => story.title === "served by the first robot");
    // ClaimRobot, NoteBlending, SendOrder and Blended again; MarkRobotBroken, AnotherRobot and NoteWaiting between.
    expect((silent?.transitions ?? 0) - (served?.transitions ?? 0)).toBe(7);
    expect(silent?.calls.get("claim-robot")).toBe(2);
    for (const usage of usages) {
      const [run] = await usage.story.run();
      const entered = run?.history.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails) ?? [];
      expect(usage.transitions).toBeGreaterThanOrEqual(entered.length + (run?.retries.length ?? 0));
    }
  });

  test("prices the sum of its parts", () => {
    for (const usage of usages) expect(costOfThousand(usage), usage.story.title).toBeGreaterThan(0);
    const [hello] = usages;
    const parts = 1000 / 1e6 + 12.5 * 0.00001667 + 0.2 / 1000 + 25 * 0.0000133334 + 1 / 1000 + 5 / 1000 + 0.0088 * 0.5;
    expect(costOfThousand(hello ?? fail())).toBeCloseTo(parts, 6);
  });

  test("knows the memory that the stacks give to each function, and no function that is not called", () => {
    for (const [system, all] of Object.entries(functions)) {
      for (const [name, { memory }] of Object.entries(all)) {
        const part = name.split(" ")[0] ?? "";
        const deployed = ofType(stackOf(system), "aws_lambda_function").find((one) =>
          textAt(one, "function_name").endsWith(`-${part}`),
        );
        expect(at(deployed ?? fail(), "memory_size"), `${system} ${name}`).toBe(memory);
        expect(
          usages.some(({ story, calls }) => story.system === system && calls.has(name)),
          name,
        ).toBe(true);
      }
    }
  });

  test("counts a request and time alone for functions that may do nothing that is paid for, and have the least memory", () => {
    const unnamed = usages.flatMap(({ story: { system }, calls }) =>
      [...calls.keys()].filter((name) => !functions[system]?.[name]).map((name) => [system, name] as const),
    );
    expect(unnamed).toContainEqual(["orders", "check-fraud"]);
    for (const [system, name] of unnamed) {
      const stack = stackOf(system);
      const deployed = ofType(stack, "aws_lambda_function").find((one) =>
        textAt(one, "function_name").endsWith(`-${name}`),
      );
      expect(at(deployed ?? fail(), "memory_size"), name).toBe(256);
      const policy = `aws_iam_role_policy.${name.replaceAll("-", "_")}_role_policy`;
      const allowed = statementsOf(stack).filter(({ address }) => address === policy);
      const services = new Set(allowed.flatMap(({ Action }) => Action.map((action) => action.split(":")[0])));
      expect([...services], `${system} ${name}: say in scripts/lib/costs/functions.ts what a call uses`).toEqual([
        ...["logs", "xray"],
      ]);
    }
  });
});

function fail(): never {
  throw new Error("It is not there.");
}
