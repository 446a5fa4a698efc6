import { describe, expect, test } from "vitest";
import { applyStack, planStack } from "../../../local/terraform/apply.js";
import { StackError } from "../../../local/terraform/problems.js";
import { readStacks } from "../../../local/terraform/stack.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { type StackContent, writeStack } from "../support/write-stack.js";

const account = { region: "eu-west-1", accountId: "000000000000", partition: "aws" };

async function plan(content: StackContent | string) {
  const [stack] = await readStacks(await writeStack(await temporaryFolder(), content));
  if (stack === undefined) throw new Error("no stack was read");
  return planStack(stack, []);
}

async function problemsOf(content: StackContent | string): Promise<readonly string[]> {
  const error = await plan(content).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StackError)) throw new Error(`no StackError but ${String(error)}`);
  expect(error.message).toContain(error.problems[0]?.message);
  return error.problems.map(({ code, address }) => `${code} ${address}`);
}

const group = (extra: StackContent = {}): StackContent => ({
  aws_cloudwatch_log_group: { logs: { name: "x", ...extra } },
});

describe("what stops a start, before anything is created", () => {
  const cases: readonly (readonly [string, StackContent | string, readonly string[]])[] = [
    [
      "an unknown resource type",
      { resource: { aws_rds_cluster: { db: {} } } },
      ["UNKNOWN_RESOURCE_TYPE aws_rds_cluster.db"],
    ],
    [
      "an unknown argument",
      { resource: group({ skip_destroy: true }) },
      ["UNKNOWN_ARGUMENT aws_cloudwatch_log_group.logs"],
    ],
    [
      "an unknown argument in a nested block",
      {
        resource: {
          aws_lambda_function: { f: { environment: { variables: { A: "1" } }, tracing_config: { speed: 1 } } },
        },
      },
      ["UNKNOWN_ARGUMENT aws_lambda_function.f"],
    ],
    ["count", { resource: group({ count: 2 }) }, ["META_ARGUMENT aws_cloudwatch_log_group.logs"]],
    ["for_each", { resource: group({ for_each: [] }) }, ["META_ARGUMENT aws_cloudwatch_log_group.logs"]],
    [
      "a function",
      { resource: group({ kms_key_id: '${upper("x")}' }) },
      ["UNSUPPORTED_EXPRESSION aws_cloudwatch_log_group.logs"],
    ],
    ["a function in an output", { output: { x: { value: "${timestamp()}" } } }, ["UNSUPPORTED_EXPRESSION output.x"]],
    [
      "a reference to nothing",
      { resource: group({ kms_key_id: "${aws_kms_key.k.arn}" }) },
      ["DANGLING_REFERENCE aws_cloudwatch_log_group.logs"],
    ],
    [
      "a dependency on nothing",
      { resource: group({ depends_on: ["aws_sns_topic.t"] }) },
      ["DANGLING_REFERENCE aws_cloudwatch_log_group.logs"],
    ],
    ["another data source", { data: { aws_ami: { a: {} } } }, ["UNKNOWN_DATA_SOURCE data.aws_ami.a"]],
    ["a module", { module: { m: {} } }, ["UNKNOWN_BLOCK module"]],
    ["a missing variable", { variable: { sender: { type: "string" } } }, ["MISSING_VARIABLE var.sender"]],
    [
      "a circle",
      {
        resource: { aws_sns_topic: { a: { name: "${aws_sns_topic.b.name}" }, b: { name: "${aws_sns_topic.a.name}" } } },
      },
      ["CYCLE aws_sns_topic.a"],
    ],
    [
      "several things, all told at once",
      { resource: { aws_rds_cluster: { db: {} }, aws_sns_topic: { a: { fifo_topic: true } } }, locals: {} },
      ["UNKNOWN_BLOCK locals", "UNKNOWN_RESOURCE_TYPE aws_rds_cluster.db", "UNKNOWN_ARGUMENT aws_sns_topic.a"],
    ],
  ];
  test.each(cases)("%s", async (_, content, expected) => {
    expect(await problemsOf(content)).toEqual(expected);
  });

  test("a file that is not JSON, and a folder without stacks", async () => {
    const folder = await temporaryFolder();
    await expect(readStacks(folder)).rejects.toThrow("there is no stack in this folder");
    await writeStack(folder, "{");
    await expect(readStacks(folder)).rejects.toThrow("it is not JSON");
  });
});

describe("a stack", () => {
  const content: StackContent = {
    data: { aws_region: { current: {} }, aws_caller_identity: { current: {} }, aws_partition: { current: {} } },
    variable: { stage: { type: "string", default: "local" } },
    resource: {
      aws_sns_topic: { alarms: { name: "demo-${var.stage}", depends_on: ["aws_cloudwatch_log_group.logs"] } },
      aws_cloudwatch_log_group: { logs: { name: "/x/$${y}", lifecycle: { prevent_destroy: true } } },
      aws_sns_topic_subscription: {
        mail: { topic_arn: "${aws_sns_topic.alarms.arn}", protocol: "email", endpoint: "a@b.example" },
      },
    },
    output: {
      arn: { value: "${aws_sns_topic.alarms.arn}" },
      place: {
        value:
          "${data.aws_partition.current.partition}:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}",
      },
    },
  };

  test("is created in the order of its references and depends_on, and its outputs are resolved", async () => {
    const created: string[] = [];
    const applied = await applyStack(await plan(content), account, ({ address, attributes }) => {
      created.push(address);
      return { arn: `arn:${String(attributes.name)}` };
    });
    expect(created).toEqual([
      "aws_cloudwatch_log_group.logs",
      "aws_sns_topic.alarms",
      "aws_sns_topic_subscription.mail",
    ]);
    expect(applied.resources.get("aws_cloudwatch_log_group.logs")).toEqual({ name: "/x/${y}", arn: "arn:/x/${y}" });
    expect(applied.resources.get("aws_sns_topic_subscription.mail")?.topic_arn).toBe("arn:demo-local");
    expect(applied.outputs).toEqual({ arn: "arn:demo-local", place: "aws:eu-west-1:000000000000" });
  });

  test("that reads an attribute nobody computes is stopped with both addresses", async () => {
    const applying = applyStack(await plan(content), account, () => ({}));
    await expect(applying).rejects.toThrow(
      /aws_sns_topic_subscription\.mail: .*aws_sns_topic\.alarms\.arn.*Known are: name/u,
    );
  });

  test("whose resource cannot be created is stopped with its address and the reason", async () => {
    const applying = applyStack(await plan(content), account, () => {
      throw new Error("the name is taken");
    });
    await expect(applying).rejects.toThrow(/aws_cloudwatch_log_group\.logs: the name is taken \[CREATE_FAILED\]/u);
  });
});
