import * as v from "valibot";
import { afterAll, describe, expect, test } from "vitest";
import { render } from "../../../asl/index.js";
import {
  callsOf,
  coverage,
  failTimes,
  type Mocks,
  runWorkflow,
  timesOut,
  type WorkflowRun,
} from "../../../asl/testing/index.js";
import { realLimits, smoothies } from "../../../asl/workflows/smoothies.js";
import { plainBindings } from "../../../scripts/lib/golden.js";

const definition = render(smoothies, plainBindings("smoothies"));

const fromApi = { version: 1, source: "api", orderId: "o-1", smoothie: "Mango" };
const fromButton = { version: 1, source: "button", buttonId: "b-1", pressId: "7" };

const at = (robotId: string) => ({ output: { robotId } });
const written = { output: {} };
const conditionFailed = { error: "DynamoDB.ConditionalCheckFailedException", cause: "The conditional request failed" };
const broken = { error: "DynamoDB.AmazonDynamoDBException", cause: "500" };

/** A kitchen where all goes well; each story changes what it is about. */
const goodKitchen: Mocks = {
  LookUpButton: [{ output: { Item: { buttonId: { S: "b-1" }, smoothie: { S: "Peach" } } } }],
  ClaimOrder: [written],
  ClaimRobot: [at("robot1"), at("robot2"), at("robot3"), at("robot4"), at("robot5"), at("robot6")],
  NoteBlending: [written],
  SendOrder: [written],
  ReleaseRobot: [written],
  MarkRobotBroken: [written],
  NoteWaiting: [written],
  FreeRobot: [written],
  NoteFailed: [written],
  NoteServed: [written],
};

const runs: WorkflowRun[] = [];

async function run(mocks: Mocks = {}, input: object = fromApi, seed = 1): Promise<WorkflowRun> {
  const finished = await runWorkflow(definition, {
    input: JSON.parse(JSON.stringify(input)),
    mocks: { ...goodKitchen, ...mocks },
    seed,
  });
  runs.push(finished);
  return finished;
}

/** What a run wrote into a table, call by call: the values of its update expressions by their placeholders. */
const writes = (finished: WorkflowRun, state: string) => callsOf(finished, state).map(({ parameters }) => parameters);
const reasonOf = (finished: WorkflowRun) => {
  const [call] = writes(finished, "NoteFailed");
  return call;
};
const sent = v.object({
  FunctionName: v.string(),
  Payload: v.looseObject({ jobId: v.string(), taskToken: v.string() }),
});
const jobsOf = (finished: WorkflowRun) =>
  callsOf(finished, "SendOrder").map(({ parameters }) => v.parse(sent, parameters).Payload);

const before = ["Source", "OrderFromApi", "ClaimOrder", "MakeSmoothie", "FirstJob"];
const tried = ["ClaimRobot", "NoteBlending", "SendOrder", "Blended"];
const served = ["ReleaseRobot", "MadeBy", "NoteServed", "Served"];
const again = ["MarkRobotBroken", "AnotherRobot", "NoteWaiting"];
const failed = ["NoteFailed", "NotServed"];

describe("an order that is served", () => {
  test("by the first robot: claimed, blended, released, noted", async () => {
    const happy = await run();
    expect(happy).toMatchObject({ status: "SUCCEEDED", output: { orderId: "o-1", robotId: "robot1" } });
    expect(happy.path).toEqual([...before, ...tried, ...served]);
    expect(writes(happy, "ClaimOrder")).toEqual([
      expect.objectContaining({
        TableName: "smoothies-dev-orders",
        Key: { orderId: { S: "o-1" } },
        ConditionExpression: "attribute_not_exists(executionArn) OR executionArn = :me",
        ExpressionAttributeValues: expect.objectContaining({
          ":waiting": { S: "waiting" },
          ":smoothie": { S: "Mango" },
          ":source": { S: "api" },
        }),
      }),
    ]);
    expect(writes(happy, "NoteServed")).toEqual([
      expect.objectContaining({
        ExpressionAttributeValues: {
          ":status": { S: "served" },
          ":now": { S: expect.stringMatching(/^2026-01-01T/) },
          ":value": { S: "robot1" },
        },
      }),
    ]);
  });

  test("with a claim that outlasts the robot's time, under a job id that says nothing of the order", async () => {
    const happy = await run();
    const [job] = jobsOf(happy);
    const payload = { robotId: "robot1", smoothie: "Mango", jobId: expect.stringMatching(/^[\da-f-]{36}$/) };
    expect(job).toMatchObject({ ...payload, claimSeconds: realLimits.blending.seconds + realLimits.claim.seconds });
    expect(writes(happy, "ClaimRobot")).toEqual([
      expect.objectContaining({
        Payload: { jobId: payload.jobId, orderId: "o-1", smoothie: "Mango", claimSeconds: 60 },
      }),
    ]);
  });

  test("even if nothing can be noted on the way: the order's row lags behind, the claim runs out", async () => {
    const late = await run({ NoteBlending: [broken], ReleaseRobot: [broken] });
    expect(late.status).toBe("SUCCEEDED");
    expect(late.path).toEqual([...before, ...tried, ...served]);
    expect(callsOf(late, "ReleaseRobot")).toHaveLength(7);
  });

  test("while the robot has gone since it said so: its row is no longer this job's, which is fine", async () => {
    const gone = await run({ ReleaseRobot: [conditionFailed] });
    expect(gone.status).toBe("SUCCEEDED");
    expect(callsOf(gone, "ReleaseRobot")).toHaveLength(1);
  });

  test("after DynamoDB and Lambda had trouble at every step", async () => {
    const trouble = (error: string) => failTimes(2, { error }, written);
    const rough = await run({
      ClaimOrder: trouble("DynamoDB.SdkClientException"),
      ClaimRobot: failTimes(2, { error: "TemporarilyUnavailable" }, at("robot1")),
      NoteBlending: trouble("DynamoDB.ProvisionedThroughputExceededException"),
      SendOrder: trouble("Lambda.TooManyRequestsException"),
      ReleaseRobot: trouble("DynamoDB.AmazonDynamoDBException"),
      NoteServed: failTimes(12, broken, written),
    });
    expect(rough.status).toBe("SUCCEEDED");
    expect(rough.path).toEqual([...before, ...tried, ...served]);
  });

  test.each(["Lambda.Unknown", "Sandbox.Timedout", "Lambda.SdkClientException", "Runtime.ExitError"])(
    "after %s of send-order, sent again to the same robot as the same job, with a new token",
    async (error) => {
      const twice = await run({ SendOrder: [{ error }, written] });
      expect(twice.status).toBe("SUCCEEDED");
      const [first, second] = jobsOf(twice);
      expect(second).toEqual({ ...first, taskToken: second?.taskToken });
      expect(second?.taskToken).not.toBe(first?.taskToken);
    },
  );
});

describe("a robot that does not make it", () => {
  test.each([
    ["stays silent", timesOut, realLimits.heartbeat.seconds],
    ["says that it has failed", { error: "RobotFailed", cause: "lid open" }, 0],
    ["loses its connection", { error: "RobotOffline" }, 0],
    ["has lost the job before it was sent", { error: "JobLost" }, 0],
  ] as const)("because it %s is replaced by another one", async (_, how, seconds) => {
    const story = await run({ SendOrder: [how, written] });
    expect(story).toMatchObject({ status: "SUCCEEDED", output: { robotId: "robot2" }, elapsedSeconds: seconds });
    expect(story.path).toEqual([...before, ...tried, ...again, ...tried, ...served]);
    expect(writes(story, "MarkRobotBroken")).toEqual([
      expect.objectContaining({
        Key: { robotId: { S: "robot1" } },
        ConditionExpression: "jobId = :job AND #status = :working",
        ExpressionAttributeValues: expect.objectContaining({ ":status": { S: "BROKEN" } }),
      }),
    ]);
    // The second robot has a job of its own: words about the first one are about nothing.
    const [first, second] = jobsOf(story);
    expect(first?.jobId).not.toBe(second?.jobId);
  });

  test("although it sends heartbeats has two minutes, no more", async () => {
    const slow = await run({ SendOrder: [{ output: {}, afterSeconds: 200, heartbeatEverySeconds: 5 }, written] });
    expect(slow).toMatchObject({ status: "SUCCEEDED", output: { robotId: "robot2" }, elapsedSeconds: 120 });
    const steady = await run({ SendOrder: [{ output: {}, afterSeconds: 100, heartbeatEverySeconds: 5 }] });
    expect(steady).toMatchObject({ status: "SUCCEEDED", output: { robotId: "robot1" }, elapsedSeconds: 100 });
  });

  test("is not marked when its row is another job's by now", async () => {
    const moved = await run({ SendOrder: [timesOut, written], MarkRobotBroken: [conditionFailed] });
    expect(moved.status).toBe("SUCCEEDED");
    expect(callsOf(moved, "MarkRobotBroken")).toHaveLength(1);
  });

  test("nor does it matter that nothing can be written about it", async () => {
    const blind = await run({ SendOrder: [timesOut, written], MarkRobotBroken: [broken], NoteWaiting: [broken] });
    expect(blind).toMatchObject({ status: "SUCCEEDED", output: { robotId: "robot2" } });
  });

  test("five times over fails the order clearly", async () => {
    const five = await run({ SendOrder: [timesOut] });
    expect(five).toMatchObject({
      status: "FAILED",
      error: "TooManyRobotsTried",
      cause: "One robot after another failed to make it.",
    });
    expect(jobsOf(five)).toHaveLength(realLimits.robotsTried);
    expect(callsOf(five, "MarkRobotBroken")).toHaveLength(realLimits.robotsTried);
    expect(reasonOf(five)).toMatchObject({
      Key: { orderId: { S: "o-1" } },
      ExpressionAttributeValues: {
        ":status": { S: "failed" },
        ":value": { S: "One robot after another failed to make it." },
      },
    });
    expect(five.path.slice(-3)).toEqual(["TooManyRobotsTried", ...failed]);
  });
});

describe("without a free robot", () => {
  test("an order waits as long as a rush lasts, then gets one", async () => {
    const rush = await run({ ClaimRobot: failTimes(400, { error: "NoRobotAvailable" }, at("robot3")) });
    expect(rush).toMatchObject({ status: "SUCCEEDED", output: { robotId: "robot3" } });
    expect(rush.elapsedSeconds).toBeGreaterThan(3600);
    // It asks under one job id, so that a claim whose answer was lost is found again.
    const asked = new Set(writes(rush, "ClaimRobot").map((parameters) => JSON.stringify(parameters)));
    expect(asked.size).toBe(1);
  });

  test("not for ever: it fails, and says why", async () => {
    const never = await run({ ClaimRobot: [{ error: "NoRobotAvailable" }] });
    expect(never).toMatchObject({
      status: "FAILED",
      error: "NoRobotAvailable",
      cause: "Every robot was busy for too long.",
    });
    expect(never.elapsedSeconds).toBeLessThan(realLimits.order.seconds);
    expect(callsOf(never, "ClaimRobot")).toHaveLength(501);
    expect(never.path).toEqual([...before, "ClaimRobot", ...failed]);
  });

  test("because all are broken or offline, it waits briefly for one that is just connecting", async () => {
    const back = await run({ ClaimRobot: failTimes(3, { error: "NoRobotLeft" }, at("robot1")) });
    expect(back).toMatchObject({ status: "SUCCEEDED", elapsedSeconds: 6 });
    const none = await run({
      SendOrder: [timesOut],
      ClaimRobot: [at("robot1"), at("robot2"), { error: "NoRobotLeft" }],
    });
    expect(none).toMatchObject({
      status: "FAILED",
      error: "NoRobotLeft",
      cause: "Every robot is broken or offline.",
      elapsedSeconds: 2 * realLimits.heartbeat.seconds + 10,
    });
    expect(reasonOf(none)).toMatchObject({
      ExpressionAttributeValues: { ":value": { S: "Every robot is broken or offline." } },
    });
  });

  test("a claim that takes too long is asked for again", async () => {
    const slow = await run({ ClaimRobot: [timesOut, at("robot1")] });
    expect(slow.status).toBe("SUCCEEDED");
    expect(slow.elapsedSeconds).toBeGreaterThanOrEqual(30);
  });
});

describe("what is wrong in a way that nobody expected", () => {
  test("at the claim fails the order, without the error's own words for the customer", async () => {
    const bug = await run({ ClaimRobot: [{ error: "TypeError", cause: "secret internals" }] });
    expect(bug).toMatchObject({ status: "FAILED", error: "TypeError", cause: "The kitchen has a problem." });
    expect(reasonOf(bug)).toMatchObject({
      ExpressionAttributeValues: { ":value": { S: "The kitchen has a problem." } },
    });
  });

  test.each([
    ["", written, 1],
    [", if that can be written", broken, 7],
  ])("at sending releases the robot%s, and fails the order", async (_, freed, writesOfIt) => {
    const bug = await run({
      SendOrder: [{ error: "AccessDeniedException", cause: "secret internals" }],
      FreeRobot: [freed],
    });
    expect(bug).toMatchObject({
      status: "FAILED",
      error: "AccessDeniedException",
      cause: "The kitchen has a problem.",
    });
    expect(bug.path.slice(-4)).toEqual(["FreeRobot", "NotSent", ...failed]);
    expect(callsOf(bug, "FreeRobot")).toHaveLength(writesOfIt);
    expect(writes(bug, "FreeRobot")[0]).toMatchObject({
      Key: { robotId: { S: "robot1" } },
      ConditionExpression: "jobId = :job AND #status = :working",
      ExpressionAttributeValues: { ":status": { S: "ONLINE" } },
    });
  });

  test("when the failure itself cannot be noted at once, it is tried again", async () => {
    const bug = await run({ ClaimRobot: [{ error: "NoRobotLeft" }], NoteFailed: failTimes(3, broken, written) });
    expect(bug).toMatchObject({ status: "FAILED", error: "NoRobotLeft" });
  });

  test("a smoothie that is made is never called a failure, though its row cannot say that it is served", async () => {
    const mute = await run({ NoteServed: [broken] });
    expect(mute).toMatchObject({ status: "FAILED", error: "ServedNotNoted" });
    expect(callsOf(mute, "NoteServed")).toHaveLength(21);
    expect(callsOf(mute, "NoteFailed")).toEqual([]);
  });

  test("an input that is neither an order nor a press fails clearly", async () => {
    const odd = await run({}, { version: 1, source: "pigeon" });
    expect(odd).toMatchObject({ status: "FAILED", error: "UnknownSource" });
    expect(odd.calls).toEqual([]);
  });
});

test("an order that another execution has taken is left to it", async () => {
  const second = await run({ ClaimOrder: [conditionFailed] });
  expect(second).toMatchObject({ status: "SUCCEEDED", output: { orderId: "o-1" } });
  expect(second.path).toEqual(["Source", "OrderFromApi", "ClaimOrder", "AlreadyTaken"]);
  expect(second.calls).toHaveLength(1);
});

describe("an order button", () => {
  test("orders what its owner always has, under an id of button and press", async () => {
    const pressed = await run(
      { LookUpButton: failTimes(1, broken, { output: { Item: { smoothie: { S: "Peach" } } } }) },
      fromButton,
    );
    expect(pressed).toMatchObject({ status: "SUCCEEDED", output: { orderId: "b-1-7", robotId: "robot1" } });
    expect(pressed.path.slice(0, 5)).toEqual([
      "Source",
      "LookUpButton",
      "KnownButton",
      "OrderFromButton",
      "ClaimOrder",
    ]);
    expect(writes(pressed, "ClaimOrder")[0]).toMatchObject({
      Key: { orderId: { S: "b-1-7" } },
      ExpressionAttributeValues: { ":smoothie": { S: "Peach" }, ":source": { S: "button" } },
    });
    expect(jobsOf(pressed)).toMatchObject([{ smoothie: "Peach" }]);
  });

  test.each([{}, { Item: { buttonId: { S: "b-1" } } }])("that nobody knows orders nothing: %j", async (output) => {
    const unknown = await run({ LookUpButton: [{ output }] }, fromButton);
    expect(unknown).toMatchObject({ status: "FAILED", error: "UnknownButton" });
    expect(unknown.calls.map(({ state }) => state)).toEqual(["LookUpButton"]);
  });

  test("pressed once and heard twice is served once", async () => {
    const second = await run({ ClaimOrder: [conditionFailed] }, fromButton);
    expect(second).toMatchObject({ status: "SUCCEEDED", output: { orderId: "b-1-7" } });
    expect(second.path.at(-1)).toBe("AlreadyTaken");
  });
});

test("the order's customer and id reach no robot, and the task token only the function that keeps it", async () => {
  const happy = await run({}, { ...fromApi, customer: "Ada" });
  for (const { state, parameters } of happy.calls) {
    expect([state, JSON.stringify(parameters).includes("Ada")]).toEqual([state, false]);
    expect([state, JSON.stringify(parameters).includes('taskToken":')]).toEqual([state, state === "SendOrder"]);
  }
  expect(JSON.stringify(jobsOf(happy))).not.toContain("o-1");
});

afterAll(() => {
  const report = coverage(definition, runs);
  console.log(`smoothies: ${report.text}`);
  expect(report.missed).toEqual([]);
});
