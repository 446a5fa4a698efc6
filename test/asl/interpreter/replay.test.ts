import { randomUUID } from "node:crypto";
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
import { list, object } from "../../../scripts/lib/replay/question.js";

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
async function record(machine: Json = definition): Promise<JsonObject> {
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
  const execution = start(compile(machine), {
    input: { to: "a" },
    name: "named",
    tokens,
    ports: { clock, random: () => 0.5, uuid: randomUUID, call },
  });
  await clock.runUntil(execution.done);
  const events = execution.history.map((event) => ({ ...event, timestamp: new Date(event.timestamp).toISOString() }));
  return JSON.parse(JSON.stringify({ definition: machine, history: { events } }));
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
    ["a longer wait", '"Seconds":3600', '"Seconds":7200', "state Wait, event 11, field seconds waited"],
  ])("shows where a definition differs: %s", async (_, from, to, where) => {
    const recording = await record();
    const changed = { ...recording, definition: change(definition, from, to) };
    const { code, printed } = await run({ "run.json": changed }, "run.json");
    expect(printed).toContain(where);
    expect(printed).toMatch(/recorded: .*\n {2}actual: /);
    expect(code).toBe(1);
  });

  it("agrees with what was started by an alias in another region, and made UUIDs", async () => {
    const made = change(
      definition,
      '"Payload":"{% $states.input %}"',
      `"Payload":"{% {'id': $uuid(), 'other': $uuid()} %}"`,
    );
    const { history = null } = await record(made);
    const machineArn = "arn:aws:states:eu-west-1:111122223333:stateMachine:mails";
    const [first, ...events] = list(object(change(object(history), "us-east-1", "eu-west-1")).events).map(object);
    const started = object(first?.executionStartedEventDetails);
    const byAlias = { stateMachineAliasArn: `${machineArn}:live`, stateMachineVersionArn: `${machineArn}:7` };
    const recorded = [{ ...first, executionStartedEventDetails: { ...started, ...byAlias } }, ...events];
    const file = { definition: made, history: recorded };
    expect(await run({ "run.json": file }, "run.json")).toMatchObject({ code: 0 });
    const unlike = change(made, "$uuid(), 'other'", "'fixed', 'other'");
    expect((await run({ "run.json": { ...file, definition: unlike } }, "run.json")).printed).toContain("Payload/");
  });

  it("takes definition and execution from files of their own, in place of what the recording has", async () => {
    const named = change(definition, "$states.result.Payload", "$states.context.Execution.Name");
    const { history } = await record(named);
    const files = {
      "all.json": { definition, history },
      "history.json": history,
      "machine.json": named,
      "execution.json": { name: "named" },
    };
    const options = ["--definition", "machine.json", "--execution", "execution.json"];
    expect(await run(files, ...options, "all.json")).toMatchObject({ code: 0 });
    expect(await run(files, ...options, "history.json")).toMatchObject({ code: 0 });
    expect(await run(files, "--definition", "machine.json", "history.json")).toMatchObject({ code: 1 });
  });

  it("tells the cause in a branch, not what came of it, and a Parallel state's end by its own name", async () => {
    const machine = (action: string): JsonObject => ({
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "Reply",
              States: { Reply: { Type: "Task", Resource: `arn:aws:states:::sqs:${action}`, End: true } },
            },
          ],
          End: true,
        },
      },
    });
    const { history = null } = await record(machine("sendMessage.waitForTaskToken"));
    const other = await run({ "run.json": { definition: machine("sendMessage"), history } }, "run.json");
    expect(other.printed).toContain("state Reply, event 5, field taskScheduledEventDetails/resource");
    const events = list(object(history).events);
    const end = events.findIndex((event) => object(event).type === "ParallelStateSucceeded");
    const cut = { definition: machine("sendMessage.waitForTaskToken"), history: events.slice(0, end) };
    expect((await run({ "run.json": cut }, "run.json")).printed).toContain(`state Both, event ${end + 1}, field event`);
  });

  it("says what is wrong with a file or a command", async () => {
    expect(await run({})).toMatchObject({ code: 2, complained: expect.stringContaining("Use: npm run replay") });
    expect(await run({ a: { definition: {} } }, "a")).toMatchObject({
      code: 2,
      complained: expect.stringContaining("'history' must be what"),
    });
    expect(await run({ a: [] }, "a")).toMatchObject({ code: 2, complained: "a must hold a JSON object.\n" });
  });
});
