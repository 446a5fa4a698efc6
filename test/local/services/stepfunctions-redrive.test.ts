import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, it } from "vitest";
import { realClock } from "../../../asl/interpreter/index.js";
import type { BusEvent } from "../../../local/service.js";
import { passing, refusal, roleArn, type ServedStates, serveStates, waiting } from "./stepfunctions-client.js";

type Published = Pick<BusEvent, "detail-type" | "source" | "resources" | "detail">;

const day = 86_400_000;
const real = realClock({ unref: true });
let now: () => number;
let events: Published[];
let states: ServedStates;

beforeEach(async () => {
  now = () => real.now();
  events = [];
  states = await serveStates({
    clock: { now: () => now(), setTimer: real.setTimer },
    events: { publish: (event) => void events.push(event), subscribe: () => {} },
  });
});
afterEach(() => states.stop());

async function start(definition: string, more: { input?: string; type?: "EXPRESS" } = {}) {
  const { type, input } = more;
  const { stateMachineArn } = await states.client.send(
    new CreateStateMachineCommand({ name: "m", definition, roleArn, ...(type && { type }) }),
  );
  const { executionArn = "" } = await states.client.send(
    new StartExecutionCommand({ stateMachineArn, name: "e", ...(input !== undefined && { input }) }),
  );
  await new Promise(setImmediate);
  return { executionArn, stateMachineArn };
}

const stop = (executionArn: string) => states.client.send(new StopExecutionCommand({ executionArn, error: "Enough" }));
const redrive = (executionArn: string, clientToken?: string) =>
  states.client.send(new RedriveExecutionCommand({ executionArn, ...(clientToken && { clientToken }) }));
const describeIt = (executionArn: string) => states.client.send(new DescribeExecutionCommand({ executionArn }));

it("tells the event bus of each status, in AWS's shape", async () => {
  const { executionArn, stateMachineArn } = await start(passing({ a: 1 }), { input: '{"b": 2}' });
  const [started, ended, ...others] = events;
  expect(others).toEqual([]);
  expect(started).toEqual({
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    resources: [executionArn],
    detail: {
      ...{ executionArn, stateMachineArn, name: "e", status: "RUNNING" },
      ...{ startDate: expect.any(Number), stopDate: null },
      ...{ input: '{"b": 2}', inputDetails: { included: true }, output: null, outputDetails: null },
      ...{ stateMachineVersionArn: null, stateMachineAliasArn: null, redriveCount: 0, redriveDate: null },
      ...{ redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: "Execution is RUNNING and cannot be redriven" },
      ...{ error: null, cause: null },
    },
  });
  expect(ended?.detail).toMatchObject({
    ...{ status: "SUCCEEDED", stopDate: expect.any(Number), output: '{"a":1}', outputDetails: { included: true } },
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
});

it("leaves data out of an event that would be too large", async () => {
  const large = "x".repeat(130_000);
  await start(JSON.stringify({ StartAt: "P", States: { P: { Type: "Pass", End: true } } }), {
    input: JSON.stringify(large),
  });
  expect(events[0]?.detail).toMatchObject({ inputDetails: { included: true } });
  expect(events[1]?.detail).toMatchObject({ input: null, inputDetails: { included: false }, output: `"${large}"` });
});

it("sends no event of Express executions", async () => {
  await start(passing(1), { type: "EXPRESS" });
  expect(events).toEqual([]);
});

it("redrives an execution: describes, lists and tells of it", async () => {
  const { executionArn, stateMachineArn } = await start(waiting);
  expect(await refusal(redrive(executionArn))).toBe(
    "ExecutionNotRedrivable: Execution is RUNNING and cannot be redriven",
  );
  await stop(executionArn);
  expect(await describeIt(executionArn)).toMatchObject({ redriveCount: 0, redriveStatus: "REDRIVABLE" });
  const { redriveDate } = await redrive(executionArn, "token");
  expect(await describeIt(executionArn)).toMatchObject({ status: "RUNNING", redriveCount: 1, redriveDate });
  const repeated = await redrive(executionArn, "token");
  expect(repeated.redriveDate).toEqual(redriveDate);
  expect(await refusal(redrive(executionArn, "other"))).toMatch(/^ExecutionNotRedrivable/);
  await stop(executionArn);
  const { events: history = [] } = await states.client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(history.map(({ type }) => type)).toEqual([
    ...["ExecutionStarted", "WaitStateEntered", "ExecutionAborted", "ExecutionRedriven", "ExecutionAborted"],
  ]);
  expect(history[3]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  expect(events.map(({ detail }) => `${detail.status} ${detail.redriveCount}`)).toEqual([
    ...["RUNNING 0", "ABORTED 0", "RUNNING 1", "ABORTED 1"],
  ]);
  const list = (redriveFilter: "REDRIVEN" | "NOT_REDRIVEN") =>
    states.client.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }));
  expect((await list("REDRIVEN")).executions).toMatchObject([{ executionArn, redriveCount: 1 }]);
  expect((await list("NOT_REDRIVEN")).executions).toEqual([]);
});

it("does not redrive what has succeeded, nor after 14 days, nor an Express execution", async () => {
  const { executionArn } = await start(waiting);
  await stop(executionArn);
  now = () => real.now() + 14 * day + 60_000;
  expect(await refusal(redrive(executionArn))).toBe("ExecutionNotRedrivable: Execution redrivable period exceeded");
  expect((await describeIt(executionArn)).redriveStatusReason).toBe("Execution redrivable period exceeded");
  expect(await refusal(redrive("arn:aws:states:eu-west-1:000000000000:express:m:e:1"))).toMatch(/^InvalidArn/);
  expect(await refusal(redrive(executionArn.replace(/e$/, "nobody")))).toMatch(/^ExecutionDoesNotExist/);
});
