import { expect, it } from "vitest";
import {
  compile,
  seededRandom,
  start,
  type TaskCall,
  TaskFailure,
  TaskTokenError,
  taskTokens,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { replayCommand } from "../../../scripts/lib/replay/command.js";

const invoke = (name: string, more: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
  Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1, MaxAttempts: 5, JitterStrategy: "FULL" }],
  Output: "{% $states.result %}",
  ...more,
});
const callback = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  Arguments: { token: "{% $states.context.Task.Token %}", item: "{% $states.input %}" },
  TimeoutSeconds: 120,
  HeartbeatSeconds: 10,
  Catch: [{ ErrorEquals: ["States.Timeout"], Next: "GaveUp" }],
  End: true,
};
const activity = {
  Type: "Task",
  Resource: "arn:aws:states:us-east-1:123456789012:activity:press",
  Arguments: "{% $states.input %}",
  HeartbeatSeconds: 10,
  End: true,
};
const inner = {
  Type: "Map",
  ItemProcessor: { StartAt: "Press", States: { Press: activity } },
  Items: "{% [$states.input, 7] %}",
  MaxConcurrency: 1,
  End: true,
};

const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Pause",
  States: {
    Pause: { Type: "Wait", Seconds: 10, Next: "Both" },
    Both: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Each",
          States: {
            Each: {
              Type: "Map",
              Items: [1, 2, 3, 4],
              MaxConcurrency: 3,
              ItemProcessor: {
                StartAt: "Take",
                States: {
                  Take: invoke("take", { Next: "IsOdd", Output: "{% $states.input %}" }),
                  IsOdd: {
                    Type: "Choice",
                    Choices: [{ Condition: "{% $states.input % 2 = 1 %}", Next: "Ask" }],
                    Default: "Inner",
                  },
                  Ask: callback,
                  GaveUp: { Type: "Pass", Output: "gave up", End: true },
                  Inner: inner,
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: "Count",
          States: {
            Count: invoke("count", { Next: "Rest" }),
            Rest: { Type: "Wait", Seconds: 3, Next: "Again" },
            Again: invoke("again"),
          },
        },
      ],
      Next: "Sum",
    },
    Sum: invoke("sum", { Catch: [{ ErrorEquals: ["Broken"], Next: "Mend" }], TimeoutSeconds: 5, End: true }),
    Mend: { Type: "Succeed" },
  },
};

/** A sibling's failure may have ended the task before its worker was done. */
function refused(problem: unknown): void {
  if (!(problem instanceof TaskTokenError)) throw problem;
}

/** Runs the definition as AWS might: with answers that take their time, and some milliseconds between all events. */
async function record(seed: number): Promise<JsonObject> {
  const clock = virtualClock({ start: Date.parse("2026-05-01T10:00:00Z") });
  const tokens = taskTokens();
  const random = seededRandom(seed);
  const later = (ms: number) =>
    new Promise<void>((resolve) => clock.setTimer(clock.now() + Math.ceil(ms), () => resolve()));
  const worked = async ({ taskToken = "", parameters, started }: TaskCall): Promise<void> => {
    await later(500 * random());
    started("worker-1");
    for (let beats = Math.floor(random() * 5); beats > 0; beats--) {
      await later(9000);
      tokens.sendTaskHeartbeat(taskToken);
    }
    // A worker that falls silent runs into its time-out.
    if (random() < 0.3) return;
    await later(8000 * random());
    tokens.sendTaskSuccess(taskToken, JSON.stringify(parameters));
  };
  const call = async (task: TaskCall): Promise<Json> => {
    if (task.pattern === "activity") {
      void later(1)
        .then(() => worked({ ...task, started: (name) => task.started(name) }))
        .catch(refused);
      return null;
    }
    await later(4000 * random());
    if (task.pattern === "waitForTaskToken") {
      void later(1)
        .then(() => worked(task))
        .catch(refused);
      return { MessageId: "m" };
    }
    if (random() < 0.3) throw new TaskFailure("Busy", "try again");
    if (task.stateName === "Sum" && random() < 0.3) throw new TaskFailure("Broken");
    return { Payload: task.stateName, random: random() };
  };
  let ids = 0;
  const execution = start(compile(definition), {
    input: { seed },
    tokens,
    ports: { clock, random, uuid: () => `u${ids++}`, call },
  });
  await clock.runUntil(execution.done);
  // AWS needs some time for each event, and prints newest first when asked to.
  const events = execution.history
    .map((event) => ({ ...event, timestamp: new Date(event.timestamp + 3 * event.id).toISOString() }))
    .sort((one, other) => (seed % 2 === 0 ? one.id - other.id : other.id - one.id));
  return JSON.parse(JSON.stringify({ definition, history: { events }, status: execution.status }));
}

async function replay(file: JsonObject): Promise<{ readonly code: number; readonly printed: string }> {
  let printed = "";
  const print = (text: string): void => {
    printed += text;
  };
  const ports = { isFolder: () => false, list: () => [], read: () => JSON.stringify(file), print, complain: print };
  return { code: await replayCommand(["run.json"], ports), printed };
}

it("agrees with forty histories of nested Maps and branches, retries, callbacks, heartbeats, workers and time-outs", async () => {
  const statuses = new Set<unknown>();
  const types = new Set<string>();
  for (let seed = 1; seed <= 40; seed++) {
    const file = await record(seed);
    statuses.add(file.status);
    for (const [, type = ""] of JSON.stringify(file.history).matchAll(/"type":"(\w+)"/g)) types.add(type);
    expect([seed, await replay(file)]).toEqual([seed, { code: 0, printed: expect.stringMatching(/^The run agrees/) }]);
  }
  // The recordings are as different as they are meant to be.
  expect([...statuses].sort()).toEqual(["FAILED", "SUCCEEDED"]);
  expect([...types]).toEqual(
    expect.arrayContaining(["TaskTimedOut", "ActivityTimedOut", "TaskSubmitted", "TaskFailed", "MapIterationAborted"]),
  );
});

it("finds the change in a branch of a Map in a branch", async () => {
  const file = await record(2);
  const changed: JsonObject = JSON.parse(
    JSON.stringify(file).replace('"Items":"{% [$states.input, 7] %}"', '"Items":"{% [$states.input, 8] %}"'),
  );
  const { code, printed } = await replay(changed);
  expect(code).toBe(1);
  expect(printed).toMatch(/state Press, event \d+, field \w+/);
  expect(printed).toContain("recorded: 7\n  actual:   8");
});
