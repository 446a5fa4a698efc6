import { describe, expect, test } from "vitest";
import { render } from "../../asl/index.js";
import { smoothies } from "../../asl/workflows/smoothies.js";
import { resolveValue } from "../../local/terraform/resolve.js";
import { statementsOf } from "./policies.js";
import { at, ofType, stackOf, textAt, theOnly } from "./synthesized.js";

const stack = stackOf("smoothies");
const ARN = "arn:${data.aws_partition.current.partition}";
const HERE = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
const arn = (service: string, resource: string) => `${ARN}:${service}:${HERE}:${resource}`;
const table = (part: string) => arn("dynamodb", `table/smoothies-\${var.stage}-${part}`);
const queue = (part: string) => arn("sqs", `smoothies-\${var.stage}-${part}`);
const machineArn = arn("states", "stateMachine:smoothies-${var.stage}-workflow");

/** What a role may do, but for logs and traces: actions, then resources. */
function permissionsOf(part: string) {
  return statementsOf(stack)
    .filter(({ address }) => address === `aws_iam_role_policy.${part}_role_policy`)
    .filter(({ Action }) => !Action.every((action) => /^(logs|xray):/.test(action)))
    .map(({ Effect, Action, Resource }) => [Effect, Action.join(" "), Resource.join(" ")]);
}

describe("the functions", () => {
  test.each<[string, readonly (readonly string[])[]]>([
    [
      "api",
      [
        ["dynamodb:PutItem dynamodb:GetItem", table("orders")],
        ["dynamodb:Query", `${table("robots")}/index/by-status`],
        ["sqs:SendMessage sqs:GetQueueAttributes", queue("orders")],
      ],
    ],
    [
      "start_orders",
      [
        ["dynamodb:Query", `${table("robots")}/index/by-status`],
        ["sqs:ChangeMessageVisibility", queue("orders")],
        ["sqs:SendMessage", queue("dead-orders")],
        ["states:StartExecution", machineArn],
        ["sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes", queue("orders")],
      ],
    ],
    [
      "claim_robot",
      [
        ["dynamodb:UpdateItem", table("robots")],
        ["dynamodb:Query", `${table("robots")}/index/by-status`],
      ],
    ],
    [
      "send_order",
      [
        ["dynamodb:UpdateItem", table("robots")],
        ["iot:Publish", arn("iot", "topic/robots/*/order")],
      ],
    ],
    [
      "robot_word",
      [
        ["dynamodb:GetItem dynamodb:UpdateItem", table("robots")],
        ["states:SendTaskSuccess states:SendTaskFailure states:SendTaskHeartbeat", machineArn],
        ["sqs:SendMessage", queue("dead-words")],
      ],
    ],
    [
      "settle_order",
      [
        ["dynamodb:GetItem dynamodb:UpdateItem", table("orders")],
        ["dynamodb:UpdateItem", table("robots")],
        ["dynamodb:Query", `${table("robots")}/index/by-status`],
        ["sqs:SendMessage", queue("dead-events")],
      ],
    ],
  ])("%s may do what it does, and nothing else", (part, expected) => {
    expect(permissionsOf(part)).toEqual(expected.map((one) => ["Allow", ...one]));
  });
});

describe("the robots", () => {
  test("are found by an index that never holds a task token", () => {
    const robots = ofType(stack, "aws_dynamodb_table").find(({ name }) => name === "robots");
    expect(robots && at(robots, "global_secondary_index")).toEqual([
      {
        name: "by-status",
        hash_key: "status",
        range_key: "statusSince",
        projection_type: "INCLUDE",
        non_key_attributes: ["jobId", "orderId", "smoothie", "jobExpiresAt"],
      },
    ]);
  });

  test("are heard field by field, with their name from the topic", () => {
    const rules = ofType(stack, "aws_iot_topic_rule").filter(({ name }) => name.startsWith("robot_"));
    expect(rules.map((rule) => textAt(rule, "sql")).sort()).toEqual([
      "SELECT 'failure' AS word, topic(2) AS robotId, timestamp() AS at, jobId, error, cause FROM 'robots/+/failure'",
      "SELECT 'heartbeat' AS word, topic(2) AS robotId, timestamp() AS at, jobId FROM 'robots/+/heartbeat'",
      "SELECT 'status' AS word, topic(2) AS robotId, timestamp() AS at, status, session FROM 'robots/+/status'",
      "SELECT 'success' AS word, topic(2) AS robotId, timestamp() AS at, jobId FROM 'robots/+/success'",
    ]);
    for (const rule of rules) {
      expect(at(rule, "sql_version")).toBe("2016-03-23");
      expect(at(rule, "lambda")).toEqual([{ function_arn: "${aws_lambda_function.robot_word.arn}" }]);
    }
  });

  test("and buttons connect as themselves alone, and use their own topics alone", () => {
    const THING = "$${iot:Connection.Thing.ThingName}";
    const allowed = (part: string) =>
      statementsOf(stack)
        .filter(({ address }) => address === `aws_iot_policy.${part}_devices`)
        .map(({ Effect, Action, Resource, Condition }) => ({ Effect, Action, Resource, Condition }));
    const allow = (action: string, resources: readonly string[], Condition = {}) => ({
      ...{ Effect: "Allow", Action: [action], Condition },
      Resource: resources.map((resource) => arn("iot", resource)),
    });
    const connect = allow("iot:Connect", [`client/${THING}`], {
      Bool: { "iot:Connection.Thing.IsAttached": "true" },
    });
    expect(allowed("robots")).toEqual([
      connect,
      allow(
        "iot:Publish",
        ["success", "failure", "heartbeat", "status"].map((word) => `topic/robots/${THING}/${word}`),
      ),
      allow("iot:Subscribe", [`topicfilter/robots/${THING}/order`]),
      allow("iot:Receive", [`topic/robots/${THING}/order`]),
    ]);
    expect(allowed("buttons")).toEqual([connect, allow("iot:Publish", [`topic/buttons/${THING}/pressed`])]);
    for (const part of ["robots", "buttons"]) {
      const attachment = ofType(stack, "aws_iot_policy_attachment").find(({ name }) => name.startsWith(part));
      expect(attachment?.config).toEqual({
        policy: `\${aws_iot_policy.${part}_devices.name}`,
        target: `\${aws_iot_thing_group.${part}_devices_group.arn}`,
      });
    }
  });
});

test("a pressed button starts the workflow, and may do nothing else", () => {
  const rule = ofType(stack, "aws_iot_topic_rule").find(({ name }) => name === "button_pressed");
  expect(rule?.config).toMatchObject({
    sql: "SELECT 1 AS version, 'button' AS source, topic(2) AS buttonId, pressId FROM 'buttons/+/pressed' WHERE pressId <> ''",
    step_functions: [
      {
        role_arn: "${aws_iam_role.button_pressed_role.arn}",
        state_machine_name: "${aws_sfn_state_machine.workflow.name}",
      },
    ],
  });
  expect(permissionsOf("button_pressed")).toEqual([
    ["Allow", "sqs:SendMessage", queue("dead-words")],
    ["Allow", "states:StartExecution", machineArn],
  ]);
});

describe("orders", () => {
  test("wait in a queue, as often as it takes, and a broken one is not lost", () => {
    const incoming = ofType(stack, "aws_sqs_queue").find(({ name }) => name === "incoming");
    expect(incoming && JSON.parse(textAt(incoming, "redrive_policy"))).toEqual({
      deadLetterTargetArn: queue("dead-orders"),
      maxReceiveCount: 1000,
    });
    expect(incoming?.config).toMatchObject({ visibility_timeout_seconds: 120, message_retention_seconds: 1_209_600 });
    expect(theOnly(stack, "aws_lambda_event_source_mapping").config).toEqual({
      event_source_arn: "${aws_sqs_queue.incoming.arn}",
      function_name: "${aws_lambda_function.start_orders.function_name}",
      batch_size: 10,
      function_response_types: ["ReportBatchItemFailures"],
      scaling_config: { maximum_concurrency: 2 },
    });
  });

  test("are settled when their execution ends without serving them", () => {
    const rule = theOnly(stack, "aws_cloudwatch_event_rule");
    expect(JSON.parse(textAt(rule, "event_pattern"))).toEqual({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: { stateMachineArn: [machineArn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
    });
    expect(at(theOnly(stack, "aws_cloudwatch_event_target"), "arn")).toBe("${aws_lambda_function.settle_order.arn}");
  });
});

test("the state machine runs the workflow as it is rendered, and its definition refers to no resource", () => {
  const definition = textAt(theOnly(stack, "aws_sfn_state_machine"), "definition");
  expect(definition).not.toMatch(/\$\{aws_/);
  const values: Readonly<Record<string, string>> = {
    "${data.aws_partition.current.partition}": "aws",
    "${data.aws_region.current.name}": "eu-west-1",
    "${data.aws_caller_identity.current.account_id}": "123456789012",
    "${var.stage}": "blue",
  };
  const read = resolveValue(definition, ({ source }) => values[source] ?? `unknown ${source}`);
  const named = (part: string) => `smoothies-blue-${part}`;
  const bindings = {
    lambda: (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${named(name)}`,
    table: (name: string) => ({
      arn: `arn:aws:dynamodb:eu-west-1:123456789012:table/${named(name)}`,
      name: named(name),
    }),
  };
  expect(JSON.parse(String(read))).toEqual(JSON.parse(JSON.stringify(render(smoothies, bindings))));
});
