import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Json } from "../../../../asl/spec/index.js";
import { createLog, formatEntry } from "../../../../local/log.js";
import { startRuntime } from "../../../../local/runtime.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { writeStack, zipOf } from "../../support/write-stack.js";
import { awsCli } from "../aws-cli.js";

const definition = JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
const allow = (Action: string, Resource: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] });
const ruleArn = (name: string) => `\${aws_cloudwatch_event_rule.${name}.arn}`;

const eventually = (check: () => unknown) => vi.waitFor(check, 10_000);

/** A function that writes what it gets to its log, a state machine, and rules that give events to both. */
function stack(permitted: boolean): Readonly<Record<string, Json>> {
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_iam_role: {
        role: { name: "demo", assume_role_policy: "{}" },
        rule: { name: "rule", assume_role_policy: "{}" },
      },
      aws_iam_role_policy: permitted
        ? {
            rule: { name: "a", role: "rule", policy: allow("states:StartExecution", "${aws_sfn_state_machine.m.arn}") },
          }
        : {},
      aws_lambda_function: {
        fn: {
          ...{ function_name: "listener", role: "${aws_iam_role.role.arn}", runtime: "nodejs22.x", timeout: 5 },
          ...{ handler: "index.handler", filename: "code.zip" },
        },
      },
      aws_lambda_permission: permitted
        ? {
            events: {
              ...{ action: "lambda:InvokeFunction", function_name: "listener", principal: "events.amazonaws.com" },
              source_arn: ruleArn("placed"),
            },
          }
        : {},
      aws_sfn_state_machine: { m: { name: "machine", role_arn: "${aws_iam_role.role.arn}", definition } },
      aws_cloudwatch_event_bus: { shop: { name: "shop" } },
      aws_cloudwatch_event_rule: {
        placed: {
          name: "placed",
          description: "Orders of a hundred and more.",
          event_pattern: JSON.stringify({ source: ["shop"], detail: { total: [{ numeric: [">=", 100] }] } }),
        },
        shop: {
          name: "on-shop",
          event_bus_name: "${aws_cloudwatch_event_bus.shop.name}",
          event_pattern: '{"source":["shop"]}',
        },
        ended: {
          name: "ended",
          event_pattern: JSON.stringify({
            source: ["aws.states"],
            "detail-type": ["Step Functions Execution Status Change"],
          }),
        },
        hourly: { name: "hourly", schedule_expression: "rate(1 hour)", state: "DISABLED" },
      },
      aws_cloudwatch_event_target: {
        machine: {
          ...{ rule: "${aws_cloudwatch_event_rule.placed.name}", arn: "${aws_sfn_state_machine.m.arn}" },
          role_arn: "${aws_iam_role.rule.arn}",
          input_path: "$.detail",
        },
        fn: {
          ...{
            rule: "${aws_cloudwatch_event_rule.placed.name}",
            arn: "${aws_lambda_function.fn.arn}",
            target_id: "fn",
          },
          input_transformer: {
            input_paths: { id: "$.detail.orderId", gone: "$.detail.gone" },
            input_template:
              '{"line": "order <id><gone> by <aws.events.rule-name>", "id": <id>, "event": <aws.events.event.json>}',
          },
        },
        shop: {
          ...{ rule: "on-shop", event_bus_name: "shop", arn: "${aws_sfn_state_machine.m.arn}" },
          ...{ role_arn: "${aws_iam_role.rule.arn}", input: '{"fixed":true}' },
          depends_on: ["aws_cloudwatch_event_rule.shop"],
        },
      },
    },
  };
}

async function start(permitted = true) {
  const lines: string[] = [];
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(await temporaryFolder(), stack(permitted), {
      "code.zip": zipOf("export const handler = async (event) => { console.log(`got ${JSON.stringify(event)}`); };"),
    }),
    port: 0,
    variables: [],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  onTestFinished(() => runtime.stop());
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const settings = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
  const events = new EventBridgeClient(settings);
  const states = new SFNClient(settings);
  const executions = async () => {
    const stateMachineArn = "arn:aws:states:eu-west-1:000000000000:stateMachine:machine";
    const list = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    return await Promise.all(
      (list.executions ?? []).map(async ({ executionArn }) => {
        const { status, input } = await states.send(new DescribeExecutionCommand({ executionArn }));
        return { status, input };
      }),
    );
  };
  return { endpoint, events, executions, lines };
}

const order = (orderId: string, total: number) => ({
  ...{ Source: "shop", DetailType: "OrderPlaced", Detail: JSON.stringify({ orderId, total }) },
});

it("gives a matching event to a state machine and a function, each in its form", async () => {
  const { events, executions, lines } = await start();
  const answer = await events.send(new PutEventsCommand({ Entries: [order("o1", 99), order("o2", 100)] }));
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }, {}] });
  await eventually(async () => {
    expect(await executions()).toEqual([{ status: "SUCCEEDED", input: '{"orderId":"o2","total":100}' }]);
  });
  await eventually(() =>
    expect(lines.join("\n")).toContain('got {"line":"order o2 by placed","id":"o2","event":{"version":"0"'),
  );
  expect(lines.join("\n")).not.toContain("order o1");
});

it("keeps buses apart, by name and by ARN", async () => {
  const { events, executions } = await start();
  const EventBusName = "arn:aws:events:eu-west-1:000000000000:event-bus/shop";
  await events.send(new PutEventsCommand({ Entries: [{ ...order("o1", 5), EventBusName }] }));
  await eventually(async () => expect(await executions()).toEqual([{ status: "SUCCEEDED", input: '{"fixed":true}' }]));
});

it("takes each entry by itself, and tells which it refuses", async () => {
  const { events, executions } = await start();
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({
      Entries: [
        order("o1", 100),
        { ...order("o2", 100), Detail: "[1]" },
        { Source: "shop", DetailType: "OrderPlaced" },
        { ...order("o3", 100), Source: "aws.states" },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(3);
  expect(Entries?.map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage])).toEqual([
    [undefined, undefined],
    ["MalformedDetail", "Detail is malformed."],
    ["InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."],
    ["NotAuthorizedForSourceException", "Not authorized for the source."],
  ]);
  await eventually(async () => expect(await executions()).toHaveLength(1));
});

it("refuses more than ten entries and more than 256 KiB", async () => {
  const { events } = await start();
  const many = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => order("o", 1)) });
  await expect(events.send(many)).rejects.toMatchObject({ name: "ValidationException" });
  const half = { ...order("o", 1), Detail: JSON.stringify({ text: "x".repeat(131_072) }) };
  await expect(events.send(new PutEventsCommand({ Entries: [half, half] }))).rejects.toMatchObject({
    name: "ValidationException",
    message: "Total size of the entries in the request is over the limit.",
  });
});

it("gives nothing to a function without a permission and to a state machine by a role without a policy", async () => {
  const { events, executions, lines } = await start(false);
  await events.send(new PutEventsCommand({ Entries: [order("o2", 100)] }));
  await eventually(() => {
    const given = lines.filter((line) => line.includes("which is given up"));
    expect(given).toHaveLength(2);
    expect(given.every((line) => line.includes("rule=placed") && line.includes("error=NO_PERMISSIONS"))).toBe(true);
  });
  expect(await executions()).toEqual([]);
});

it("lists rules, and turns them on and off", async () => {
  const { events, executions } = await start();
  const states = async () => {
    const { Rules } = await events.send(new ListRulesCommand({}));
    return Rules?.map(({ Name, State }) => `${Name} ${State}`);
  };
  expect(await states()).toEqual(["ended ENABLED", "hourly DISABLED", "placed ENABLED"]);
  await events.send(new DisableRuleCommand({ Name: "placed" }));
  await events.send(new EnableRuleCommand({ Name: "hourly" }));
  expect(await states()).toEqual(["ended ENABLED", "hourly ENABLED", "placed DISABLED"]);
  await events.send(new PutEventsCommand({ Entries: [order("o2", 100)] }));
  await expect(events.send(new EnableRuleCommand({ Name: "none" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Rule none does not exist on EventBus default.",
  });
  expect(await executions()).toEqual([]);
});

it("lists rules in pages, and refuses a bus that does not exist and what the API's model does not have", async () => {
  const { events, endpoint } = await start();
  const first = await events.send(new ListRulesCommand({ Limit: 2 }));
  const second = await events.send(new ListRulesCommand({ Limit: 2, NextToken: first.NextToken }));
  expect([first, second].map(({ Rules }) => Rules?.map(({ Name }) => Name))).toEqual([["ended", "hourly"], ["placed"]]);
  expect(second.NextToken).toBeUndefined();
  await expect(events.send(new ListRulesCommand({ EventBusName: "nowhere" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(events.send(new ListRulesCommand({ Limit: 101 }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(events.send(new EnableRuleCommand({ Name: undefined }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  const refused = async (entry: Json) => {
    const headers = {
      "x-amz-target": "AWSEvents.PutEvents",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/events/aws4_request",
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify({ Entries: [entry] }) });
    return [answer.status, await answer.json()];
  };
  const wrong = { __type: "com.amazon.coral.service#SerializationException" };
  for (const entry of [
    "text",
    { ...order("o1", 1), Time: 1e300 },
    { ...order("o1", 1), Time: "today" },
    { ...order("o1", 1), Resources: [5] },
    { ...order("o1", 1), Detail: {} },
  ]) {
    expect(await refused(entry), JSON.stringify(entry)).toEqual([400, wrong]);
  }
});

it("answers the AWS CLI", async () => {
  const { endpoint } = await start();
  const entry = JSON.stringify([{ Source: "shop", DetailType: "x", Detail: "{}", EventBusName: "nowhere" }]);
  const put = await awsCli(endpoint, "events", "put-events", "--entries", entry);
  expect(put).toMatchObject({ code: 0, json: { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] } });
  const listed = await awsCli(endpoint, "events", "list-rules", "--name-prefix", "hour");
  expect(listed.json).toMatchObject({ Rules: [{ Name: "hourly", ScheduleExpression: "rate(1 hour)" }] });
}, 60_000);
