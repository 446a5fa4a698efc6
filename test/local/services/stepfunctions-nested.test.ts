import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonObject } from "../../../asl/spec/index.js";
import { machineArn, run, startStates, task } from "./stepfunctions-runtime.js";

const child = (last: JsonObject): JsonObject => ({ StartAt: "Last", States: { Last: last } });
const nested = (resource: string, name: string, more: JsonObject = {}) =>
  task(`states:startExecution${resource}`, { StateMachineArn: machineArn(name), Input: { "n.$": "$.n" }, ...more });

it("starts nested executions and waits for them", async () => {
  const states = await startStates({
    machines: {
      child: child({ Type: "Pass", End: true }),
      fails: child({ Type: "Fail", Error: "Broken", Cause: "on purpose" }),
      start: nested("", "child", { Name: "one" }),
      sync: nested(".sync", "child"),
      sync2: nested(".sync:2", "child"),
      failing: nested(".sync:2", "fails"),
      again: nested("", "child", { Name: "one" }),
      missing: nested("", "nobody"),
    },
  });
  const input = { n: 7 };
  expect((await run(states, "start", input)).output).toMatchObject({
    ExecutionArn: "arn:aws:states:eu-west-1:000000000000:execution:child:one",
    StartDate: expect.stringMatching(/^\d{4}-.+Z$/),
    SdkHttpMetadata: { HttpStatusCode: 200 },
  });
  const sync = await run(states, "sync", input);
  expect(sync.output).toMatchObject({ Status: "SUCCEEDED", Output: '{"n":7}', Input: '{"n":7}', RedriveCount: 0 });
  const { events = [] } = await states.client.send(
    new GetExecutionHistoryCommand({ executionArn: sync.executionArn ?? "" }),
  );
  expect(events.map(({ type }) => type)).toContain("TaskSubmitted");
  expect((await run(states, "sync2", input)).output).toMatchObject({ Output: { n: 7 } });
  const failed = await run(states, "failing", input);
  expect(failed).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  expect(JSON.parse(failed.cause ?? "")).toMatchObject({ Error: "Broken", Cause: "on purpose", Status: "FAILED" });
  expect((await run(states, "again", input)).error).toBe("StepFunctions.ExecutionAlreadyExistsException");
  expect((await run(states, "missing", input)).error).toBe("StepFunctions.StateMachineDoesNotExistException");
});

it("stops a nested execution with its parent", async () => {
  const states = await startStates({
    machines: {
      child: child({ Type: "Wait", Seconds: 3600, End: true }),
      parent: nested(".sync:2", "child"),
      late: nested(".sync", "child"),
    },
  });
  const list = async (name: string, statusFilter: "RUNNING" | "ABORTED") => {
    const { executions = [] } = await states.client.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn(name), statusFilter }),
    );
    return executions;
  };
  const { executionArn } = await states.client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn("parent"), input: '{"n":1}' }),
  );
  await expect.poll(() => list("child", "RUNNING")).toHaveLength(1);
  await states.client.send(new StopExecutionCommand({ executionArn: executionArn ?? "" }));
  await states.allEnded();
  expect(await list("child", "ABORTED")).toHaveLength(1);

  // The other way round: a child that is stopped fails its parent.
  const parent = run(states, "late", { n: 2 });
  await expect.poll(() => list("child", "RUNNING")).toHaveLength(1);
  const [running] = await list("child", "RUNNING");
  await states.client.send(new StopExecutionCommand({ executionArn: running?.executionArn ?? "" }));
  const ended = await parent;
  expect(ended).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  expect(JSON.parse(ended.cause ?? "")).toMatchObject({ Status: "ABORTED" });
});

const allow = (actions: readonly string[], resource: string): JsonObject => ({
  ...{ Effect: "Allow", Action: [...actions], Resource: resource },
});
const mayStart = allow(["states:StartExecution"], machineArn("child"));
const childExecutions = "arn:aws:states:eu-west-1:000000000000:execution:child:*";

it.each([
  ["everything it needs", [mayStart, allow(["states:DescribeExecution"], childExecutions)], undefined],
  ["no start", [allow(["states:DescribeExecution"], childExecutions)], "states:StartExecution"],
  ["no look at the end", [mayStart], "states:DescribeExecution"],
])("asks the role for its permissions: %s", async (_what, statements, missing) => {
  const states = await startStates({
    machines: { child: child({ Type: "Pass", End: true }), parent: nested(".sync:2", "child") },
    statements,
  });
  const ended = await run(states, "parent", { n: 1 });
  if (missing === undefined) expect(ended.output).toMatchObject({ Output: { n: 1 } });
  else {
    expect(ended.error).toBe("StepFunctions.AWSStepFunctionsException");
    expect(ended.cause).toContain(`is not authorized to perform: ${missing} on resource`);
    expect(ended.cause).toMatch(/\(Service: AWSStepFunctions; Status Code: 400; Error Code: AccessDeniedException; /);
  }
});

it("says so when the role may not stop a nested execution, and says nothing when the runtime stops", async () => {
  const states = await startStates({
    machines: { child: child({ Type: "Wait", Seconds: 3600, End: true }), parent: nested(".sync:2", "child") },
    statements: [mayStart],
  });
  const start = async () => {
    const command = new StartExecutionCommand({ stateMachineArn: machineArn("parent"), input: '{"n":1}' });
    const { executionArn = "" } = await states.client.send(command);
    return executionArn;
  };
  const executionArn = await start();
  await expect.poll(() => states.runtime.running()).toBe(2);
  await states.client.send(new StopExecutionCommand({ executionArn }));
  const complaints = () => states.lines.filter((line) => line.includes("a nested execution could not be stopped"));
  await expect.poll(complaints).toHaveLength(1);
  expect(states.runtime.running()).toBe(1);
  await start();
  await expect.poll(() => states.runtime.running()).toBe(3);
  await states.runtime.stop();
  expect(complaints()).toHaveLength(1);
});
