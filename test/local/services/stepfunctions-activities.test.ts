import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListTagsForResourceCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Clock, realClock } from "../../../asl/interpreter/index.js";
import { refusal, roleArn, type ServedStates, serveStates } from "./stepfunctions-client.js";

const clock = realClock();
/** Timers of long polls, which these tests end by hand. */
const polls: (() => void)[] = [];
const handClock: Clock = {
  now: clock.now,
  setTimer(atMs, fn) {
    const seconds = Math.round((atMs - clock.now()) / 1000);
    if (seconds !== 60) return clock.setTimer(atMs, fn);
    polls.push(fn);
    return () => polls.splice(polls.indexOf(fn), 1);
  },
};

let states: ServedStates;
beforeAll(async () => {
  states = await serveStates({ clock: handClock });
});
afterAll(() => states.stop());

const arnOf = (name: string) => `arn:aws:states:eu-west-1:000000000000:activity:${name}`;
const createActivity = (name: string) => states.client.send(new CreateActivityCommand({ name }));
const poll = (name: string, abortSignal?: AbortSignal) =>
  states.client.send(
    new GetActivityTaskCommand({ activityArn: arnOf(name), workerName: "worker" }),
    abortSignal ? { abortSignal } : {},
  );

/** Starts a machine whose only state waits for a worker of an activity. */
async function start(activity: string, input: unknown) {
  const task = { Type: "Task", Resource: arnOf(activity), TimeoutSeconds: 600, End: true };
  const definition = JSON.stringify({ StartAt: "Work", States: { Work: task } });
  const { stateMachineArn } = await states.client.send(
    new CreateStateMachineCommand({ name: `uses-${activity}`, definition, roleArn }),
  );
  const { executionArn } = await states.client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return executionArn ?? "";
}

/** Completes a worker's task, and gives the end of its execution. */
async function complete(taskToken: string | undefined, executionArn: string) {
  await states.client.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
  await states.service.executions.find(executionArn)?.execution.done;
  return await states.client.send(new DescribeExecutionCommand({ executionArn }));
}

describe("an activity", () => {
  it("tells the encryption that it was created with", async () => {
    const encryptionConfiguration = {
      type: "CUSTOMER_MANAGED_KMS_KEY",
      kmsKeyId: "alias/work",
      kmsDataKeyReusePeriodSeconds: 60,
    } as const;
    const { activityArn } = await states.client.send(
      new CreateActivityCommand({ name: "secret", encryptionConfiguration }),
    );
    const described = await states.client.send(new DescribeActivityCommand({ activityArn }));
    expect(described.encryptionConfiguration).toEqual(encryptionConfiguration);
    const short = { ...encryptionConfiguration, kmsDataKeyReusePeriodSeconds: 59 };
    const create = new CreateActivityCommand({ name: "secret", encryptionConfiguration: short });
    expect(await refusal(states.client.send(create))).toBe(
      "ValidationException: 1 validation error detected: Value '59' at 'encryptionConfiguration.kmsDataKeyReusePeriodSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    );
    await states.client.send(new DeleteActivityCommand({ activityArn }));
  });

  it("is created once, described, listed, tagged and deleted", async () => {
    const first = await states.client.send(
      new CreateActivityCommand({ name: "a1", tags: [{ key: "team", value: "blue" }] }),
    );
    expect(first.activityArn).toBe(arnOf("a1"));
    expect((await createActivity("a1")).creationDate).toEqual(first.creationDate);
    await createActivity("a2");
    const { $metadata, ...described } = await states.client.send(
      new DescribeActivityCommand({ activityArn: arnOf("a1") }),
    );
    expect(described).toEqual({ activityArn: arnOf("a1"), name: "a1", creationDate: first.creationDate });
    const { tags } = await states.client.send(new ListTagsForResourceCommand({ resourceArn: arnOf("a1") }));
    expect(tags).toEqual([{ key: "team", value: "blue" }]);
    const page = await states.client.send(new ListActivitiesCommand({ maxResults: 1 }));
    const rest = await states.client.send(new ListActivitiesCommand({ nextToken: page.nextToken }));
    expect([page, rest].map(({ activities }) => activities?.map(({ name }) => name))).toEqual([["a1"], ["a2"]]);
    const activityArn = arnOf("a1");
    const otherKey = new CreateActivityCommand({ name: "a1", encryptionConfiguration: { type: "AWS_OWNED_KEY" } });
    expect(await refusal(states.client.send(otherKey))).toBe(
      `ActivityAlreadyExists: Activity Already Exists: '${activityArn}'`,
    );
    await states.client.send(new DeleteActivityCommand({ activityArn }));
    await states.client.send(new DeleteActivityCommand({ activityArn }));
    const gone = `ActivityDoesNotExist: Activity Does Not Exist: '${activityArn}'`;
    expect(await refusal(states.client.send(new DescribeActivityCommand({ activityArn })))).toBe(gone);
    expect(await refusal(poll("a1"))).toBe(gone);
  });

  it("is refused with a bad name or ARN", async () => {
    expect(await refusal(createActivity("a b$"))).toBe("InvalidName: Invalid Name: 'a b$'");
    const command = new DescribeActivityCommand({ activityArn: arnOf("a2").replace("activity", "execution") });
    expect(await refusal(states.client.send(command))).toBe(
      "InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'",
    );
  });
});

describe("GetActivityTask", () => {
  it("gives a task that waits, with its input; the history names the worker", async () => {
    await createActivity("queue");
    const executionArn = await start("queue", { order: 1 });
    const task = await poll("queue");
    expect(task.input).toBe('{"order":1}');
    expect(await complete(task.taskToken, executionArn)).toMatchObject({ status: "SUCCEEDED", output: '"done"' });
    const { events } = await states.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "ActivityScheduled",
      "ActivityStarted",
      "ActivitySucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events?.[3]?.activityStartedEventDetails).toEqual({ workerName: "worker" });
  });

  it("lets workers wait, and serves the first one first", async () => {
    await createActivity("idle");
    const first = poll("idle");
    await expect.poll(() => polls.length).toBe(1);
    const second = poll("idle");
    await expect.poll(() => polls.length).toBe(2);
    const executionArn = await start("idle", "x");
    const task = await first;
    expect(task.input).toBe('"x"');
    polls[0]?.();
    const empty = await second;
    expect([empty.taskToken, empty.input]).toEqual([undefined, undefined]);
    await complete(task.taskToken, executionArn);
  });

  it("gives no task to a worker that has gone, and none of an execution that has ended", async () => {
    await createActivity("left");
    const gone = new AbortController();
    const left = poll("left", gone.signal).catch((error: Error) => error.name);
    await expect.poll(() => polls.length).toBe(1);
    gone.abort();
    expect(await left).toBe("AbortError");
    await expect.poll(() => polls.length).toBe(0);
    const stopped = await start("left", "stopped");
    await states.client.send(new StopExecutionCommand({ executionArn: stopped }));
    const executionArn = await start("left", "next");
    const task = await poll("left");
    expect(task.input).toBe('"next"');
    await complete(task.taskToken, executionArn);
  });

  it("sends its workers home when the activity is deleted", async () => {
    await createActivity("closed");
    const worker = poll("closed");
    await expect.poll(() => polls.length).toBe(1);
    await states.client.send(new DeleteActivityCommand({ activityArn: arnOf("closed") }));
    expect((await worker).taskToken).toBeUndefined();
  });
});

it("fails a task of an activity that does not exist", async () => {
  const executionArn = await start("nowhere", {});
  await states.service.executions.find(executionArn)?.execution.done;
  const described = await states.client.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  expect(described.cause).toContain(`The activity '${arnOf("nowhere")}' does not exist`);
});
