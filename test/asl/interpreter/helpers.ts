import {
  compile,
  type Execution,
  type MachineType,
  type ObjectStore,
  type StartOptions,
  seededRandom,
  start,
  type TaskCall,
  type VirtualClock,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";

/** When the tests' clock starts. */
export const startTime = Date.parse("2026-01-01T00:00:00Z");

/** An execution on virtual time. */
export interface Started {
  readonly execution: Execution;
  readonly clock: VirtualClock;
  readonly calls: TaskCall[];
}

/** Starts states, in JSONata unless told otherwise; the first one is where they start. `call` does the tasks. */
export function startStates(
  states: Readonly<Record<string, unknown>>,
  options: Partial<StartOptions> & {
    readonly call?: (call: TaskCall) => Promise<Json>;
    readonly timeout?: number;
    readonly type?: MachineType;
    readonly objects?: ObjectStore;
    readonly language?: "JSONata" | "JSONPath";
  } = {},
): Started {
  const clock = virtualClock({ start: startTime });
  const calls: TaskCall[] = [];
  const { call = async () => ({}), timeout, type = "STANDARD", language = "JSONata", objects, ...rest } = options;
  const [first = ""] = Object.keys(states);
  const limit = timeout === undefined ? {} : { TimeoutSeconds: timeout };
  const machine = compile({ QueryLanguage: language, StartAt: first, States: states, ...limit }, { type });
  let count = 0;
  const execution = start(machine, {
    ports: {
      clock,
      random: seededRandom(7),
      uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
      call: (task) => {
        calls.push(task);
        return call(task);
      },
      ...(objects === undefined ? {} : { objects }),
    },
    ...rest,
  });
  return { execution, clock, calls };
}

/** Runs states to their end. */
export async function runStates(...args: Parameters<typeof startStates>): Promise<Execution> {
  const { execution, clock } = startStates(...args);
  await clock.runUntil(execution.done);
  return execution;
}

/** The types of an execution's events, in order. */
export function eventTypes(execution: Execution): string[] {
  return execution.history.map((event) => event.type);
}

/** A Task state that calls a Lambda function through the service integration. */
export const lambdaTask = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "f" },
  End: true,
} as const;
