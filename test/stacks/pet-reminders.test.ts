import { describe, expect, test } from "vitest";
import { render } from "../../asl/index.js";
import { petReminders } from "../../asl/workflows/pet-reminders.js";
import { resolveValue } from "../../local/terraform/resolve.js";
import { statementsOf } from "./policies.js";
import { at, ofType, stackOf, stringsIn, textAt, theOnly } from "./synthesized.js";

const stack = stackOf("pet-reminders");
const machine = theOnly(stack, "aws_sfn_state_machine");
const ARN = "arn:${data.aws_partition.current.partition}";
const HERE = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}";
const functionArn = (name: string) => `${ARN}:lambda:${HERE}:function:pet-reminders-\${var.stage}-${name}`;

/** What a role may or may not do, but for logs and traces. */
function permissionsOf(part: string) {
  return statementsOf(stack)
    .filter(({ address }) => address === `aws_iam_role_policy.${part}_role_policy`)
    .filter(({ Action }) => !Action.every((action) => /^(logs|xray):/.test(action)))
    .map(({ Effect, Action, Resource, Condition }) => ({ Effect, Action, Resource, Condition }));
}

describe("the API", () => {
  test("has exactly three routes, all to the one function", () => {
    const routes = ofType(stack, "aws_apigatewayv2_route");
    expect(routes.map((route) => textAt(route, "route_key")).sort()).toEqual([
      "DELETE /api/reminders/{id}",
      "GET /api/reminders/{id}",
      "POST /api/reminders",
    ]);
    const integration = theOnly(stack, "aws_apigatewayv2_integration");
    expect(integration.config).toMatchObject({
      integration_type: "AWS_PROXY",
      integration_uri: "${aws_lambda_function.api.invoke_arn}",
      payload_format_version: "2.0",
    });
    for (const route of routes) expect(at(route, "target")).toBe(`integrations/\${${integration.address}.id}`);
  });

  test("is throttled on every route", () => {
    const stage = theOnly(stack, "aws_apigatewayv2_stage");
    expect(stage.config).toMatchObject({ name: "$default", auto_deploy: true });
    expect(at(stage, "default_route_settings")).toEqual({ throttling_rate_limit: 10, throttling_burst_limit: 20 });
    expect(at(stage, "route_settings")).toBeUndefined();
  });

  test("writes of each request only what tells nobody who called, and for which reminder", () => {
    const format = textAt(theOnly(stack, "aws_apigatewayv2_stage"), "access_log_settings.format");
    expect([...format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name).sort()).toEqual([
      "integrationErrorMessage",
      "requestId",
      "requestTime",
      "responseLatency",
      "routeKey",
      "status",
    ]);
    expect(JSON.parse(format)).toMatchObject({ requestId: "$context.requestId" });
  });
});

describe("the state machine", () => {
  test("is a Standard one", () => {
    expect(at(machine, "type")).toBe("STANDARD");
  });

  test("runs the workflow as it is rendered, once Terraform has read it", () => {
    const values: Readonly<Record<string, string>> = {
      "${data.aws_partition.current.partition}": "aws-cn",
      "${data.aws_region.current.name}": "cn-north-1",
      "${data.aws_caller_identity.current.account_id}": "123456789012",
      "${var.stage}": "blue",
    };
    const read = resolveValue(textAt(machine, "definition"), ({ source }) => values[source] ?? `unknown ${source}`);
    const lambda = (name: string) => `arn:aws-cn:lambda:cn-north-1:123456789012:function:pet-reminders-blue-${name}`;
    expect(JSON.parse(String(read))).toEqual(JSON.parse(JSON.stringify(render(petReminders, { lambda }))));
  });

  test("is known when Terraform plans: its definition refers to no resource", () => {
    expect(textAt(machine, "definition")).not.toMatch(/\$\{aws_/);
  });

  test("may call the functions that its tasks call, and nothing else", () => {
    const called = stringsIn(JSON.parse(textAt(machine, "definition"))).filter((text) => text.includes(":function:"));
    expect(new Set(called)).toEqual(new Set([functionArn("email-reminder"), functionArn("sms-reminder")]));
    expect(permissionsOf("workflow")).toEqual([
      { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [...new Set(called)].sort(), Condition: {} },
    ]);
  });

  test("comes after the functions that it calls and the policy that it needs", () => {
    expect([...machine.dependsOn].sort()).toEqual([
      "aws_iam_role_policy.workflow_role_policy",
      "aws_lambda_function.email_reminder",
      "aws_lambda_function.sms_reminder",
    ]);
  });

  test("is started by the alias of its newest version", () => {
    const alias = theOnly(stack, "aws_sfn_alias");
    expect(at(machine, "publish")).toBe(true);
    expect(alias.config).toEqual({
      name: "live",
      routing_configuration: [
        { state_machine_version_arn: `\${${machine.address}.state_machine_version_arn}`, weight: 100 },
      ],
    });
    const api = ofType(stack, "aws_lambda_function").find(({ name }) => name === "api");
    expect(api && at(api, "environment.variables.STATE_MACHINE_ARN")).toBe(`\${${alias.address}.arn}`);
  });

  test("alarms when executions fail, time out or are throttled; a cancelled one is no trouble", () => {
    const alarms = ofType(stack, "aws_cloudwatch_metric_alarm");
    const topic = theOnly(stack, "aws_sns_topic").address;
    expect(alarms.map((alarm) => textAt(alarm, "metric_name")).sort()).toEqual([
      "ExecutionThrottled",
      "ExecutionsFailed",
      "ExecutionsTimedOut",
    ]);
    for (const alarm of alarms) {
      expect(alarm.config).toMatchObject({
        namespace: "AWS/States",
        dimensions: { StateMachineArn: `\${${machine.address}.arn}` },
        statistic: "Sum",
        threshold: 1,
        comparison_operator: "GreaterThanOrEqualToThreshold",
        treat_missing_data: "notBreaching",
        alarm_actions: [`\${${topic}.arn}`],
      });
    }
    expect(theOnly(stack, "aws_sns_topic_subscription").config).toMatchObject({
      topic_arn: `\${${topic}.arn}`,
      protocol: "email",
      endpoint: "${var.alarm_email}",
    });
  });
});

describe("the functions", () => {
  const markers = {
    Effect: "Allow",
    Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
    Resource: [`${ARN}:dynamodb:${HERE}:table/pet-reminders-\${var.stage}-send-markers`],
    Condition: {},
  };

  test("may do what they do, and nothing else", () => {
    expect(permissionsOf("email_reminder")).toEqual([
      {
        Effect: "Allow",
        Action: ["ses:SendEmail"],
        Resource: [`${ARN}:ses:${HERE}:identity/*`],
        Condition: { StringEquals: { "ses:FromAddress": "${var.sender}" } },
      },
      markers,
    ]);
    expect(permissionsOf("sms_reminder")).toEqual([
      { Effect: "Allow", Action: ["sns:Publish"], Resource: ["*"], Condition: {} },
      { Effect: "Deny", Action: ["sns:Publish"], Resource: [`${ARN}:sns:*:*:*`], Condition: {} },
      markers,
    ]);
    expect(permissionsOf("api")).toEqual([
      {
        Effect: "Allow",
        Action: ["states:StartExecution"],
        Resource: [`${ARN}:states:${HERE}:stateMachine:pet-reminders-\${var.stage}-workflow`],
        Condition: {},
      },
      {
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:StopExecution"],
        Resource: [`${ARN}:states:${HERE}:execution:pet-reminders-\${var.stage}-workflow:*`],
        Condition: {},
      },
    ]);
  });

  test.each([
    ["api", 10],
    ["email-reminder", 20],
    ["sms-reminder", 20],
  ])("%s may take %d s", (name, timeout) => {
    const fn = ofType(stack, "aws_lambda_function").find((one) => textAt(one, "function_name").endsWith(`}-${name}`));
    expect(fn && at(fn, "timeout")).toBe(timeout);
  });

  test("share a table whose markers go when they are no longer needed", () => {
    expect(theOnly(stack, "aws_dynamodb_table").config).toMatchObject({
      hash_key: "pk",
      attribute: [{ name: "pk", type: "S" }],
      ttl: { attribute_name: "expiresAt", enabled: true },
    });
  });

  test("send from the identity that the stack sets up", () => {
    expect(at(theOnly(stack, "aws_ses_email_identity"), "email")).toBe("${var.sender}");
  });
});

test("the stack tells where its page, its API and its state machine are", () => {
  expect(Object.entries(stack.outputs).map(([name, output]) => [name, stringsIn(output)[1]])).toEqual([
    ["api_url", "${aws_apigatewayv2_api.http_api.api_endpoint}"],
    ["site_url", "https://${aws_cloudfront_distribution.site.domain_name}/"],
    ["state_machine_arn", `\${${machine.address}.arn}`],
  ]);
});

test("sender, recipients and alarm address have no default", () => {
  expect(Object.keys(stack.variables).sort()).toEqual([
    "alarm_email",
    "allowed_recipients",
    "region",
    "sender",
    "stage",
  ]);
  for (const name of ["alarm_email", "allowed_recipients", "sender"]) {
    expect(stack.variables[name]).not.toHaveProperty("default");
  }
});
