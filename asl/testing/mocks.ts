import { type TaskCall, TaskFailure } from "../interpreter/index.js";
import type { Json } from "../spec/index.js";

/**
 * What a mocked task answers to one call. A task that waits for its token is submitted at once, and its token is then
 * completed with the answer.
 */
export type MockAnswer =
  /** Its result; for a Lambda function what the function returns, without the envelope around it. */
  | { readonly output: Json }
  /** Its failure. */
  | { readonly error: string; readonly cause?: string }
  /** No answer at all: the state's time-out, or its heartbeat's, decides. */
  | { readonly timeout: true }
  /** Whatever a function makes of the call; it may throw a `TaskFailure`, and is awaited. */
  | MockFunction;

/** A mock that looks at the call. */
export type MockFunction = (call: TaskCall) => Json | Promise<Json>;

/** The mock of one state: a function for all its calls, or the answers to the first, the second, ... The last one repeats. */
export type Mock = MockFunction | readonly MockAnswer[];

/** Mocks by the name of the Task state. */
export type Mocks = Readonly<Record<string, Mock>>;

/** Answers a task's calls from its mock. `number` counts the state's calls in this run, from 0. */
export async function answer(mocks: Mocks, call: TaskCall, number: number): Promise<Json> {
  const mock = Object.hasOwn(mocks, call.stateName) ? mocks[call.stateName] : undefined;
  if (mock === undefined) {
    throw new TypeError(
      `No mock for the state '${call.stateName}' (${call.resource}). Give one in 'mocks'; there are mocks for ${Object.keys(mocks).join(", ") || "no state"}.`,
    );
  }
  const chosen = typeof mock === "function" ? mock : mock[Math.min(number, mock.length - 1)];
  if (chosen === undefined) throw new TypeError(`The mock of the state '${call.stateName}' is an empty list.`);
  if (typeof chosen === "function") return result(call, await chosen(call));
  if ("output" in chosen) return result(call, chosen.output);
  if ("error" in chosen) throw new TaskFailure(chosen.error, chosen.cause);
  return new Promise(() => {});
}

/** Puts what a function returned into the envelope that `lambda:invoke` gives. */
function result(call: TaskCall, output: Json): Json {
  if (call.taskToken !== undefined || !call.resource.endsWith(":states:::lambda:invoke")) return output;
  return {
    ExecutedVersion: "$LATEST",
    Payload: output,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: "00000000-0000-4000-8000-000000000000" },
    StatusCode: 200,
  };
}
