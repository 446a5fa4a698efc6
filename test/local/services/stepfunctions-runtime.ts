import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { onTestFinished, vi } from "vitest";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { createLog, formatEntry } from "../../../local/log.js";
import { type Runtime, startRuntime } from "../../../local/runtime.js";
import { writeStack } from "../support/write-stack.js";

/** What the machines' role may do, when a test does not say otherwise. */
const everything: Json = [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** What a test's stack has. */
export interface StatesStack {
  /** Definitions by name, or the arguments of an `aws_sfn_state_machine` besides its name and role. */
  readonly machines: Readonly<Record<string, JsonObject>>;
  /** Other resources, by type and name. */
  readonly resources?: Readonly<Record<string, JsonObject>>;
  /** The statements of the machines' role. */
  readonly statements?: Json;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** A runtime as `npm start` makes it, with state machines of one role. */
export interface RunningStates {
  readonly runtime: Runtime;
  readonly client: SFNClient;
  /** What it has logged. */
  readonly lines: readonly string[];
  /** The address of the runtime's APIs. */
  readonly endpoint: string;
  /** Waits for the end of all executions. */
  allEnded(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a runtime with a stack of these machines; it stops when the test ends. */
export async function startStates(stack: StatesStack): Promise<RunningStates> {
  const states = await launchStates(stack);
  onTestFinished(() => states.stop());
  return states;
}

/** As {@link startStates}, for those who stop it themselves. */
export async function launchStates({ machines, resources = {}, statements = everything, files }: StatesStack) {
  const lines: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), "stepwright-test-"));
  const runtime = await startRuntime({
    root: process.cwd(),
    outDir: await writeStack(folder, stack(machines, resources, statements), files),
    port: 0,
    variables: [],
    log: createLog((entry) => lines.push(formatEntry(entry))),
  });
  const endpoint = `http://127.0.0.1:${runtime.port}`;
  const client = new SFNClient({
    ...{ endpoint, region: "eu-west-1", maxAttempts: 1, disableHostPrefix: true },
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return {
    ...{ runtime, client, lines, endpoint },
    allEnded: () => vi.waitUntil(() => runtime.running() === 0, { timeout: 10_000, interval: 10 }).then(() => {}),
    async stop() {
      client.destroy();
      await runtime.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  } satisfies RunningStates;
}

/** The ARN of a machine of these stacks. */
export const machineArn = (name: string) => `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;

/** The definition of a machine with one Task state. */
export const task = (resource: string, parameters: Json, more: JsonObject = {}): JsonObject => ({
  StartAt: "Do",
  States: {
    Do: { Type: "Task", Resource: `arn:aws:states:::${resource}`, Parameters: parameters, End: true, ...more },
  },
});

/** Starts an execution, waits for its end and gives what AWS would describe. */
export async function run({ client, allEnded }: RunningStates, name: string, input: Json = {}) {
  const { executionArn = "" } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn(name), input: JSON.stringify(input) }),
  );
  await allEnded();
  const { output, ...ended } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return { ...ended, output: output === undefined ? undefined : JSON.parse(output) };
}

function stack(machines: StatesStack["machines"], resources: Readonly<Record<string, JsonObject>>, statements: Json) {
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      ...resources,
      aws_iam_role: { ...resources.aws_iam_role, machine: { name: "machine", assume_role_policy: "{}" } },
      aws_iam_role_policy: {
        ...resources.aws_iam_role_policy,
        machine: {
          ...{ name: "machine", role: "${aws_iam_role.machine.name}" },
          policy: JSON.stringify({ Statement: statements }),
        },
      },
      aws_sfn_state_machine: Object.fromEntries(
        Object.entries(machines).map(([name, machine]) => [
          name,
          {
            ...{ name, role_arn: "${aws_iam_role.machine.arn}" },
            ...("States" in machine ? { definition: JSON.stringify(machine) } : machine),
          },
        ]),
      ),
    },
  };
}
