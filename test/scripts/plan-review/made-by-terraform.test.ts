import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { change, reviewToys, type Toys, toyDocument, toyPlan } from "./toys.js";

const flow = "aws_sfn_state_machine.flow";
const file = (side: string) => join(side, "stacks", "toys", "cdk.tf.json");
const machine = (definition: string): Toys => ({ [flow]: { name: "flow", definition } });

/** A definition as AWS has it: its JSONata looks like a template, and is none. */
const stored = (seconds: number) =>
  JSON.stringify({
    StartAt: "A",
    States: { A: { Type: "Wait", Seconds: seconds, Comment: '${"k":1} %{x}', Next: "B" }, B: { Type: "Succeed" } },
  });
const values = (seconds: number) => ({ name: "flow", definition: stored(seconds) });

describe("a definition that Terraform makes", () => {
  const made = (seconds: number) => machine(`\${jsonencode({ States = { A = { Seconds = ${seconds} } } })}`);
  const plan = toyPlan(change(flow, ["update"], { before: values(1), after: values(2) }));

  test("is compared as the plan has it", async () => {
    for (const base of [made(1), made(2)]) {
      const { code, printed } = await reviewToys({ base, head: made(2), plan });
      expect(printed).toContain("~ Seconds: 1 -> 2");
      expect(printed).toContain("flow: new executions run otherwise, in A");
      expect(code).toBe(3);
    }
  });

  test("is not compared without a plan, which is said", async () => {
    const { code, printed } = await reviewToys({ base: made(1), head: made(2), args: ["--markdown"] });
    expect(printed).toContain("Terraform makes its definition, so what changes in it only a plan tells");
    expect(printed).not.toContain("mermaid");
    expect(code).toBe(3);
  });

  test("is not shown where it is sensitive", async () => {
    const masks = { before_sensitive: { definition: true }, after_sensitive: { definition: true } };
    const masked = toyPlan(change(flow, ["update"], { before: values(1), after: values(2), ...masks }));
    const { printed } = await reviewToys({ base: made(1), head: made(2), plan: masked });
    expect(printed).not.toContain("StartAt");
  });
});

describe("what comes from a block beside the resources", () => {
  const toys = machine(
    stored(1)
      .replaceAll("${", () => "$${")
      .replaceAll("%{", "%%{"),
  );
  const review = (base: object, head: object, ...changes: readonly ReturnType<typeof change>[]) =>
    reviewToys({
      files: { [file("base")]: toyDocument(toys, { ...base }), [file("head")]: toyDocument(toys, { ...head }) },
      plan: toyPlan(change(flow, ["no-op"]), ...changes),
    });

  test("a module's machine is compared as the plan has it, and no change from elsewhere", async () => {
    const inner = { ...change(flow, ["update"], { before: values(1), after: values(2) }), address: `module.m.${flow}` };
    const { printed } = await review({}, { module: { m: { source: "./m" } } }, inner);
    expect(printed).toContain("flow: new executions run otherwise, in A");
    expect(printed).not.toContain("so what is deployed differs from the base");
  });

  test("nor is what another provider changes", async () => {
    const version = (aws: string) => ({ terraform: { required_providers: { aws: { version: aws } } } });
    const queue = change("aws_sqs_queue.q", ["update"], { before: { name: "q" }, after: { name: "q", fifo: 1 } });
    const isElsewhere = "so what is deployed differs from the base";
    expect((await review(version("5"), version("6"), queue)).printed).not.toContain(isElsewhere);
    expect((await review(version("5"), version("5"), queue)).printed).toContain(isElsewhere);
  });
});
