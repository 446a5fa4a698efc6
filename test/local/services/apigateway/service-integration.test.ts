import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Json, JsonObject } from "../../../../asl/spec/index.js";
import { createLog, formatEntry } from "../../../../local/log.js";
import { startRuntime } from "../../../../local/runtime.js";
import { StackError } from "../../../../local/terraform/problems.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { writeStack } from "../../support/write-stack.js";

const greet = {
  QueryLanguage: "JSONata",
  StartAt: "Named",
  States: {
    Named: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.name = 'nobody' %}", Next: "Nobody" },
        { Condition: "{% $states.input.name = 'sleepy' %}", Next: "Nap" },
      ],
      Default: "Greet",
    },
    Nobody: { Type: "Fail", Error: "Nobody", Cause: "nobody is here" },
    Nap: { Type: "Wait", Seconds: 60, Next: "Greet" },
    Greet: { Type: "Succeed", Output: { hello: "{% $states.input %}" } },
  },
};
const route = { api_id: "${aws_apigatewayv2_api.api.id}" };
const policy = (actions: readonly string[]) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

interface Parts {
  readonly subtype?: string;
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly actions?: readonly string[];
  readonly routeKey?: string;
  readonly integration?: JsonObject;
}

const syncInput = { StateMachineArn: "${aws_sfn_state_machine.m.arn}", Input: "$request.body" };

function stack({ subtype, parameters: given, actions, routeKey, integration }: Parts): Readonly<Record<string, Json>> {
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_iam_role: { api: { name: "api", assume_role_policy: "{}" }, m: { name: "m", assume_role_policy: "{}" } },
      aws_iam_role_policy: {
        api: {
          ...{ name: "a", role: "${aws_iam_role.api.name}" },
          policy: policy(actions ?? ["states:StartSyncExecution", "states:StartExecution", "events:PutEvents"]),
        },
      },
      aws_sfn_state_machine: {
        m: { name: "m", type: "EXPRESS", role_arn: "${aws_iam_role.m.arn}", definition: JSON.stringify(greet) },
      },
      aws_sqs_queue: { q: { name: "q" } },
      aws_apigatewayv2_api: { api: { name: "demo", protocol_type: "HTTP" } },
      aws_apigatewayv2_integration: {
        service: {
          ...{ ...route, integration_type: "AWS_PROXY", payload_format_version: "1.0" },
          integration_subtype: subtype ?? "StepFunctions-StartSyncExecution",
          credentials_arn: "${aws_iam_role.api.arn}",
          request_parameters: given ?? syncInput,
          ...integration,
        },
      },
      aws_apigatewayv2_route: {
        hello: {
          ...{ ...route, route_key: routeKey ?? "POST /api/hello" },
          target: "integrations/${aws_apigatewayv2_integration.service.id}",
        },
      },
      aws_apigatewayv2_stage: {
        default: {
          ...{ ...route, name: "$default", auto_deploy: true, stage_variables: { place: "here" } },
          access_log_settings: { destination_arn: "arn:x", format: "$context.status $context.integrationErrorMessage" },
        },
      },
    },
  };
}

async function start(parts: Parts = {}) {
  const lines: string[] = [];
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(await temporaryFolder(), stack(parts)),
    ...{ port: 0, variables: [] },
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  onTestFinished(() => runtime.stop());
  const at = `http://127.0.0.1:${runtime.port}/demo`;
  const send = async (body: string, path = "/api/hello", headers: Record<string, string> = {}) => {
    const response = await fetch(`${at}${path}`, {
      ...{ method: "POST", body, headers: { "content-type": "application/json", ...headers } },
    });
    const json: JsonObject = JSON.parse(await response.text());
    return { status: response.status, type: response.headers.get("content-type"), json };
  };
  return { send, lines, url: `http://127.0.0.1:${runtime.port}` };
}

describe("an integration with StartSyncExecution", () => {
  it("answers what the service answers, with the execution's output as text", async () => {
    const { send } = await start();
    const { status, type, json } = await send('{"name":"Ada"}');
    expect([status, type]).toEqual([200, "application/json"]);
    expect(json).toEqual({
      executionArn: expect.stringContaining("arn:aws:states:eu-west-1:000000000000:express:m:"),
      stateMachineArn: "arn:aws:states:eu-west-1:000000000000:stateMachine:m",
      name: expect.any(String),
      ...{ startDate: expect.any(Number), stopDate: expect.any(Number), status: "SUCCEEDED" },
      ...{ input: '{"name":"Ada"}', inputDetails: { included: true } },
      ...{ output: '{"hello":{"name":"Ada"}}', outputDetails: { included: true } },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: expect.any(Number) },
    });
    expect(Number(json.startDate)).toBeCloseTo(Date.now() / 1000, -2);
  });

  it("answers 200 for an execution that failed, too", async () => {
    const { send } = await start();
    const { status, json } = await send('{"name":"nobody"}');
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: "FAILED", error: "Nobody", cause: "nobody is here" });
    expect(json).not.toHaveProperty("output");
  });

  it("passes the service's 400 on for a body that is not JSON, and starts nothing", async () => {
    const { send, lines } = await start();
    const { status, json } = await send("Ada");
    expect(status).toBe(400);
    expect(json).toEqual({
      __type: "InvalidExecutionInput",
      message: "Invalid State Machine Execution Input: 'Invalid execution input.'",
    });
    expect(lines.join("\n")).toContain("400 InvalidExecutionInput");
    expect(lines.join("\n")).not.toContain("execution started");
  });

  it("starts with {} where there is no body", async () => {
    const { send } = await start();
    expect((await send("")).json).toMatchObject({ input: "{}", output: '{"hello":{}}' });
  });

  it("answers 503 when the execution takes longer than the integration's time-out", async () => {
    const { send, lines } = await start({ integration: { timeout_milliseconds: 100 } });
    expect(await send('{"name":"sleepy"}')).toMatchObject({ status: 503, json: { message: "Service Unavailable" } });
    expect(lines.join("\n")).toContain("503 Endpoint request timed out");
  });

  it("calls as the integration's role, whose policy decides", async () => {
    const { send } = await start({ actions: ["states:StartExecution"] });
    const { status, json } = await send("{}");
    expect(status).toBe(400);
    expect(json).toMatchObject({
      __type: "AccessDeniedException",
      message: expect.stringContaining("is not authorized to perform: states:StartSyncExecution"),
    });
  });
});

it("takes parameters from the path, the query, a header, the body's fields, the context and the stage", async () => {
  const { send, lines } = await start({
    subtype: "EventBridge-PutEvents",
    routeKey: "POST /api/orders/{id}",
    parameters: {
      ...{ Source: "$stageVariables.place", DetailType: "$request.path.id", Detail: "$request.body.order.lines[1]" },
      EventBusName: "$request.querystring.bus",
    },
  });
  const body = JSON.stringify({ order: { lines: [{ sku: "a" }, { sku: "b" }] } });
  const sent = await send(body, "/api/orders/o%201?bus=x&bus=y");
  expect(sent).toMatchObject({
    status: 200,
    json: { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] },
  });
  // The warning of EventBridge tells what arrived.
  expect(lines.join("\n")).toContain("bus=x,y");
  const without = await send("{}", "/api/orders/1");
  expect(without.json).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: "InvalidArgument" }] });
});

it("starts an execution with a name from a header, and answers its ARN", async () => {
  const { send, url } = await start({
    subtype: "StepFunctions-StartExecution",
    parameters: { ...syncInput, Name: "$request.header.Idempotency-Key" },
  });
  const { status, json } = await send('{"name":"Ada"}', "/api/hello", { "idempotency-key": "k1" });
  expect([status, json]).toEqual([
    200,
    { executionArn: expect.stringContaining(":express:m:k1:"), startDate: expect.any(Number) },
  ]);
  await vi.waitFor(async () => {
    expect(await (await fetch(`${url}/_local/api/executions`)).json()).toMatchObject([
      { name: "k1", status: "SUCCEEDED" },
    ]);
  }, 10_000);
});

it("sends the request's body to a queue", async () => {
  const { send, url } = await start({
    subtype: "SQS-SendMessage",
    parameters: { QueueUrl: "${aws_sqs_queue.q.url}", MessageBody: "$request.body" },
    actions: ["sqs:SendMessage"],
  });
  const { status, json } = await send('{"name":"Ada"}');
  expect([status, json]).toEqual([200, { MessageId: expect.any(String), MD5OfMessageBody: expect.any(String) }]);
  const sqs = new SQSClient({
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: `${url}/000000000000/q` }));
  expect(Messages).toMatchObject([{ Body: '{"name":"Ada"}', MessageId: json.MessageId }]);
});

it.each<[string, Parts, string]>([
  ["a subtype that is not here", { subtype: "Kinesis-PutRecord" }, "'integration_subtype' is \"Kinesis-PutRecord\""],
  [
    "a missing parameter",
    { parameters: { Input: "$request.body" } },
    "'request_parameters.StateMachineArn' is missing",
  ],
  ["an unknown parameter", { parameters: { ...syncInput, Color: "red" } }, "'request_parameters.Color' is not known"],
  [
    "an unknown expression",
    { parameters: { ...syncInput, Name: "$request.cookie.x" } },
    '"$request.cookie.x" is no value',
  ],
  ["a filter", { parameters: { ...syncInput, Name: "$request.body.a[?(@.b)]" } }, "is no path that runs here"],
  ["another payload format", { integration: { payload_format_version: "2.0" } }, "must be 1.0 for a service"],
  ["a long time-out", { integration: { timeout_milliseconds: 60_000 } }, "'timeout_milliseconds' is 60000"],
])("refuses %s at the start", async (_, parts, message) => {
  const starting = start(parts);
  await expect(starting).rejects.toThrow(StackError);
  await expect(starting).rejects.toThrow(message);
});
