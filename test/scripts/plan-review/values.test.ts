import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { change, reviewToys, type Toys, toyPlan } from "./toys.js";

const queue = "aws_sqs_queue.jobs";
const greet = "aws_lambda_function.greet";

async function everyView(review: Parameters<typeof reviewToys>[0]): Promise<readonly string[]> {
  const views = ["--text", "--markdown", "--json"].map((view) => reviewToys({ ...review, args: [view] }));
  return (await Promise.all(views)).map(({ printed }) => printed);
}

describe("values of a plan", () => {
  const head: Toys = {
    [greet]: { function_name: "greet", environment: { variables: { QUEUE: "${aws_sqs_queue.jobs.url}" } } },
    [queue]: { name: "jobs" },
  };
  const base: Toys = { [greet]: { function_name: "greet", environment: { variables: {} } } };

  test("that are not known yet are shown by the resource that they come from", async () => {
    const plan = toyPlan(
      change(queue, ["create"], { after: { name: "jobs" }, after_unknown: { url: true } }),
      change(greet, ["update"], {
        before: { function_name: "greet", environment: [], role: "old" },
        after: { function_name: "greet", environment: [{ variables: {} }], role: null },
        after_unknown: { environment: [{ variables: { QUEUE: true } }], role: true },
      }),
    );
    for (const text of await everyView({ base, head, plan })) expect(text).toContain("{aws_sqs_queue.jobs.url}");
  });

  test("that are sensitive appear nowhere, before or after, deep or not", async () => {
    const secret = "hunter2";
    const [before, after] = [`${secret}-old`, `${secret}-new`];
    const plan = toyPlan(
      change("aws_thing.a", ["update"], {
        before: { name: before, password: before, nested: [{ key: before, plain: 1 }], tags: { [secret]: "same" } },
        after: { name: after, password: after, nested: [{ key: after, plain: 2 }], tags: { other: "same" } },
        before_sensitive: { name: true, password: true, nested: [{ key: true }], tags: true },
        after_sensitive: { name: true, password: true, nested: [{ key: true }], tags: true },
      }),
    );
    const toys: Toys = { "aws_thing.a": { name: "a" } };
    for (const text of await everyView({ base: toys, head: toys, plan })) {
      expect(text).not.toContain(secret);
      expect(text).toContain("(sensitive, another value)");
      expect(text).toContain("nested[0].plain");
    }
  });

  test("that only the provider works out are left out", async () => {
    const plan = toyPlan(
      change(queue, ["update"], {
        before: { name: "jobs", delay_seconds: 1, etag: "x" },
        after: { name: "jobs", delay_seconds: 2 },
        after_unknown: { etag: true },
      }),
    );
    const { printed } = await reviewToys({
      base: { [queue]: { name: "jobs", delay_seconds: 1 } },
      head: { [queue]: { name: "jobs", delay_seconds: 2 } },
      plan,
    });
    expect(printed).toContain("delay_seconds: 1 -> 2");
    expect(printed).not.toContain("etag");
  });
});

describe("values of the sources", () => {
  test("references, Terraform's escapes and quotes within references", async () => {
    const definition = (seconds: number) =>
      `{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${seconds},"Comment":"$\${x} %%{y} \${var.names["a"]} \${aws_sqs_queue.jobs.arn}","End":true}}}`;
    const machine = (seconds: number): Toys => ({
      "aws_sfn_state_machine.m": { name: "m", definition: definition(seconds) },
    });
    const [text = ""] = await everyView({ base: machine(1), head: machine(2) });
    expect(text).toContain("~ Seconds: 1 -> 2");
    const [created = ""] = await everyView({
      base: machine(1),
      head: { "aws_sfn_state_machine.m": { name: "m", definition: definition(1).replace('"Comment"', '"Label"') } },
    });
    expect(created).toContain('${x} %{y} {names[\\"a\\"]} {aws_sqs_queue.jobs.arn}');
  });

  test("a function's zip, environment and settings", async () => {
    const of = (zip: string, variables: Readonly<Record<string, string>>, memory: number): Toys => ({
      [greet]: {
        function_name: "greet",
        filename: zip,
        source_code_hash: zip,
        memory_size: memory,
        environment: { variables },
      },
    });
    const review = {
      base: of("a.zip", { GONE: "1", SAME: "x", OTHER: "old" }, 128),
      head: of("b.zip", { SAME: "x", OTHER: "new", NEW: "${var.stage}" }, 256),
      files: { "base/stacks/toys/a.zip": "x".repeat(1500), "head/stacks/toys/b.zip": "x".repeat(2100) },
    };
    const [text = "", markdown = "", json = ""] = await everyView(review);
    expect(text).toContain("greet: new code 1.5 KB -> 2.1 KB (+0.6 KB)");
    for (const line of [
      "environment GONE: 1 -> nothing",
      "environment NEW: nothing -> {stage}",
      "environment OTHER: old -> new",
      "memory_size: 128 -> 256",
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain("SAME");
    expect(markdown).toContain("1.5 KB → 2.1 KB (+0.6 KB)");
    const schema = v.object({
      verdict: v.string(),
      stacks: v.array(v.object({ functions: v.array(v.object({ sizeAfter: v.number() })) })),
    });
    expect(v.parse(schema, JSON.parse(json)).stacks[0]?.functions).toEqual([{ sizeAfter: 2100 }]);
  });
});
