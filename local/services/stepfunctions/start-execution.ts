import { start, type TaskCall, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { parseJson } from "../aws-json.js";
import { findMachine } from "./arns.js";
import { Constraints } from "./constraints.js";
import { statesError } from "./errors.js";
import { mostOpenExecutions, type StoredExecution, type StoredMachine } from "./execution-store.js";
import { integrations } from "./integrations.js";
import { isName, longestName } from "./names.js";
import type { StatesState } from "./state.js";

/** The longest input of an execution, in bytes of UTF-8. */
const longestInput = 262_144;

/**
 * `StartExecution`: idempotent for the same name and input while the execution runs.
 *
 * Checks come in the order in which AWS makes them: the model's constraints, the machine, the name, the input.
 */
export function startExecution(state: StatesState, input: JsonObject): Json {
  const read = new Constraints(input);
  const stateMachineArn = read.text("stateMachineArn", { min: 1, max: 256 });
  const givenName = read.optionalText("name", { min: 1, max: longestName });
  const text = read.optionalText("input", { bytes: longestInput }) ?? "{}";
  read.done();
  const machine = findMachine(state.machines, stateMachineArn);
  if (givenName !== undefined && !isName(givenName)) throw statesError("InvalidName", `Invalid Name: '${givenName}'`);
  const name = givenName ?? state.context.uuid();
  const parsed = parseInput(text);
  const executionArn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  const existing = state.executions.find(executionArn);
  if (existing) return answer(sameExecution(existing, text));
  if (state.executions.open >= mostOpenExecutions) {
    throw statesError("ExecutionLimitExceeded", `At most ${mostOpenExecutions} executions can run at a time here.`);
  }
  return answer(startNew(state, machine, { name, executionArn, text, parsed }));
}

interface NewExecution {
  readonly name: string;
  readonly executionArn: string;
  readonly text: string;
  readonly parsed: Json;
}

function startNew(state: StatesState, machine: StoredMachine, { name, executionArn, text, parsed }: NewExecution) {
  const { clock, random, uuid, log } = state.context;
  const execution = start(machine.machine, {
    ports: { clock, random, uuid, call: (task) => callService(state, machine, task) },
    input: parsed,
    tokens: state.tokens,
    name,
    executionArn,
    stateMachineArn: machine.arn,
    stateMachineName: machine.name,
    roleArn: machine.roleArn,
  });
  log("info", "states", "execution started", { machine: machine.name, name });
  void execution.done.then(({ status }) => {
    if (state.stopping) return;
    // The error's name and not its cause, which may hold what people wrote.
    const error = execution.error === undefined ? {} : { error: execution.error };
    log(status === "FAILED" || status === "TIMED_OUT" ? "warn" : "info", "states", "execution ended", {
      machine: machine.name,
      name,
      status,
      ...error,
    });
  });
  return state.executions.add(machine, text, execution);
}

async function callService({ context, authorize }: StatesState, machine: StoredMachine, task: TaskCall): Promise<Json> {
  const integration = integrations[task.resource];
  if (!integration) throw new TaskFailure("States.Runtime", `The resource '${task.resource}' is not known here.`);
  return await integration.call(context, task, (access) => authorize(machine.roleArn, access));
}

function parseInput(text: string): Json {
  const parsed = parseJson(text);
  if (parsed !== undefined) return parsed;
  throw statesError("InvalidExecutionInput", "Invalid State Machine Execution Input: 'Invalid execution input.'");
}

function sameExecution(stored: StoredExecution, text: string): StoredExecution {
  const { execution, input } = stored;
  if (execution.status === "RUNNING" && input === text) return stored;
  throw statesError("ExecutionAlreadyExists", `Execution Already Exists: '${execution.executionArn}'`);
}

function answer({ execution }: StoredExecution): Json {
  return { executionArn: execution.executionArn, startDate: execution.startDate / 1000 };
}
