import {
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  SFNServiceException,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import type { Reminder } from "../../../handlers/pet-reminders/reminder.js";
import { stepFunctionsStore } from "../../../handlers/pet-reminders/step-functions-store.js";

const ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:pet-reminders-dev-workflow:live";
const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:pet-reminders-dev-workflow:the-id";
const $metadata = {};
const unknown = new ExecutionDoesNotExist({ message: "Execution Does Not Exist", $metadata });
const reminder: Reminder = {
  version: 1,
  id: "the-id",
  requestHash: "hash",
  sendAt: "2030-01-01T00:00:00.000Z",
  message: "Feed Rex",
  channel: "both",
  email: "owner@example.com",
  phone: "+12025550123",
};
const done: DescribeExecutionCommandOutput = {
  executionArn: EXECUTION,
  stateMachineArn: ARN,
  status: "RUNNING",
  startDate: new Date(0),
  $metadata,
};
const described = (status: ExecutionStatus, more: object = {}): DescribeExecutionCommandOutput => ({
  ...done,
  status,
  input: JSON.stringify(reminder),
  ...more,
});

/** A store whose client gives these answers in turn, and throws those that are errors. */
function storeWith(...answers: (DescribeExecutionCommandOutput | Error)[]) {
  const sent: unknown[] = [];
  const slept: number[] = [];
  const client = new SFNClient({ region: "eu-west-1" });
  client.middlewareStack.add((_, { commandName }) => async ({ input }) => {
    sent.push({ commandName, input });
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error("the test gave no answer");
    return { output: answer, response: {} };
  });
  const sleep = async (ms: number) => void slept.push(ms);
  return { store: stepFunctionsStore({ client, stateMachineArn: ARN, sleep }), sent, slept };
}

describe("start", () => {
  test("starts an execution with the id as its name", async () => {
    const { store, sent } = storeWith(done);
    expect(await store.start(reminder)).toBe("started");
    expect(sent[0]).toMatchObject({
      commandName: "StartExecutionCommand",
      input: { stateMachineArn: ARN, name: "the-id", input: JSON.stringify(reminder) },
    });
  });

  test("says when the id is taken", async () => {
    const { store } = storeWith(new ExecutionAlreadyExists({ message: "taken", $metadata }));
    expect(await store.start(reminder)).toBe("taken");
  });

  test.each([
    ["ThrottlingException", 400, "StoreUnavailable"],
    ["ExecutionLimitExceeded", 400, "StoreUnavailable"],
    ["InternalFailure", 500, "StoreUnavailable"],
    ["AccessDeniedException", 400, "AccessDeniedException"],
  ])("%s (%d) becomes %s", async (name, httpStatusCode, expected) => {
    const error = new SFNServiceException({ name, $fault: "client", message: "m", $metadata: { httpStatusCode } });
    const failure = await storeWith(error)
      .store.start(reminder)
      .catch((thrown: unknown) => thrown);
    if (expected === name) expect(failure).toBe(error);
    else expect(failure).toMatchObject({ reason: name });
  });
});

describe("find", () => {
  test("finds what an alias started: an execution of the machine", async () => {
    const { store, sent } = storeWith(described("RUNNING"));
    await store.find("the-id", "none");
    expect(sent).toMatchObject([{ input: { executionArn: EXECUTION } }]);
  });

  test("waits for an execution that cannot be seen yet", async () => {
    const { store, sent, slept } = storeWith(unknown, unknown, described("RUNNING"));
    expect(await store.find("the-id", "long")).toEqual({ reminder, progress: { state: "running" } });
    expect(sent).toEqual(
      Array(3).fill({ commandName: "DescribeExecutionCommand", input: { executionArn: EXECUTION } }),
    );
    expect(slept).toEqual([100, 200]);
  });

  test.each([
    ["none", 1, 0],
    ["short", 4, 700],
    ["long", 5, 1500],
  ] as const)("with patience '%s' gives up after %d looks and %d ms", async (patience, looks, total) => {
    const { store, sent, slept } = storeWith(...Array(9).fill(unknown));
    expect(await store.find("the-id", patience)).toBeUndefined();
    expect(sent).toHaveLength(looks);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(total);
  });

  const results = [
    { channel: "email", status: "sent", messageId: "m-1" },
    { channel: "sms", status: "failed", error: "SmsRejected" },
  ];
  const failed = (error: string) => ["email", "sms"].map((channel) => ({ channel, status: "failed", error }));

  const executions: readonly (readonly [ExecutionStatus, object, object])[] = [
    ["RUNNING", {}, { state: "running" }],
    ["PENDING_REDRIVE", {}, { state: "running" }],
    ["ABORTED", { error: "Cancelled" }, { state: "cancelled" }],
    ["SUCCEEDED", { output: JSON.stringify({ results }) }, { state: "finished", results }],
    ["SUCCEEDED", { output: "{}" }, { state: "finished", results: failed("UnknownResult") }],
    ["FAILED", { error: "ReminderNotSent", cause: JSON.stringify({ results }) }, { state: "finished", results }],
    [
      "FAILED",
      { error: "States.Runtime", cause: "An error occurred" },
      { state: "finished", results: failed("States.Runtime") },
    ],
    ["FAILED", {}, { state: "finished", results: failed("States.Runtime") }],
    ["FAILED", { error: "X", cause: '{"results":[]}' }, { state: "finished", results: failed("X") }],
    ["TIMED_OUT", {}, { state: "finished", results: failed("States.Timeout") }],
  ];
  test.each(executions)("%s %j is %j", async (status, more, progress) => {
    const { store } = storeWith(described(status, more));
    expect(await store.find("the-id", "none")).toEqual({ reminder, progress });
  });

  test("an execution that is no reminder is not found", async () => {
    for (const input of ["{}", '"text"', "not JSON", undefined]) {
      expect(await storeWith({ ...done, input }).store.find("the-id", "none")).toBeUndefined();
    }
  });
});

test("stop stops the execution", async () => {
  const { store, sent } = storeWith(done);
  await store.stop("the-id");
  expect(sent[0]).toMatchObject({
    commandName: "StopExecutionCommand",
    input: { executionArn: EXECUTION, error: "Cancelled" },
  });
});
