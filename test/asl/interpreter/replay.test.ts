import { describe, expect, it } from "vitest";
import {
  compile,
  start,
  type TaskCall,
  TaskFailure,
  taskTokens,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { replayCommand } from "../../../scripts/lib/replay/command.js";

const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Send",
  States: {
    Send: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload: "{% $states.input %}" },
      Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 2 }],
      Output: "{% $states.result.Payload %}",
      Next: "Wait",
    },
    Wait: { Type: "Wait", Seconds: 3600, Next: "All" },
    All: {
      Type: "Map",
      Items: [3, 1, 2],
      ItemProcessor: {
        StartAt: "Reply",
        States: {
          Reply: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            Arguments: { token: "{% $states.context.Task.Token %}", item: "{% $states.input %}" },
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

/** Runs the definition as AWS might, and prints its history as the CLI does. */
async function record(): Promise<JsonObject> {
  const clock = virtualClock({ start: Date.parse("2026-05-01T10:00:00Z") });
  const tokens = taskTokens();
  let calls = 0;
  const call = async ({ taskToken, parameters, stateName }: TaskCall): Promise<Json> => {
    if (stateName === "Send") {
      calls += 1;
      if (calls === 1) throw new TaskFailure("Busy", "try again");
      return { Payload: { sent: true } };
    }
    const item = typeof parameters === "object" && parameters !== null && "item" in parameters ? parameters.item : 0;
    // The later an item, the sooner its answer: branches end in another order than they start.
    clock.setTimer(clock.now() + 1000 * Number(item), () =>
      tokens.sendTaskSuccess(taskToken ?? "", JSON.stringify(item)),
    );
    return { MessageId: `m-${item}` };
  };
  const execution = start(compile(definition), {
    input: { to: "a" },
    tokens,
    ports: { clock, random: () => 0.5, uuid: () => "u", call },
  });
  await clock.runUntil(execution.done);
  const events = execution.history.map((event) => ({ ...event, timestamp: new Date(event.timestamp).toISOString() }));
  return JSON.parse(JSON.stringify({ definition, history: { events } }));
}

/** Runs the command on files that are there in memory only. */
async function run(files: Readonly<Record<string, unknown>>, ...args: string[]) {
  let [printed, complained] = ["", ""];
  const code = await replayCommand(args, {
    isFolder: () => false,
    list: () => [],
    read: (path) => JSON.stringify(files[path]),
    print: (text) => {
      printed += text;
    },
    complain: (text) => {
      complained += text;
    },
  });
  return { code, printed, complained };
}

const change = (json: JsonObject, from: string, to: string): JsonObject =>
  JSON.parse(JSON.stringify(json).replaceAll(from, to));

describe("a replay", () => {
  it("agrees with the recording of the same definition, retries, waits, tokens and concurrency included", async () => {
    const recording = await record();
    expect(await run({ "run.json": recording }, "run.json")).toMatchObject({ code: 0 });
    const files = { "machine.json": definition, "history.json": recording.history };
    const { code, printed } = await run(files, "--definition", "machine.json", "history.json");
    expect([code, printed]).toEqual([0, expect.stringMatching(/^The run agrees with all \d+ recorded events\.\n$/)]);
  });

  it.each([
    [
      "another wait",
      '"Seconds":3600',
      '"Seconds":3600,"Output":{"late":true}',
      "state Wait, event 11, field stateExitedEventDetails/output",
    ],
    [
      "another output",
      "$states.result.Payload",
      "$states.result",
      "state Send, event 9, field stateExitedEventDetails/output",
    ],
    [
      "another call",
      '"FunctionName":"f"',
      '"FunctionName":"g"',
      "state Send, event 3, field taskScheduledEventDetails/parameters/FunctionName",
    ],
    ["another way", '"Next":"All"', '"End":true', "field type"],
    ["no retry", '"ErrorEquals":["Busy"]', '"ErrorEquals":["Other"]', "field type"],
  ])("shows where a definition differs: %s", async (_, from, to, where) => {
    const recording = await record();
    const changed = { ...recording, definition: change(definition, from, to) };
    const { code, printed } = await run({ "run.json": changed }, "run.json");
    expect(printed).toContain(where);
    expect(printed).toMatch(/recorded: .*\n {2}actual: /);
    expect(code).toBe(1);
  });

  it("says what is wrong with a file or a command", async () => {
    expect(await run({})).toMatchObject({ code: 2, complained: expect.stringContaining("Usage") });
    expect(await run({ a: { definition: {} } }, "a")).toMatchObject({
      code: 2,
      complained: expect.stringContaining("'history' must be what"),
    });
    expect(await run({ a: [] }, "a")).toMatchObject({ code: 2, complained: "a must hold a JSON object.\n" });
  });
});
