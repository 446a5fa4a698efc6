import { describe, expect, test } from "vitest";
import { EventSource } from "../../../stacks/constructs/event-source.js";
import { Queue } from "../../../stacks/constructs/queue.js";
import { Table } from "../../../stacks/constructs/table.js";
import { statementsOf } from "../policies.js";
import { at, ofType, textAt, theOnly } from "../synthesized.js";
import { everyConstruct, synthesizeToys } from "../toys.js";

const toys = await synthesizeToys(everyConstruct);
const find = (type: string, name: string) => {
  const found = ofType(toys, type).find((one) => one.name === name);
  if (!found) throw new Error(`The toys have no ${type}.${name}.`);
  return found;
};
const HERE = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
const arn = (service: string, resource: string) =>
  `arn:\${data.aws_partition.current.partition}:${service}:${HERE}:${resource}`;

describe("what a construct refuses", () => {
  test("a queue whose messages come back while a function works on them", async () => {
    const wrong = synthesizeToys((stack) => {
      const queue = new Queue(stack, "queue", { visibilityTimeout: 5 });
      new EventSource(stack, "source", { queue, handler: stack.fn("one"), batchSize: 1, maxConcurrency: 2 });
    });
    await expect(wrong).rejects.toThrow(
      'The queue "queue" hides a message for 5 s, but the function "one" may work on it for 10 s.',
    );
  });

  test("an index that the table does not have", async () => {
    const wrong = synthesizeToys((stack) => {
      new Table(stack, "table").grantTo(stack.fn("one"), { env: "TABLE", index: { name: "by-day", env: "INDEX" } });
    });
    await expect(wrong).rejects.toThrow('The table "table" has no index "by-day". It has none.');
  });
});

describe("who may send to a queue", () => {
  test("the topics and rules that lead to it, each by its name", () => {
    const senders = statementsOf(toys).filter(({ address }) => address === "aws_sqs_queue_policy.dead_policy");
    expect(senders.map(({ Principal, Condition }) => [Principal, Condition.ArnEquals?.["aws:SourceArn"]])).toEqual([
      ...Array(3).fill([{ Service: ["sns.amazonaws.com"] }, arn("sns", "toys-${var.stage}-news")]),
      [{ Service: ["events.amazonaws.com"] }, arn("events", "rule/toys-${var.stage}-ended")],
      [{ Service: ["events.amazonaws.com"] }, arn("events", "rule/toys-${var.stage}-hourly")],
    ]);
  });
});

describe("an HTTP API", () => {
  test("has one integration for each function, and one with a role of its own for each AWS API", () => {
    const integrations = ofType(toys, "aws_apigatewayv2_integration");
    const kind = (one: (typeof integrations)[number]) => at(one, "integration_subtype") ?? at(one, "integration_uri");
    expect(integrations.map(kind).sort()).toEqual([
      "${aws_lambda_function.one.invoke_arn}",
      "${aws_lambda_function.two.invoke_arn}",
      "SQS-SendMessage",
      "StepFunctions-StartExecution",
      "StepFunctions-StartSyncExecution",
    ]);
    expect(integrations.find((one) => kind(one) === "StepFunctions-StartSyncExecution")?.config).toMatchObject({
      payload_format_version: "1.0",
      credentials_arn: "${aws_iam_role.http_api_role_post_api_sync.arn}",
      request_parameters: { StateMachineArn: "${aws_sfn_alias.fast_live.arn}", Input: "$request.body" },
    });
    const allowed = (route: string) =>
      statementsOf(toys)
        .filter(({ address }) => address === `aws_iam_role_policy.http_api_role_post_api_${route}_policy`)
        .map(({ Action, Resource }) => [Action, Resource]);
    expect(allowed("sync")).toEqual([
      [["states:StartSyncExecution"], [arn("states", "stateMachine:toys-${var.stage}-fast")]],
    ]);
    expect(allowed("start")).toEqual([
      [["states:StartExecution"], [arn("states", "stateMachine:toys-${var.stage}-workflow")]],
    ]);
    expect(allowed("send")).toEqual([[["sqs:SendMessage"], [arn("sqs", "toys-${var.stage}-work")]]]);
  });

  test("lets itself in to each function once for each path", () => {
    const sources = ofType(toys, "aws_lambda_permission")
      .filter((one) => textAt(one, "principal") === "apigateway.amazonaws.com")
      .map((one) => [textAt(one, "function_name"), textAt(one, "source_arn")]);
    expect(sources.sort()).toEqual([
      ["${aws_lambda_function.one.function_name}", "${aws_apigatewayv2_api.http_api.execution_arn}/*/*/api/one"],
      ["${aws_lambda_function.two.function_name}", "${aws_apigatewayv2_api.http_api.execution_arn}/*/*/api/two"],
    ]);
  });
});

describe("a state machine", () => {
  test("is asked for by its own ARN, started by its alias, and its executions by theirs", () => {
    const role = statementsOf(toys).filter(({ address }) => address === "aws_iam_role_policy.one_role_policy");
    const states = role.filter(({ Action }) => Action.some((action) => action.startsWith("states:")));
    expect(states.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["states:StartExecution"], [arn("states", "stateMachine:toys-${var.stage}-workflow")]],
      [["states:DescribeExecution"], [arn("states", "execution:toys-${var.stage}-workflow:*")]],
    ]);
    expect(at(find("aws_lambda_function", "one"), "environment.variables.MACHINE")).toBe(
      "${aws_sfn_alias.workflow_live.arn}",
    );
  });

  test("that is an Express one logs every event, since it has no other history, and may be destroyed", () => {
    expect(find("aws_sfn_state_machine", "fast").config).toMatchObject({
      type: "EXPRESS",
      publish: true,
      logging_configuration: { level: "ALL", include_execution_data: false },
    });
  });
});

test("a schedule starts a machine by its alias, with an input, once it is turned on", () => {
  expect(find("aws_cloudwatch_event_rule", "hourly").config).toMatchObject({
    schedule_expression: "rate(1 hour)",
    state: "DISABLED",
  });
  expect(find("aws_cloudwatch_event_target", "hourly_target").config).toMatchObject({
    arn: "${aws_sfn_alias.workflow_live.arn}",
    role_arn: "${aws_iam_role.hourly_role.arn}",
    input: '{"version":1}',
  });
});

test("an activity and a device policy are named after system and stage", () => {
  expect(at(theOnly(toys, "aws_sfn_activity"), "name")).toBe("toys-${var.stage}-by-hand");
  expect(at(theOnly(toys, "aws_iot_thing_group"), "name")).toBe("toys-${var.stage}-things");
  expect(at(theOnly(toys, "aws_iot_policy"), "name")).toBe("toys-${var.stage}-things");
});
