import { describe, expect, test } from "vitest";
import { goldenFiles } from "../../scripts/lib/golden.js";
import { statementsOf } from "./policies.js";
import { at, ofType, stackOf, theOnly } from "./synthesized.js";

const stack = stackOf("orders");
const HERE = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
const arn = (service: string, resource: string) =>
  `arn:\${data.aws_partition.current.partition}:${service}:${HERE}:${resource}`;
const effects = arn("dynamodb", "table/orders-${var.stage}-effects");

/** What a role may do, but for logs and traces: actions, then resources. */
function permissionsOf(part: string) {
  return statementsOf(stack)
    .filter(({ address }) => address === `aws_iam_role_policy.${part}_role_policy`)
    .filter(({ Action }) => !Action.every((action) => /^(logs|xray):/.test(action)))
    .map(({ Action, Resource }) => [Action.join(" "), Resource.join(" ")]);
}

test("its functions are those that the workflows name, and the checkout", () => {
  const named = goldenFiles()
    .filter(({ path }) => /(orders|notify-customer)\.asl\.json$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/function:orders-dev-([\w-]+)/g)].map(([, name]) => name));
  const expected = [...new Set(named), "checkout"].map((name) => `orders-\${var.stage}-${name}`);
  const functions = ofType(stack, "aws_lambda_function").map((resource) => at(resource, "function_name"));
  expect(functions.sort()).toEqual(expected.sort());
});

describe("a function may do what it needs", () => {
  const once = [["dynamodb:GetItem dynamodb:UpdateItem", effects]];
  test.each<[string, readonly (readonly string[])[]]>([
    ["process_payment", once],
    ["refund_payment", once],
    ["book_shipping", once],
    ["cancel_shipping", once],
    ["check_fraud", []],
    ["email_customer", [...once, ["ses:SendEmail", arn("ses", "identity/*")]]],
    [
      "checkout",
      [
        ["dynamodb:GetItem", arn("dynamodb", "table/orders-${var.stage}-orders")],
        ["states:StartExecution", arn("states", "stateMachine:orders-${var.stage}-workflow")],
        ["states:DescribeExecution", arn("states", "execution:orders-${var.stage}-workflow:*")],
      ],
    ],
  ])("%s", (part, expected) => {
    expect(permissionsOf(part)).toEqual(expected);
  });
});

test("the workflow may follow the nested executions that it starts, and theirs alone", () => {
  const nested = permissionsOf("workflow").filter(([actions]) => /states:|events:/.test(actions ?? ""));
  expect(nested).toEqual([
    [
      "events:DescribeRule events:PutRule events:PutTargets",
      arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"),
    ],
    ["states:DescribeExecution states:StopExecution", arn("states", "execution:orders-${var.stage}-notify-customer:*")],
    ["states:StartExecution", arn("states", "stateMachine:orders-${var.stage}-notify-customer")],
  ]);
});

test("an OrderPlaced event starts the workflow with its detail, or waits in a queue for a person", () => {
  const rule = theOnly(stack, "aws_cloudwatch_event_rule");
  expect(JSON.parse(String(at(rule, "event_pattern")))).toEqual({ source: ["shop"], "detail-type": ["OrderPlaced"] });
  const target = theOnly(stack, "aws_cloudwatch_event_target");
  expect(target.config).toMatchObject({
    arn: "${aws_sfn_alias.workflow_live.arn}",
    input_path: "$.detail",
    dead_letter_config: { arn: "${aws_sqs_queue.dead_events.arn}" },
  });
});
