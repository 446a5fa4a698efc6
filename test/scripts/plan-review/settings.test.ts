import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { change, reviewToys, type Toys, toyDocument, toyMachine, toyPlan } from "./toys.js";

const file = (side: string) => join(side, "stacks", "toys", "cdk.tf.json");

/** A review of two whole documents, blocks beside the resources included. */
const reviewBlocks = (base: readonly [Toys, object], head: readonly [Toys, object]) =>
  reviewToys({
    files: {
      [file("base")]: toyDocument(base[0], { ...base[1] }),
      [file("head")]: toyDocument(head[0], { ...head[1] }),
    },
  });

const flow = "aws_sfn_state_machine.flow";
const greet = "aws_lambda_function.greet";

/** One resource before and after. */
const one = (address: string, before: object, after: object): readonly [Toys, Toys] => [
  { [address]: { name: "x", ...before } },
  { [address]: { name: "x", ...after } },
];

describe("is looked at closely:", () => {
  const alias = (machine: string) => ({
    routing_configuration: [{ state_machine_version_arn: `\${${machine}.state_machine_version_arn}`, weight: 100 }],
  });
  test.each<readonly [string, readonly [Toys, Toys], string]>([
    [
      "an alias that leads to another machine",
      one("aws_sfn_alias.live", alias("aws_sfn_state_machine.a"), alias("aws_sfn_state_machine.b")),
      "whoever starts the alias x (aws_sfn_alias.live) starts {aws_sfn_state_machine.b.state_machine_version_arn}; before, it was",
    ],
    [
      "a queue without dead letters",
      one("aws_sqs_queue.q", { redrive_policy: '{"deadLetterTargetArn":"arn","maxReceiveCount":5}' }, {}),
      "x (aws_sqs_queue.q) has no redrive_policy any more: what fails there is lost",
    ],
    [
      "a rule without an error action",
      one("aws_iot_topic_rule.r", { error_action: { sqs: { queue_url: "u" } } }, {}),
      "has no error_action any more",
    ],
    [
      "a target without dead letters",
      one("aws_cloudwatch_event_target.t", { dead_letter_config: { arn: "a" } }, {}),
      "has no dead_letter_config any more",
    ],
    [
      "data in the logs",
      one(
        flow,
        { logging_configuration: { include_execution_data: false, level: "ERROR" } },
        { logging_configuration: { include_execution_data: true, level: "ERROR" } },
      ),
      "newly logs what executions are given and return, personal data among it",
    ],
    ["no logs", one(flow, { logging_configuration: { level: "ERROR" } }, {}), "logs less than before"],
    [
      "a table without backups",
      one("aws_dynamodb_table.t", { point_in_time_recovery: { enabled: true } }, {}),
      "no longer protected",
    ],
    [
      "a rule that is off",
      one("aws_cloudwatch_event_rule.r", { state: "ENABLED" }, { state: "DISABLED" }),
      "is switched off (state)",
    ],
    ["a function that may not run", one(greet, {}, { reserved_concurrent_executions: 0 }), "is switched off"],
    [
      "an alarm that tells nobody",
      one("aws_cloudwatch_metric_alarm.a", { alarm_actions: ["t"] }, {}),
      "set otherwise: aws_cloudwatch_metric_alarm.a (alarm_actions)",
    ],
    [
      "a route to something else",
      one("aws_apigatewayv2_route.r", { target: "a" }, { target: "b" }),
      "set otherwise: aws_apigatewayv2_route.r (target)",
    ],
    [
      "a machine that publishes nothing",
      one(flow, { publish: true }, { publish: false }),
      "set otherwise: aws_sfn_state_machine.flow (publish)",
    ],
    [
      "another value of a variable, and one that is gone",
      one(greet, { environment: { variables: { A: "1", B: "1" } } }, { environment: { variables: { A: "2" } } }),
      "set otherwise: aws_lambda_function.greet (environment.variables.A, environment.variables.B)",
    ],
    [
      "commands at the deployment",
      one("aws_sqs_queue.q", {}, { provisioner: [{ "local-exec": { command: "id" } }] }),
      "runs commands of its own",
    ],
    [
      "a time-out that is not known",
      one(greet, { timeout: 3 }, { timeout: "${var.seconds}" }),
      "set otherwise: aws_lambda_function.greet (timeout)",
    ],
    [
      "messages that are kept by default",
      one("aws_sqs_queue.q", { message_retention_seconds: 1_209_600 }, {}),
      "goes from 1209600 to the default",
    ],
    [
      "logs that were kept for ever",
      one("aws_cloudwatch_log_group.l", {}, { retention_in_days: 30 }),
      "goes from the default to 30",
    ],
    [
      "an alarm of something else",
      one("aws_cloudwatch_metric_alarm.a", { metric_name: "A" }, { metric_name: "B" }),
      "aws_cloudwatch_metric_alarm.a (metric_name)",
    ],
    [
      "what Terraform leaves alone",
      one("aws_sqs_queue.q", {}, { lifecycle: { ignore_changes: ["name"] } }),
      "Terraform treats aws_sqs_queue.q otherwise (lifecycle.ignore_changes)",
    ],
  ])("%s", async (_, [base, head], reason) => {
    const { code, printed } = await reviewToys({ base, head });
    expect(printed).toContain(reason);
    expect(code).toBe(3);
  });

  test.each<readonly [string, object, object, string]>([
    ["a module", {}, { module: { other: { source: "./m" } } }, "what is in a module only a plan tells"],
    [
      "another provider",
      { terraform: { required_providers: { aws: { version: "5.100.0" } } } },
      { terraform: { required_providers: { aws: { version: "6.25.0" } } } },
      "another provider (terraform.required_providers.aws.version)",
    ],
    [
      "another state",
      { terraform: { backend: { local: { path: "a" } } } },
      { terraform: { backend: { local: { path: "b" } } } },
      "if it is not moved there first, everything is created anew",
    ],
    [
      "another default",
      { variable: { stage: { default: "dev", description: "x" } } },
      { variable: { stage: { default: "prod", description: "y" } } },
      'variable.stage.default goes from "dev" to "prod"',
    ],
    [
      "a check of a variable",
      { variable: { who: { validation: [{ condition: "${a}", error_message: "x" }] } } },
      { variable: { who: { validation: [{ condition: "${true}", error_message: "y" }] } } },
      "variable.who.validation[0].condition goes from",
    ],
    ["a data source", {}, { data: { external: { x: {} } } }, "data is new"],
  ])("%s", async (_, base, head, reason) => {
    const toys = toyMachine();
    const { code, printed } = await reviewBlocks([toys, base], [toys, head]);
    expect(printed).toContain(reason);
    expect(code).toBe(3);
  });

  test("a table that Terraform forgets: its rows stay", async () => {
    const table: Toys = { "aws_dynamodb_table.rows": { name: "rows" } };
    const removed = [{ from: "aws_dynamodb_table.rows", lifecycle: { destroy: false } }];
    const { code, printed } = await reviewBlocks([{ ...toyMachine(), ...table }, {}], [toyMachine(), { removed }]);
    expect(printed).toContain("what is there stays, but Terraform forgets it: aws_dynamodb_table.rows");
    expect(printed).not.toContain("is lost");
    expect(code).toBe(3);
  });
});

test("a new resource that sends or starts something is looked at, one that waits to be used is not", async () => {
  const added = async (address: string) => {
    const { printed } = await reviewToys({ base: toyMachine(), head: { ...toyMachine(), [address]: { name: "x" } } });
    return printed.split("\n").slice(0, 2).join("\n");
  };
  expect(await added("aws_sns_topic_subscription.s")).toContain(
    "new, look at what it does: aws_sns_topic_subscription.s",
  );
  expect(await added("aws_s3_bucket_acl.a")).toContain("new, look at what it does: aws_s3_bucket_acl.a");
  expect(await added("aws_sqs_queue.q")).toMatch(/^Safe/);
});

describe("is safe:", () => {
  test.each<readonly [string, readonly [Toys, Toys]]>([
    ["a description", one("aws_sqs_queue.q", { description: "a" }, { description: "b" })],
    ["more memory", one(greet, { memory_size: 128 }, { memory_size: 256 })],
    [
      "logs that are kept for ever",
      one("aws_cloudwatch_log_group.l", { retention_in_days: 30 }, { retention_in_days: 0 }),
    ],
    ["a time-out that is longer than the default", one(greet, {}, { timeout: 30 })],
    ["a longer time-out", one(greet, { timeout: 3 }, { timeout: 30 })],
    ["a longer retention", one("aws_cloudwatch_log_group.l", { retention_in_days: 7 }, { retention_in_days: 30 })],
    ["a protection that is switched on", one("aws_dynamodb_table.t", {}, { deletion_protection_enabled: true })],
    ["an alarm's threshold", one("aws_cloudwatch_metric_alarm.a", { threshold: 1 }, { threshold: 2 })],
    [
      "one more variable",
      one(greet, { environment: { variables: { A: "1" } } }, { environment: { variables: { A: "1", B: "2" } } }),
    ],
  ])("%s", async (_, [base, head]) => {
    const { code, printed } = await reviewToys({ base, head });
    expect(printed).toMatch(/^Safe/);
    expect(code).toBe(0);
  });
});

describe("a role, a table and a function that `moved` blocks rename", () => {
  const rows: Toys = { "aws_dynamodb_table.rows": { name: "rows", hash_key: "id" } };
  const old: Toys = { ...toyMachine(), ...rows };
  const renamed = (text: string) =>
    text
      .replaceAll("aws_iam_role.flow", "aws_iam_role.fresh")
      .replaceAll("aws_lambda_function.greet", "aws_lambda_function.hail");
  const fresh: Toys = Object.fromEntries(
    Object.entries({ ...toyMachine(), "aws_dynamodb_table.items": rows["aws_dynamodb_table.rows"] ?? {} }).map(
      ([address, block]): [string, Readonly<Record<string, unknown>>] => [
        renamed(address),
        JSON.parse(renamed(JSON.stringify(block))),
      ],
    ),
  );
  const moved = [
    { from: "aws_iam_role.flow", to: "aws_iam_role.fresh" },
    { from: "aws_lambda_function.greet", to: "aws_lambda_function.hail" },
    { from: "aws_dynamodb_table.rows", to: "aws_dynamodb_table.passing" },
    { from: "aws_dynamodb_table.passing", to: "aws_dynamodb_table.items" },
  ];

  test("take nothing from anybody", async () => {
    const { code, printed } = await reviewBlocks([old, {}], [fresh, { moved }]);
    expect(printed).toMatch(/^Safe/);
    expect(printed).toContain("moved     aws_dynamodb_table.items (it was aws_dynamodb_table.rows)");
    expect(printed).not.toContain("may n");
    expect(code).toBe(0);
  });

  test("nor do blocks of long ago", async () => {
    expect((await reviewBlocks([fresh, { moved }], [fresh, { moved }])).printed).toBe("Safe: nothing changes\n");
  });

  test("nor in a plan, whose moves are of these sources", async () => {
    const idle = Object.keys(fresh).map((address) => change(address, ["no-op"]));
    const files = { [file("base")]: toyDocument(old), [file("head")]: toyDocument(fresh, { moved }) };
    const plan = toyPlan(...idle.filter(({ address }) => address !== "aws_dynamodb_table.items"), {
      ...change("aws_dynamodb_table.items", ["no-op"]),
      previous_address: "aws_dynamodb_table.rows",
    });
    const { code, printed } = await reviewToys({ files, plan });
    expect(printed).toContain("moved     aws_dynamodb_table.items (it was aws_dynamodb_table.rows)");
    expect(code).toBe(0);
  });
});
