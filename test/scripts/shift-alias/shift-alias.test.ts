import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readArguments } from "../../../scripts/lib/shift-alias/arguments.js";
import { type ShiftPorts, shiftAlias } from "../../../scripts/lib/shift-alias/shift.js";
import { type ServedStates, serveStates } from "../../local/services/stepfunctions-client.js";

const NAME = "pet-reminders-dev-workflow";
const ALARMS = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"].map((metric) => `${NAME}-${metric}`);
const definition = (value: number) =>
  JSON.stringify({ QueryLanguage: "JSONata", StartAt: "V", States: { V: { Type: "Succeed", Output: value } } });

let states: ServedStates;
let machine = "";
beforeAll(async () => {
  states = await serveStates();
  const role = "arn:aws:iam::000000000000:role/machine";
  const create = new CreateStateMachineCommand({ name: NAME, roleArn: role, definition: definition(1), publish: true });
  machine = (await states.client.send(create)).stateMachineArn ?? "";
  for (const value of [2, 3]) {
    const change = { stateMachineArn: machine, definition: definition(value), publish: true };
    await states.client.send(new UpdateStateMachineCommand(change));
  }
  await states.client.send(new CreateStateMachineAliasCommand({ name: "live", routingConfiguration: [to(1, 100)] }));
});
afterAll(() => states.stop());
beforeEach(() => lead(to(1, 100)));

const to = (version: number, weight: number) => ({ stateMachineVersionArn: `${machine}:${version}`, weight });
const lead = async (...routingConfiguration: ReturnType<typeof to>[]) => {
  const command = new UpdateStateMachineAliasCommand({ stateMachineAliasArn: `${machine}:live`, routingConfiguration });
  await states.client.send(command);
};
const routing = async () => {
  const described = await states.client.send(
    new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${machine}:live` }),
  );
  return Object.fromEntries(
    (described.routingConfiguration ?? []).map((one) => [one.stateMachineVersionArn?.split(":").at(-1), one.weight]),
  );
};

interface World {
  /** Whether an alarm rings, told how many seconds have passed. */
  readonly rings?: (seconds: number) => boolean;
  readonly alarms?: readonly string[];
  /** What happens when the command sleeps. */
  readonly during?: (seconds: number) => void | Promise<void>;
}

/** Ports with the real Step Functions client and a CloudWatch that says what the test wants. */
function world({ rings = () => false, alarms = ALARMS, during }: World = {}) {
  const lines: string[] = [];
  const weights: unknown[] = [];
  let seconds = 0;
  const cloudwatch = new CloudWatchClient({ region: "eu-west-1" });
  cloudwatch.middlewareStack.add(() => async () => {
    const state = (name: string) => (rings(seconds) && name === ALARMS[0] ? "ALARM" : "OK");
    const MetricAlarms = alarms.map((name) => ({ AlarmName: name, StateValue: state(name) }));
    return { output: { $metadata: {}, MetricAlarms }, response: {} };
  });
  const ports: ShiftPorts = {
    states: states.client,
    cloudwatch,
    sleep: async (milliseconds) => {
      seconds += milliseconds / 1000;
      weights.push(await routing());
      await during?.(seconds);
    },
    report: (line) => lines.push(line),
  };
  return { ports, lines, weights, elapsed: () => seconds };
}

const shift = (ports: ShiftPorts, ...given: string[]) =>
  shiftAlias(readArguments(["pet-reminders", "--every", "10", ...given]), ports);

describe("shift-alias", () => {
  test("shifts step by step to the newest version, and tells of each step", async () => {
    const { ports, lines, weights, elapsed } = world();
    expect(await shift(ports, "--every", "20", "--steps", "10,50,100")).toBe("shifted");
    expect(weights).toEqual([
      ...Array(2).fill({ 1: 90, 3: 10 }),
      ...Array(2).fill({ 1: 50, 3: 50 }),
      ...Array(2).fill({ 3: 100 }),
    ]);
    expect(await routing()).toEqual({ 3: 100 });
    expect(elapsed()).toBe(60);
    expect(lines).toEqual([
      `${NAME}: 100 % version 1; on to version 3.`,
      "  90 % version 1, 10 % version 3: watched for 20 s",
      "  50 % version 1, 50 % version 3: watched for 20 s",
      "  100 % version 3: watched for 20 s",
      "  all new executions take version 3.",
    ]);
  });

  test("leaves what runs already with its version, and starts the new one", async () => {
    expect(await shift(world().ports, "--to", "2")).toBe("shifted");
    const { executionArn } = await states.client.send(
      new StartExecutionCommand({ stateMachineArn: `${machine}:live` }),
    );
    const described = await states.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described.stateMachineVersionArn).toBe(`${machine}:2`);
  });

  test.each([5, 15, 25])("goes back as soon as an alarm rings, here after %d s", async (when) => {
    const { ports, lines, elapsed } = world({ rings: (seconds) => seconds >= when });
    expect(await shift(ports)).toBe("rolled back");
    expect(await routing()).toEqual({ 1: 100 });
    expect(elapsed()).toBe(Math.ceil(when / 10) * 10);
    expect(lines.at(-1)).toBe(`  ${ALARMS[0]} rings: back to 100 % version 1.`);
  });

  test("goes back when the person stops it, or AWS fails", async () => {
    const during = (seconds: number) => {
      if (seconds > 10) throw new Error("Stopped.");
    };
    const { ports, lines } = world({ during });
    await expect(shift(ports)).rejects.toThrow("Stopped.");
    expect(await routing()).toEqual({ 1: 100 });
    expect(lines.at(-1)).toBe("  back to 100 % version 1.");
  });

  test("continues a shift that was begun", async () => {
    await lead(to(1, 50), to(3, 50));
    const { ports, weights } = world();
    expect(await shift(ports)).toBe("shifted");
    expect(weights).toEqual([{ 3: 100 }]);
  });

  test("shifts back to an older version", async () => {
    await lead(to(3, 100));
    expect(await shift(world().ports, "--to", "1", "--steps", "100")).toBe("shifted");
    expect(await routing()).toEqual({ 1: 100 });
  });

  test("does nothing where everything goes there already", async () => {
    await lead(to(3, 100));
    const { ports, lines, weights } = world({ alarms: [] });
    expect(await shift(ports)).toBe("nothing to do");
    expect(lines).toEqual([`${NAME}: all new executions take version 3 already.`]);
    expect(weights).toEqual([]);
  });
});

describe("shift-alias refuses, and leaves the alias alone,", () => {
  test.each<[string, World, string[], string]>([
    ["without an alarm to watch", { alarms: ALARMS.slice(1) }, [], `There is no alarm ${ALARMS[0]}`],
    ["while an alarm rings already", { rings: () => true }, [], `${ALARMS[0]} rings already`],
    ["an unknown machine", {}, ["--machine", "other"], "There is no state machine pet-reminders-dev-other"],
    ["an unknown stage", {}, ["--stage", "prod"], "There is no state machine pet-reminders-prod-workflow"],
    ["an unknown version", {}, ["--to", "9"], "There is no version 9 of"],
  ])("%s", async (_, settings, given, message) => {
    await expect(shift(world(settings).ports, ...given)).rejects.toThrow(message);
    expect(await routing()).toEqual({ 1: 100 });
  });

  test("between two other versions", async () => {
    await lead(to(1, 50), to(2, 50));
    await expect(shift(world().ports)).rejects.toThrow("50 % version 1, 50 % version 2), and version 3 is neither.");
    expect(await routing()).toEqual({ 1: 50, 2: 50 });
  });

  test.each([
    [[], "Name one system, such as pet-reminders; got none."],
    [["a", "b"], "got a, b."],
    [["a", "--steps", "50,10,100"], "--steps is 50,10,100. Give rising percentages that end with 100"],
    [["a", "--steps", "10,50"], "that end with 100"],
    [["a", "--steps", "0,100"], '--steps is "0". Give a whole number of at least 1.'],
    [["a", "--every", "1m"], '--every is "1m".'],
    [["a", "--to"], "--to needs a value."],
    [["a", "--fast", "1"], "There is no --fast."],
  ])("the arguments %j", (given, message) => {
    expect(() => readArguments(given)).toThrow(message);
  });

  test("and takes the stage from the environment where none is named", () => {
    expect(readArguments(["orders"], "blue")).toEqual({
      ...{ system: "orders", stage: "blue", machine: "workflow", steps: [10, 50, 100], every: 60 },
    });
  });
});
