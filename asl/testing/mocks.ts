import type { TaskCall } from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import type { MockTask } from "./mock-task.js";

/** When a mock answers; at once, if nothing is said. */
export interface MockTiming {
  /** Seconds of virtual time until the answer. */
  readonly afterSeconds?: number;
  /** Until then a heartbeat is sent every so many seconds; for tasks that have a token. */
  readonly heartbeatEverySeconds?: number;
}

/**
 * What a mocked task answers to one call. A task that waits for its token is submitted at once, and its token is then
 * completed with the answer. A worker takes an activity at once, and then answers.
 */
export type MockAnswer =
  /** Its result; for a Lambda function what the function returns, without the envelope around it. */
  | (MockTiming & { readonly output: Json })
  /** The whole answer of the service's API, with the envelope that `lambda:invoke` has around a function's result. */
  | (MockTiming & { readonly response: Json })
  /** Its failure. */
  | (MockTiming & { readonly error: string; readonly cause?: string })
  /** No answer at all: the state's time-out, or its heartbeat's, decides. */
  | { readonly timeout: true }
  /** An activity that no worker takes. Its time-outs do not begin; only one of the whole machine ends it. */
  | { readonly untaken: true }
  /** Whatever a function makes of the call; it may throw a `TaskFailure`, and is awaited. */
  | MockFunction;

/** A mock that looks at the call; `task` lets time pass, sends heartbeats, and runs child executions. */
export type MockFunction = (call: TaskCall, task: MockTask) => Json | Promise<Json>;

/** The mock of one state: a function for all its calls, or the answers to the first, the second, ... The last one repeats. */
export type Mock = MockFunction | readonly MockAnswer[];

/** Mocks by the name of the Task state. */
export type Mocks = Readonly<Record<string, Mock>>;

/** The answer to a state's call; `number` counts its calls in this run, from 0. A TypeError says what the test lacks. */
export function chooseAnswer(mocks: Mocks, { stateName, resource }: TaskCall, number: number): MockAnswer {
  const mock = Object.hasOwn(mocks, stateName) ? mocks[stateName] : undefined;
  if (mock === undefined) {
    throw new TypeError(
      `No mock for the state '${stateName}' (${resource}). Give one in 'mocks'; there are mocks for ${Object.keys(mocks).join(", ") || "no state"}.`,
    );
  }
  const chosen = typeof mock === "function" ? mock : mock[Math.min(number, mock.length - 1)];
  if (chosen === undefined) throw new TypeError(`The mock of the state '${stateName}' is an empty list.`);
  return chosen;
}
