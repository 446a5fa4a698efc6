import { type Execution, TaskFailure } from "../interpreter/index.js";
import type { Json, JsonObject } from "../spec/index.js";
import { startedAnswer } from "./envelope.js";
import { isObject } from "./json-object.js";
import type { MockFunction, Mocks } from "./mocks.js";

/**
 * A mock of a nested execution that runs the child's own definition, on the same clock: for `states:startExecution`, alone
 * and with `.sync`, `.sync:2` or `.waitForTaskToken`, and for `aws-sdk:sfn:startExecution` and `startSyncExecution`. The run has it in
 * `children`.
 *
 * A child that fails fails a `.sync` task with `States.TaskFailed`; the cause is its description as JSON.
 *
 * @example `mocks: { Bill: childExecution(billing, { mocks: { Charge: [{ output: { id: "c-1" } }] } }) }`
 */
export function childExecution(definition: unknown, { mocks = {} }: { readonly mocks?: Mocks } = {}): MockFunction {
  return async (call, task) => {
    const { Input: input, Name: name, StateMachineArn: machine } = isObject(call.parameters) ? call.parameters : {};
    const child = task.startChild(definition, {
      input: inputOf(input),
      mocks,
      ...(typeof name === "string" ? { executionName: name } : {}),
      ...(typeof machine === "string" ? { stateMachineArn: machine } : {}),
    });
    if (call.pattern === "waitForTaskToken") return task.neverAnswer();
    const isSync = call.pattern === "sync" || call.pattern === "sync:2" || /:startSyncExecution$/.test(call.resource);
    if (!isSync) return startedAnswer(child.executionArn, child.startDate);
    await task.until(child.done);
    const described = describe(child, call.pattern === "sync:2");
    if (call.pattern === "requestResponse" || child.status === "SUCCEEDED") return described;
    throw new TaskFailure("States.TaskFailed", JSON.stringify(described));
  };
}

/** An execution as `DescribeExecution` tells it; `.sync:2` alone gives its data as JSON rather than as text. */
function describe(child: Execution, asJson: boolean): JsonObject {
  const data = (value: Json) => (asJson ? value : JSON.stringify(value));
  const { status, output, error, cause } = child;
  return {
    ExecutionArn: child.executionArn,
    Input: data(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === undefined ? {} : { Output: data(output), OutputDetails: { Included: true } }),
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    RedriveCount: 0,
    StartDate: child.startDate,
    StateMachineArn: child.stateMachineArn,
    Status: status,
    StopDate: child.stopDate ?? child.startDate,
  };
}

/** `Input` may be JSON or JSON text. */
function inputOf(input: Json | undefined): Json {
  if (typeof input !== "string") return input ?? {};
  const parsed: Json = JSON.parse(input);
  return parsed;
}
