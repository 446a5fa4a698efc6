import { TaskTokenError } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { findExecution } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import type { StatesState } from "./state.js";

const token = { min: 1, max: 2048 };
const error = { max: 256 };
const cause = { max: 32_768 };

/** `StopExecution`. One that has already ended stays as it is. */
export function stopExecution({ context, executions }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const executionArn = read.text("executionArn", { min: 1, max: 256 });
  const stopError = read.optionalText("error", error);
  const stopCause = read.optionalText("cause", cause);
  read.done();
  const { execution } = findExecution(executions, executionArn);
  execution.stop(stopError, stopCause);
  return { stopDate: (execution.stopDate ?? context.clock.now()) / 1000 };
}

/** `SendTaskSuccess`. */
export function sendTaskSuccess({ tokens }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const taskToken = read.text("taskToken", token);
  const output = read.text("output", { bytes: 262_144 });
  read.done();
  return answering(() => tokens.sendTaskSuccess(taskToken, output));
}

/** `SendTaskFailure`. */
export function sendTaskFailure({ tokens }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const taskToken = read.text("taskToken", token);
  const taskError = read.optionalText("error", error);
  const taskCause = read.optionalText("cause", cause);
  read.done();
  return answering(() => tokens.sendTaskFailure(taskToken, taskError, taskCause));
}

/** `SendTaskHeartbeat`. */
export function sendTaskHeartbeat({ tokens }: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const taskToken = read.text("taskToken", token);
  read.done();
  return answering(() => tokens.sendTaskHeartbeat(taskToken));
}

function answering(send: () => void): Json {
  try {
    send();
    return {};
  } catch (refusal) {
    if (refusal instanceof TaskTokenError) throw statesError(refusal.code, refusal.message);
    throw refusal;
  }
}
