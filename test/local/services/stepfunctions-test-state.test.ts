import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  TestStateCommand,
  type TestStateCommandInput,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Clock, realClock } from "../../../asl/interpreter/index.js";
import { refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

const clock = realClock();
/** Timers, by how many seconds they take; a test ends the long ones by hand. */
const timers = new Map<number, () => void>();
const handClock: Clock = {
  now: clock.now,
  setTimer(atMs, fn) {
    const seconds = Math.round((atMs - clock.now()) / 1000);
    timers.set(seconds, fn);
    return () => timers.delete(seconds);
  },
};

const invoked: string[] = [];
let states: ServedStates;
beforeAll(async () => {
  states = await serveStates({
    clock: handClock,
    invokeFunction: async (name, payload) => {
      invoked.push(name);
      return { requestId: "r", payload: { got: payload } };
    },
  });
});
afterAll(() => states.stop());

const test = (definition: object, more: Partial<TestStateCommandInput> = {}) =>
  states.client.send(new TestStateCommand({ definition: JSON.stringify(definition), ...more }));
const invoke = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "f", "Payload.$": "$" },
  OutputPath: "$.Payload",
  Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 7 }],
  Next: "After",
};

it("runs a state on the services that are here", async () => {
  const tested = await test(invoke, { input: '{"a":1}', roleArn, inspectionLevel: "DEBUG" });
  expect(tested).toMatchObject({ status: "SUCCEEDED", output: '{"got":{"a":1}}', nextState: "After" });
  expect(tested.inspectionData?.input).toBe('{"a":1}');
  expect(invoked).toEqual(["f"]);
});

it("takes a mock's result or error instead", async () => {
  const mock = { result: '{"Payload":{"mocked":true},"StatusCode":200}' };
  expect(await test(invoke, { mock })).toMatchObject({ status: "SUCCEEDED", output: '{"mocked":true}' });
  const failing = { errorOutput: { error: "Busy", cause: "later" } };
  expect(await test(invoke, { mock: failing })).toMatchObject({ status: "RETRIABLE", error: "Busy", cause: "later" });
  expect(invoked).toEqual(["f"]);
});

it("ends after five minutes, and leaves no timer behind", async () => {
  const tested = test({ Type: "Wait", Seconds: 3600, End: true });
  await expect.poll(() => [...timers.keys()].sort()).toEqual([300, 3600]);
  timers.get(300)?.();
  expect(await tested).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  expect([...timers.keys()]).toEqual([]);
});

it("refuses what AWS refuses", async () => {
  expect(await refusal(test(invoke))).toBe("ValidationException: RoleArn must be specified when testing a Task state");
  expect(await refusal(test(invoke, { roleArn: "role" }))).toBe("InvalidArn: Invalid Role Arn: 'role'");
  expect(await refusal(test({ Type: "Nap" }))).toMatch(/^InvalidDefinition/);
  expect(await refusal(test({ Type: "Pass", End: true }, { input: "{" }))).toMatch(/^InvalidExecutionInput/);
  const mapItemReaderData = "x".repeat(262_145);
  expect(await refusal(test({ Type: "Pass", End: true }, { stateConfiguration: { mapItemReaderData } }))).toContain(
    "Value at 'stateConfiguration.mapItemReaderData' failed to satisfy constraint",
  );
  const level: Record<string, unknown> = { inspectionLevel: "ALL" };
  const definition = '{"Type":"Pass","End":true}';
  const unknown = new TestStateCommand(Object.assign({ definition } as const, level));
  expect(await refusal(states.client.send(unknown))).toContain("enum value set: [INFO, DEBUG, TRACE]");
});

it("DescribeStateMachine tells which states read which variables", async () => {
  const definition = JSON.stringify({
    StartAt: "Set",
    States: {
      Set: { Type: "Pass", Assign: { answer: 42 }, Next: "Get" },
      Get: { Type: "Pass", OutputPath: "$answer", End: true },
    },
  });
  const { stateMachineArn } = await states.client.send(
    new CreateStateMachineCommand({ name: "reads", definition, roleArn }),
  );
  const described = await states.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(described.variableReferences).toEqual({ Get: ["answer"] });
  const bare = new DescribeStateMachineCommand({ stateMachineArn, includedData: "METADATA_ONLY" });
  expect(await states.client.send(bare)).not.toHaveProperty("definition");
});
