import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../../asl/spec/index.js";
import type { LogFields } from "../../../local/log.js";
import { isObject, ServiceError } from "../../../local/service.js";
import { createStepFunctionsService } from "../../../local/services/stepfunctions/index.js";
import { requires } from "../../support/requires.js";
import { awsCli } from "./aws-cli.js";
import { serveService, testContext, testResource } from "./harness.js";

const wait = {
  QueryLanguage: "JSONata",
  StartAt: "Wait",
  States: { Wait: { Type: "Wait", Seconds: 3600, Next: "Done" }, Done: { Type: "Succeed" } },
};
const echo = { QueryLanguage: "JSONata", StartAt: "Echo", States: { Echo: { Type: "Pass", End: true } } };
const invoke = {
  QueryLanguage: "JSONata",
  StartAt: "Invoke",
  States: {
    Invoke: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "{% $states.input.name %}", Payload: { text: "{% $states.input.text %}" } },
      End: true,
    },
  },
};

const tokens: string[] = [];

/** Stands in for the functions: what each name answers. */
async function invokeFunction(name: string, payload: Json) {
  const requestId = "11111111-2222-4333-8444-555555555555";
  if (name === "throttled") throw new ServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
  if (name === "missing") throw new ServiceError("ResourceNotFoundException", 404, "Function not found: missing");
  if (name === "broken") throw new Error("a bug of the runtime");
  if (name === "fails") {
    const failure = { errorType: "EmailRejected", errorMessage: "no", trace: [] };
    return { requestId, payload: failure, functionError: "Unhandled" as const };
  }
  if (name === "slow")
    return { requestId, payload: { errorMessage: "Task timed out" }, functionError: "Unhandled" as const };
  if (name === "keep" && isObject(payload)) tokens.push(String(payload.taskToken));
  return { requestId, payload: { echoed: payload } };
}

const logged: [string, LogFields | undefined][] = [];
const context = testContext({ invokeFunction, log: (_level, _source, text, fields) => logged.push([text, fields]) });
const service = createStepFunctionsService(context);
const role = "arn:aws:iam::000000000000:role/machine";
const machineArn = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
const create = (name: string, definition: unknown, more: Record<string, Json> = {}) =>
  service.create(
    testResource("aws_sfn_state_machine", name, {
      name,
      role_arn: role,
      definition: JSON.stringify(definition),
      ...more,
    }),
  );

let client: SFNClient;
let endpoint: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  create("wait", wait, {
    type: "STANDARD",
    logging_configuration: { level: "ERROR", include_execution_data: false, log_destination: "arn:log:*" },
    tracing_configuration: { enabled: true },
  });
  create("echo", echo);
  create("invoke", invoke);
  const server = await serveService(service);
  client = new SFNClient(server.client);
  endpoint = server.client.endpoint;
  stop = server.stop;
});
afterAll(async () => {
  client.destroy();
  await stop();
});

const start = (machine: string, input: unknown, name?: string) =>
  client.send(
    new StartExecutionCommand({
      stateMachineArn: machineArn(machine),
      input: JSON.stringify(input),
      ...(name ? { name } : {}),
    }),
  );

/** Runs an execution to its end. */
async function run(machine: string, input: unknown) {
  const { executionArn } = await start(machine, input);
  await service.executions.find(executionArn ?? "")?.execution.done;
  return await client.send(new DescribeExecutionCommand({ executionArn }));
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((reason) => reason);
  if (!(error instanceof SFNServiceException)) throw new Error("Step Functions accepted the request.");
  return `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
}

describe("StartExecution", () => {
  it("runs a machine; DescribeExecution gives its input as sent and its output", async () => {
    const before = Date.now();
    const { executionArn, startDate } = await client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn("echo"), name: "run-1", input: '{"a": 1}' }),
    );
    expect(executionArn).toBe("arn:aws:states:eu-west-1:000000000000:execution:echo:run-1");
    expect(startDate?.getTime()).toBeGreaterThanOrEqual(before);
    await service.executions.find(executionArn ?? "")?.execution.done;
    const { $metadata, stopDate, ...described } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(stopDate?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? 0);
    expect(described).toEqual({
      executionArn,
      stateMachineArn: machineArn("echo"),
      name: "run-1",
      status: "SUCCEEDED",
      startDate,
      input: '{"a": 1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
  });

  it("leaves the data out of a description when asked to", async () => {
    const { executionArn } = await run("echo", { secret: 1 });
    const described = await client.send(new DescribeExecutionCommand({ executionArn, includedData: "METADATA_ONLY" }));
    expect(described).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false } });
    expect(JSON.stringify(described)).not.toContain("secret");
  });

  it("makes up a name and takes {} for a missing input", async () => {
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machineArn("echo") }));
    const { name, input } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(name).toMatch(/^[0-9a-f-]{36}$/);
    expect(input).toBe("{}");
  });

  it("is idempotent for the same input while the execution runs, and only then", async () => {
    const first = await start("wait", { a: 1 }, "once");
    const again = await start("wait", { a: 1 }, "once");
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
    const exists = `400 ExecutionAlreadyExists: Execution Already Exists: '${first.executionArn}'`;
    expect(await refusal(start("wait", { a: 2 }, "once"))).toBe(exists);
    await client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await refusal(start("wait", { a: 1 }, "once"))).toBe(exists);
  });

  it("keeps the same name apart in two machines", async () => {
    const one = await start("wait", {}, "shared");
    const other = await start("echo", {}, "shared");
    expect(one.executionArn).not.toBe(other.executionArn);
  });

  it("takes any JSON value and the largest input", async () => {
    expect((await run("echo", 5)).output).toBe("5");
    expect((await run("echo", null)).output).toBe("null");
    expect((await run("echo", "x".repeat(262_142))).status).toBe("SUCCEEDED");
  });

  const arn = machineArn("echo");
  const violation = (text: string) => `400 ValidationException: 1 validation error detected: ${text}`;
  it.each<[string, Record<string, unknown>, string]>([
    [
      "no machine",
      {},
      violation("Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"),
    ],
    [
      "something that is no ARN",
      { stateMachineArn: "not-an-arn" },
      "400 InvalidArn: Invalid Arn: 'Invalid ARN prefix: not-an-arn'",
    ],
    [
      "another service's ARN",
      { stateMachineArn: arn.replace(":states:", ":sns:") },
      `400 InvalidArn: Invalid Arn: '${arn.replace(":states:", ":sns:")}'`,
    ],
    [
      "an execution's ARN",
      { stateMachineArn: arn.replace("stateMachine", "execution") },
      "400 InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'",
    ],
    [
      "an unknown machine",
      { stateMachineArn: machineArn("no") },
      `400 StateMachineDoesNotExist: State Machine Does Not Exist: '${machineArn("no")}'`,
    ],
    ["a name with a space", { stateMachineArn: arn, name: "a b" }, "400 InvalidName: Invalid Name: 'a b'"],
    ["a name with a colon", { stateMachineArn: arn, name: "a:b" }, "400 InvalidName: Invalid Name: 'a:b'"],
    [
      "a name with a control character",
      { stateMachineArn: arn, name: "a\u0001" },
      "400 InvalidName: Invalid Name: 'a\u0001'",
    ],
    [
      "an empty name",
      { stateMachineArn: arn, name: "" },
      violation("Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"),
    ],
    [
      "a name of 81 characters",
      { stateMachineArn: arn, name: "n".repeat(81) },
      violation(
        `Value '${"n".repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
      ),
    ],
    [
      "input that is not JSON",
      { stateMachineArn: arn, input: "not json" },
      "400 InvalidExecutionInput: Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      "empty input",
      { stateMachineArn: arn, input: "" },
      "400 InvalidExecutionInput: Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      "input of 262,145 bytes",
      { stateMachineArn: arn, input: `"${"é".repeat(131_071)}x"` },
      violation(
        "Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
      ),
    ],
    [
      "a trace header beyond ASCII",
      { stateMachineArn: arn, traceHeader: "é" },
      violation(
        "Value 'é' at 'traceHeader' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\p{ASCII}*$",
      ),
    ],
    [
      "two violations at once",
      { name: "" },
      "400 ValidationException: 2 validation errors detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null; " +
        "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])("refuses %s", async (_what, input, message) => {
    expect(
      await refusal(client.send(new StartExecutionCommand(Object.assign({ stateMachineArn: undefined }, input)))),
    ).toBe(message);
  });
});

describe("StopExecution", () => {
  it("aborts, with error and cause", async () => {
    const { executionArn } = await start("wait", {});
    const { stopDate } = await client.send(
      new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by its owner" }),
    );
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "ABORTED", error: "Cancelled", cause: "by its owner", stopDate });
    expect(described).not.toHaveProperty("output");
  });

  it("leaves an ended execution as it is", async () => {
    const { executionArn, stopDate } = await run("echo", {});
    expect((await client.send(new StopExecutionCommand({ executionArn }))).stopDate).toEqual(stopDate);
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe("SUCCEEDED");
  });
});

describe("what does not exist", () => {
  const executionArn = "arn:aws:states:eu-west-1:000000000000:execution:echo:none";
  it.each([
    ["DescribeExecution", () => client.send(new DescribeExecutionCommand({ executionArn }))],
    ["StopExecution", () => client.send(new StopExecutionCommand({ executionArn }))],
    ["GetExecutionHistory", () => client.send(new GetExecutionHistoryCommand({ executionArn }))],
  ])("is refused by %s", async (_action, send) => {
    expect(await refusal(send())).toBe(`400 ExecutionDoesNotExist: Execution Does Not Exist: '${executionArn}'`);
  });

  it.each([
    ["DescribeExecution", (arn: string) => client.send(new DescribeExecutionCommand({ executionArn: arn }))],
    ["ListExecutions", (arn: string) => client.send(new ListExecutionsCommand({ stateMachineArn: arn }))],
    ["DescribeStateMachine", (arn: string) => client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))],
  ])("no ARN is refused by %s", async (_action, send) => {
    expect(await refusal(send("nothing"))).toBe("400 InvalidArn: Invalid Arn: 'Invalid ARN prefix: nothing'");
  });

  it("answers an action it does not have with UnknownOperationException", async () => {
    const headers = { "x-amz-target": "AWSStepFunctions.CreateUnicorn" };
    const answer = await fetch(endpoint, { method: "POST", headers, body: "{}" });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        __type: "com.amazon.coral.service#UnknownOperationException",
        message: expect.stringContaining("only these actions work here: CreateActivity, "),
      },
    ]);
  });
});

describe("ListExecutions", () => {
  it("gives pages, newest first, that new executions do not disturb", async () => {
    create("many", echo);
    const stateMachineArn = machineArn("many");
    const names = Array.from({ length: 5 }, (_, index) => `n${index}`);
    for (const name of names) await start("many", {}, name);
    const first = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
    await start("many", {}, "late");
    const second = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken: first.nextToken }),
    );
    const third = await client.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken: second.nextToken }),
    );
    const listed = [first, second, third].map(({ executions }) => executions?.map(({ name }) => name));
    expect(listed).toEqual([["n4", "n3"], ["n2", "n1"], ["n0"]]);
    expect(third.nextToken).toBeUndefined();
  });

  it("goes on with those that run although the last one of a page has ended since", async () => {
    create("waiting", wait);
    for (const name of ["n0", "n1", "n2"]) await start("waiting", {}, name);
    const running = { stateMachineArn: machineArn("waiting"), statusFilter: "RUNNING", maxResults: 2 } as const;
    const { executions, nextToken } = await client.send(new ListExecutionsCommand(running));
    await client.send(new StopExecutionCommand({ executionArn: executions?.[1]?.executionArn }));
    const rest = await client.send(new ListExecutionsCommand({ ...running, nextToken }));
    expect([executions, rest.executions].map((page) => page?.map(({ name }) => name))).toEqual([["n2", "n1"], ["n0"]]);
    expect(rest.nextToken).toBeUndefined();
  });

  it("filters by status", async () => {
    create("mixed", wait);
    const stateMachineArn = machineArn("mixed");
    const { executionArn } = await start("mixed", {}, "ended");
    await start("mixed", {}, "running");
    await client.send(new StopExecutionCommand({ executionArn }));
    for (const [statusFilter, name] of [
      ["RUNNING", "running"],
      ["ABORTED", "ended"],
    ] as const) {
      const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
      expect(executions).toMatchObject([{ name, status: statusFilter, stateMachineArn, redriveCount: 0 }]);
    }
    const none = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "FAILED" }));
    expect(none.executions).toEqual([]);
  });

  it.each([
    [
      "a token of another list",
      { nextToken: Buffer.from('["machines","a",false]').toString("base64url") },
      "400 InvalidToken: Invalid Token: 'Invalid token'",
    ],
    [
      "more than 1,000 results",
      { maxResults: 1001 },
      "400 ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
  ])("refuses %s", async (_what, input, message) => {
    expect(
      await refusal(
        client.send(new ListExecutionsCommand(Object.assign({ stateMachineArn: machineArn("echo") }, input))),
      ),
    ).toBe(message);
  });
});

it("refuses a status that does not exist", async () => {
  const body = JSON.stringify({ stateMachineArn: machineArn("echo"), statusFilter: "succeeded" });
  const headers = { "x-amz-target": "AWSStepFunctions.ListExecutions" };
  expect(await (await fetch(endpoint, { method: "POST", headers, body })).json()).toEqual({
    __type: "com.amazon.coral.validate#ValidationException",
    message:
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: " +
      "Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
  });
});

describe("GetExecutionHistory", () => {
  it("gives the events, in both orders, in pages, with and without data", async () => {
    const { executionArn } = await run("echo", { secret: 1 });
    const all = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    const types = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"];
    expect(all.events?.map(({ type }) => type)).toEqual(types);
    expect(all.events?.[0]).toMatchObject({
      id: 1,
      previousEventId: 0,
      executionStartedEventDetails: { input: '{"secret":1}', roleArn: role },
    });
    expect(Math.abs((all.events?.[0]?.timestamp?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);

    const reversed = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 3 }),
    );
    const rest = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        maxResults: 3,
        nextToken: reversed.nextToken,
      }),
    );
    expect([...(reversed.events ?? []), ...(rest.events ?? [])].map(({ type }) => type)).toEqual([...types].reverse());
    expect(rest.nextToken).toBeUndefined();

    const bare = await client.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }));
    expect(JSON.stringify(bare.events)).not.toContain("secret");
    expect(bare.events?.[1]).toMatchObject({ stateEnteredEventDetails: { name: "Echo" } });
  });
});

describe("the state machines", () => {
  it("are described as the stack has them", async () => {
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn("wait") }));
    expect(described).toMatchObject({
      stateMachineArn: machineArn("wait"),
      name: "wait",
      status: "ACTIVE",
      type: "STANDARD",
      roleArn: role,
      definition: JSON.stringify(wait),
      loggingConfiguration: {
        level: "ERROR",
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: "arn:log:*" } }],
      },
      tracingConfiguration: { enabled: true },
    });
    expect(described.creationDate).toBeInstanceOf(Date);
    expect(
      await refusal(client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn("no") }))),
    ).toContain("StateMachineDoesNotExist");
  });

  it("are listed by name, in pages", async () => {
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const second = await client.send(new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }));
    const names = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])].map(({ name }) => name);
    expect(names).toEqual(["echo", "invoke"]);
  });

  it("have the attributes that Terraform computes", () => {
    expect(create("computed", echo)).toMatchObject({
      id: machineArn("computed"),
      arn: machineArn("computed"),
      status: "ACTIVE",
    });
    expect(service.summary?.()).toMatch(/^\d state machines$/);
  });

  const task = (Resource: string, Arguments: Json = {}) => ({
    QueryLanguage: "JSONata",
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        End: true,
        Branches: [{ StartAt: "Send", States: { Send: { Type: "Task", Resource, Arguments, End: true } } }],
      },
    },
  });
  it.each<[string, unknown, Record<string, Json>, string]>([
    ["a name that AWS refuses", echo, { name: "a b" }, "'name' is 'a b'"],
    ["a missing role", echo, { role_arn: null }, "'role_arn' is missing"],
    ["a type that does not exist", echo, { type: "FAST" }, "'type' is 'FAST'"],
    ["a definition that is not JSON", echo, { definition: "{" }, "'definition' is not JSON text"],
    ["a definition that AWS refuses", { StartAt: "Nowhere", States: {} }, {}, "Nowhere"],
    [
      "a service that is not here, in a branch",
      task("arn:aws:states:::ecs:runTask"),
      {},
      "State 'Send': Resource 'arn:aws:states:::ecs:runTask' cannot be run on one machine",
    ],
    [
      "an argument that is not here",
      task("arn:aws:states:::lambda:invoke", { FunctionName: "f", LogType: "Tail" }),
      {},
      "State 'Send': 'LogType' cannot be given",
    ],
    [
      "an action of a known service that is not here",
      task("arn:aws:states:::aws-sdk:dynamodb:transactWriteItems"),
      {},
      "Known here: aws-sdk:dynamodb:getItem, ",
    ],
    [
      "items out of S3",
      {
        StartAt: "Each",
        States: {
          Each: {
            ...{ Type: "Map", ItemReader: { Resource: "arn:aws:states:::s3:getObject" }, End: true },
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
              ...{ StartAt: "Item", States: { Item: { Type: "Pass", End: true } } },
            },
          },
        },
      },
      {},
      "State 'Each': 'ItemReader' cannot read from S3",
    ],
    [
      "a token for a service that has none",
      task("arn:aws:states:::dynamodb:getItem.waitForTaskToken", { TableName: "t" }),
      {},
      "State 'Send': Resource 'arn:aws:states:::dynamodb:getItem.waitForTaskToken': ",
    ],
  ])("refuse %s", (_what, definition, more, message) => {
    expect(() => create("refused", definition, more)).toThrow(message);
  });
});

describe("arn:aws:states:::lambda:invoke", () => {
  it("gives Lambda's answer as Step Functions does", async () => {
    const { output } = await run("invoke", { name: "echo", text: "hi" });
    const requestId = "11111111-2222-4333-8444-555555555555";
    expect(JSON.parse(output ?? "")).toEqual({
      ExecutedVersion: "$LATEST",
      Payload: { echoed: { text: "hi" } },
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ "x-amzn-RequestId": [requestId], "Content-Length": ["24"] }),
        HttpHeaders: expect.objectContaining({ "X-Amz-Executed-Version": "$LATEST" }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: 200,
    });
  });

  it.each([
    ["a function's error", "fails", "EmailRejected", '{"errorType":"EmailRejected","errorMessage":"no","trace":[]}'],
    [
      "a time-out",
      "slow",
      "Lambda.Unknown",
      'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"Task timed out"}',
    ],
    [
      "throttling",
      "throttled",
      "Lambda.TooManyRequestsException",
      /^Rate Exceeded\. \(Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    ],
    [
      "an unknown function",
      "missing",
      "Lambda.ResourceNotFoundException",
      /^Function not found: missing \(Service: AWSLambda; Status Code: 404;/,
    ],
    ["a name that is no text", 5, "States.Runtime", /\[The field 'FunctionName' must be a STRING\]$/],
    ["a bug of the runtime", "broken", "States.Runtime", /a bug of the runtime/],
  ])("reports %s", async (_what, name, error, cause) => {
    const described = await run("invoke", { name, text: "x" });
    expect(described).toMatchObject({
      status: "FAILED",
      error,
      cause: cause instanceof RegExp ? expect.stringMatching(cause) : cause,
    });
  });
});

describe("task tokens", () => {
  const callback = {
    QueryLanguage: "JSONata",
    StartAt: "Ask",
    States: {
      Ask: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Arguments: { FunctionName: "keep", Payload: { taskToken: "{% $states.context.Task.Token %}" } },
        HeartbeatSeconds: 600,
        End: true,
      },
    },
  };

  /** Starts an execution and gives it with the token that its function got. */
  async function ask() {
    if (service.executions.list().every(({ machine }) => machine.name !== "callback")) create("callback", callback);
    tokens.length = 0;
    const { executionArn } = await start("callback", {});
    await expect.poll(() => tokens.length).toBe(1);
    return { executionArn, taskToken: tokens[0] ?? "" };
  }

  it("complete a task, once", async () => {
    const { executionArn, taskToken } = await ask();
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"done":true}' }));
    await service.executions.find(executionArn ?? "")?.execution.done;
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      output: '{"done":true}',
    });
    expect(await refusal(client.send(new SendTaskHeartbeatCommand({ taskToken })))).toMatch(
      /^400 TaskTimedOut: Task Timed Out/,
    );
  });

  it("fail a task", async () => {
    const { executionArn, taskToken } = await ask();
    await client.send(new SendTaskFailureCommand({ taskToken, error: "NoRobot", cause: "all busy" }));
    await service.executions.find(executionArn ?? "")?.execution.done;
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "FAILED", error: "NoRobot", cause: "all busy" });
  });

  it("are refused when wrong", async () => {
    const { taskToken } = await ask();
    expect(await refusal(client.send(new SendTaskSuccessCommand({ taskToken, output: "{" })))).toMatch(
      /^400 InvalidOutput/,
    );
    expect(await refusal(client.send(new SendTaskFailureCommand({ taskToken: "abc" })))).toBe(
      "400 InvalidToken: Invalid Token: 'Invalid token'",
    );
    expect(await refusal(client.send(new SendTaskHeartbeatCommand({ taskToken: undefined })))).toContain(
      "Value null at 'taskToken'",
    );
    expect(await refusal(client.send(new SendTaskFailureCommand({ taskToken, error: "e".repeat(257) })))).toContain(
      "less than or equal to 256",
    );
    const large = JSON.stringify("x".repeat(262_143));
    expect(await refusal(client.send(new SendTaskSuccessCommand({ taskToken, output: large })))).toContain(
      "262144 bytes",
    );
  });
});

it("logs names and statuses, never data", async () => {
  expect(logged.map(([text]) => text)).toContain("execution started");
  expect(logged).toContainEqual([
    "execution ended",
    expect.objectContaining({ status: "FAILED", error: "EmailRejected" }),
  ]);
  expect(JSON.stringify(logged)).not.toMatch(/secret|hi"|by its owner/);
});

it("ends all executions when it stops, without a line for each", async () => {
  const lines: string[] = [];
  const other = createStepFunctionsService(testContext({ log: (_level, _source, text) => lines.push(text) }));
  const definition = JSON.stringify(wait);
  other.create(testResource("aws_sfn_state_machine", "wait", { name: "wait", role_arn: role, definition }));
  await other.handle?.(
    new Request("http://localhost", {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.StartExecution" },
      body: JSON.stringify({ stateMachineArn: machineArn("wait") }),
    }),
    { accessKeyId: "test" },
  );
  expect(other.executions.open).toBe(1);
  await other.stop();
  await other.stop();
  expect(other.executions.list()[0]?.execution.status).toBe("ABORTED");
  expect(lines).toEqual(["execution started"]);
});

it("asks what a machine's role may do", async () => {
  const asked: unknown[] = [];
  const other = createStepFunctionsService(testContext({ invokeFunction }), (roleArn, access) => {
    asked.push([roleArn, access]);
    return "User is not authorized";
  });
  const definition = JSON.stringify(invoke);
  other.create(testResource("aws_sfn_state_machine", "invoke", { name: "invoke", role_arn: role, definition }));
  const body = JSON.stringify({ stateMachineArn: machineArn("invoke"), input: '{"name":"echo","text":"x"}' });
  const headers = { "x-amz-target": "AWSStepFunctions.StartExecution" };
  await other.handle?.(new Request("http://localhost", { method: "POST", headers, body }), { accessKeyId: "test" });
  const execution = other.executions.list()[0]?.execution;
  await execution?.done;
  expect(execution).toMatchObject({
    status: "FAILED",
    error: "Lambda.AWSLambdaException",
    cause: expect.stringMatching(
      /^User is not authorized \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; /,
    ),
  });
  const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:echo";
  expect(asked).toEqual([[role, { action: "lambda:InvokeFunction", resources: [functionArn] }]]);
});

describe("the protocol", () => {
  const post = (body: string, target = "AWSStepFunctions.DescribeExecution") =>
    fetch(endpoint, {
      method: "POST",
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
      body,
    });

  it("has AWS's error types and headers", async () => {
    const answer = await post("{}");
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/x-amz-json-1.0");
    expect(answer.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toMatchObject({ __type: "com.amazon.coral.validate#ValidationException" });
    const missing = await post('{"executionArn":"arn:aws:states:eu-west-1:0:execution:a:b"}');
    expect(await missing.json()).toMatchObject({ __type: "com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist" });
  });

  it.each([
    ["a body that is not JSON", "{"],
    ["a body that is no object", "[]"],
    ["a number for a text", '{"executionArn":5}'],
  ])("refuses %s", async (_what, body) => {
    expect(await (await post(body)).json()).toEqual({ __type: "com.amazon.coral.service#SerializationException" });
  });

  it.each(["DescribeExecution", "Other.DescribeExecution", "AWSStepFunctions.constructor"])(
    "knows no target %s",
    async (target) => {
      expect(await (await post("{}", target)).json()).toEqual({
        __type: "com.amazon.coral.service#UnknownOperationException",
        message: expect.any(String),
      });
    },
  );
});

describe.runIf(requires("aws"))("the AWS CLI", () => {
  it("starts and describes an execution", async () => {
    const started = await awsCli(
      endpoint,
      ...[
        "stepfunctions",
        "start-execution",
        "--state-machine-arn",
        machineArn("echo"),
        "--name",
        "cli",
        "--input",
        '{"a":1}',
      ],
    );
    expect(started.code).toBe(0);
    const described = await awsCli(
      endpoint,
      "stepfunctions",
      "describe-execution",
      "--execution-arn",
      String(started.json.executionArn),
    );
    expect(described.json).toMatchObject({ name: "cli", status: "SUCCEEDED", output: '{"a":1}' });
  });
});
