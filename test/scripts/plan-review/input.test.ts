import { describe, expect, test } from "vitest";
import { change, reviewToys, type ToyReview, toyDocument, toyMachine, toyPlan } from "./toys.js";

const machine = toyMachine();
const stack = (name: string) => `head/stacks/${name}/cdk.tf.json`;

describe("what cannot be reviewed ends with one sentence and code 2", () => {
  test.each<readonly [string, ToyReview, string]>([
    ["no such folder", { args: ["--head", "nowhere"] }, "There is no folder nowhere."],
    ["a folder without stacks", {}, "There is no stack in head/stacks: give the folder that npm run synth wrote."],
    [
      "a stack without its file",
      { files: { "head/stacks/toys/other.txt": "" } },
      "There is no file head/stacks/toys/cdk.tf.json.",
    ],
    [
      "a stack that is not JSON",
      { files: { [stack("toys")]: "resource {" } },
      "head/stacks/toys/cdk.tf.json is not JSON: ",
    ],
    [
      "a stack that is a list",
      { files: { [stack("toys")]: "[]" } },
      "head/stacks/toys/cdk.tf.json is JSON but not an object.",
    ],
    [
      "resources that are none",
      { files: { [stack("toys")]: '{"resource": []}' } },
      'no synthesized stack: its "resource" is not an object.',
    ],
    ["no such plan", { head: machine, args: ["--plan", "no.json"] }, "There is no file no.json."],
    [
      "a plan that is not JSON",
      { head: machine, files: { "p.json": "Plan: 1 to add" }, args: ["--plan", "p.json"] },
      "p.json is not JSON: ",
    ],
    [
      "a plan of another format",
      { head: machine, plan: { format_version: "2.0" } },
      'plan.json is no plan that can be read here: its format_version is "2.0", and 1.x is wanted',
    ],
    [
      "a plan without a format",
      { head: machine, plan: {} },
      "plan.json is no plan that can be read here: it has no format_version",
    ],
    [
      "a state in place of a plan",
      { head: machine, plan: { format_version: "1.0", values: {} } },
      "plan.json shows a state, not a plan",
    ],
    [
      "a plan with a field of another type",
      { head: machine, plan: { format_version: "1.2", resource_changes: {} } },
      "plan.json is no plan that can be read here: resource_changes: ",
    ],
    [
      "a plan of no stack",
      { head: machine, plan: toyPlan(change("aws_sqs_queue.other", ["create"])) },
      "plan.json is the plan of none of the stacks (toys), or it is not clear of which: write STACK=plan.json.",
    ],
    [
      "two plans of one stack",
      { head: machine, plan: toyPlan(), args: ["--plan", "toys=plan.json", "--plan", "toys=plan.json"] },
      "plan.json and plan.json are both plans of the stack toys.",
    ],
    [
      "a plan of a stack that is not there",
      { head: machine, plan: toyPlan(), args: ["--plan", "other=plan.json"] },
      "There is no stack other, of which plan.json is said to be a plan.",
    ],
  ])("%s", async (_, review, sentence) => {
    // The plan is named by the test where it is named otherwise.
    const { plan, ...rest } = review;
    const isNamed = review.args?.some((one) => one.endsWith("plan.json")) ?? false;
    const given = isNamed ? { ...rest, files: { "plan.json": JSON.stringify(plan) } } : review;
    const { code, printed, complained } = await reviewToys(given);
    expect(complained).toContain(sentence);
    expect(complained.trim().split("\n")).toHaveLength(1);
    expect(printed).toBe("");
    expect(code).toBe(2);
  });

  test.each([[["--yaml"]], [["--text", "--json"]], [["stray"]]])("%s: and says how it is used", async (args) => {
    const { code, complained } = await reviewToys({ head: machine, args });
    expect(complained).toContain("Use: npm run --silent plan-review");
    expect(code).toBe(2);
  });

  test("--help is no mistake", async () => {
    const { code, printed } = await reviewToys({ args: ["--help"] });
    expect(printed).toContain("Exit codes: 0 safe, 3 look closely, 4 dangerous, 2 ");
    expect(code).toBe(0);
  });
});

test("a plan finds its stack by its resources, among stacks that share some", async () => {
  const files = {
    [stack("one")]: toyDocument(machine),
    [stack("two")]: toyDocument({ ...machine, "aws_sqs_queue.two": { name: "two" } }),
  };
  const plan = toyPlan(...[...Object.keys(machine), "aws_sqs_queue.two"].map((address) => change(address, ["create"])));
  const { printed } = await reviewToys({ files, plan });
  expect(printed).toContain("one: 4 created (foretold from the sources, without a plan)");
  expect(printed).toContain("two: 5 created (by the plan)");
});

test("without a base, everything is new", async () => {
  const { code, printed } = await reviewToys({ head: machine });
  expect(printed).toContain("it is deployed for the first time: 4 resources, 1 state machine, 1 function");
  expect(code).toBe(3);
});

test("names that JavaScript's objects have of their own are names like others", async () => {
  const base = {
    "constructor.toString": { name: "x" },
    "aws_lambda_function.constructor": { function_name: "valueOf" },
  };
  const head = { "constructor.toString": { name: "y" }, "hasOwnProperty.constructor": { name: "z" } };
  const { code, printed, complained } = await reviewToys({ base, head });
  expect(complained).toBe("");
  expect(printed).toContain("updated   constructor.toString");
  expect(code).toBe(3);
  const plan = toyPlan(
    change("constructor.toString", ["constructor"]),
    change("hasOwnProperty.constructor", ["create"]),
  );
  expect((await reviewToys({ base, head, plan })).printed).toContain("created   hasOwnProperty.constructor");
});
