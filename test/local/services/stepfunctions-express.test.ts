import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { passing, refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

let states: ServedStates;
const lines: string[] = [];
const arnOf = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
const create = (name: string, definition: string, type: "EXPRESS" | "STANDARD" = "EXPRESS") =>
  states.client.send(new CreateStateMachineCommand({ name, definition, roleArn, type, publish: true }));
const sync = (name: string, more: { name?: string; input?: string; includedData?: "METADATA_ONLY" } = {}) =>
  states.client.send(new StartSyncExecutionCommand({ stateMachineArn: arnOf(name), ...more }));

beforeAll(async () => {
  states = await serveStates({
    log: (_level, _source, text, fields) => lines.push(`${text} ${JSON.stringify(fields)}`),
  });
  await create("fast", passing({ a: 1 }));
  await create("slow", passing(1), "STANDARD");
  const fail = { Type: "Fail", Error: "Broken", Cause: "on purpose" };
  await create("fails", JSON.stringify({ StartAt: "No", States: { No: fail } }));
  const wait = { Type: "Wait", Seconds: 60, End: true };
  await create("late", JSON.stringify({ StartAt: "W", TimeoutSeconds: 1, States: { W: wait } }));
});
afterAll(() => states.stop());

it("runs to the end and answers with the output and what is billed", async () => {
  const { $metadata, startDate, stopDate, ...ended } = await sync("fast", { name: "one", input: '{"b": 2}' });
  expect(ended).toEqual({
    executionArn: expect.stringMatching(/^arn:aws:states:eu-west-1:000000000000:express:fast:one:[0-9a-f-]{36}$/),
    stateMachineArn: arnOf("fast"),
    name: "one",
    status: "SUCCEEDED",
    input: '{"b": 2}',
    inputDetails: { included: true },
    output: '{"a":1}',
    outputDetails: { included: true },
    billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
  });
  expect(stopDate?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? Number.NaN);
});

it("answers failures and time-outs, too", async () => {
  expect(await sync("fails")).toMatchObject({ status: "FAILED", error: "Broken", cause: "on purpose" });
  const late = await sync("late");
  expect(late.status).toBe("TIMED_OUT");
  expect(late.billingDetails?.billedDurationInMilliseconds).toBeGreaterThanOrEqual(1000);
  expect(late).not.toHaveProperty("output");
});

it("leaves the data out when asked to", async () => {
  const ended = await sync("fast", { includedData: "METADATA_ONLY" });
  expect(ended).not.toHaveProperty("input");
  expect(ended).not.toHaveProperty("output");
  expect(ended).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false } });
});

it("takes a version's ARN, and a name more than once", async () => {
  const stateMachineArn = `${arnOf("fast")}:1`;
  const first = await states.client.send(new StartExecutionCommand({ stateMachineArn, name: "again" }));
  const second = await states.client.send(new StartExecutionCommand({ stateMachineArn, name: "again" }));
  expect(first.executionArn).toContain(":express:fast:again:");
  expect(second.executionArn).not.toBe(first.executionArn);
  expect((await sync("fast", { name: "again" })).stateMachineArn).toBe(arnOf("fast"));
});

it("refuses what Express or Standard machines do not have", async () => {
  const not = "StateMachineTypeNotSupported: This operation is not supported by this type of state machine";
  expect(await refusal(sync("slow"))).toBe(not);
  expect(await refusal(states.client.send(new ListExecutionsCommand({ stateMachineArn: arnOf("fast") })))).toBe(not);
  const { executionArn } = await sync("fast");
  expect(await refusal(states.client.send(new DescribeExecutionCommand({ executionArn })))).toBe(
    "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'",
  );
  expect(await refusal(sync("no"))).toMatch(/^StateMachineDoesNotExist/);
  expect(await refusal(sync("fast", { input: "{" }))).toMatch(/^InvalidExecutionInput/);
  expect(await refusal(sync("fast", { name: "a b" }))).toBe("InvalidName: Invalid Name: 'a b'");
});

it("logs the names of states at level ALL, and never data", async () => {
  const logGroupArn = "arn:aws:logs:eu-west-1:000000000000:log-group:logged:*";
  await states.client.send(
    new CreateStateMachineCommand({
      ...{ name: "logged", definition: passing({ secret: "hush" }), roleArn, type: "EXPRESS" },
      loggingConfiguration: {
        ...{ level: "ALL", includeExecutionData: true },
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
      },
    }),
  );
  lines.length = 0;
  await sync("logged", { name: "one", input: '{"secret":"hush"}' });
  expect(lines).toEqual([
    'execution started {"machine":"logged","name":"one"}',
    'state entered {"machine":"logged","name":"one","state":"Give"}',
    'execution ended {"machine":"logged","name":"one","status":"SUCCEEDED"}',
  ]);
  lines.length = 0;
  await sync("fast");
  expect(lines.join()).not.toContain("state entered");
});

it("keeps Express executions for the console", async () => {
  await sync("fast", { name: "kept" });
  expect(states.service.executions.findByName("kept")?.execution).toMatchObject({ status: "SUCCEEDED" });
});
