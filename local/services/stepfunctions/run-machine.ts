import { start, type TaskCall, TaskFailure } from "../../../asl/interpreter/index.js";
import type { Json } from "../../../asl/spec/index.js";
import { statesError } from "./errors.js";
import { stateLog } from "./execution-log.js";
import { mostOpenExecutions, type Origin, type StoredExecution } from "./execution-store.js";
import { integrationOf } from "./integrations/index.js";
import type { StoredMachine } from "./machine-store.js";
import type { StatesState } from "./state.js";
import { publishStatus } from "./status-event.js";

/** An execution to start. */
export interface NewExecution {
  readonly machine: StoredMachine;
  /** The version and the alias that it was started by, where there are any. */
  readonly origin: Origin;
  readonly name: string;
  /** Made up for Express machines. */
  readonly executionArn?: string;
  /** The input as it was sent. */
  readonly text: string;
  readonly parsed: Json;
}

/**
 * Starts an execution and keeps it.
 *
 * @throws `ExecutionLimitExceeded`
 */
export function runMachine(state: StatesState, execution: NewExecution): StoredExecution {
  checkRoom(state);
  const { machine, origin, name, executionArn, text, parsed } = execution;
  const { clock, random, uuid, log } = state.context;
  const trace = stateLog(state.context, machine, name);
  log("info", "states", "execution started", { machine: machine.name, name });
  const started = start(machine.machine, {
    ports: { clock, random, uuid, call: (task) => callService(state, machine.roleArn, task) },
    input: parsed,
    tokens: state.tokens.of(machine.arn),
    name,
    ...(executionArn === undefined ? {} : { executionArn }),
    stateMachineArn: machine.arn,
    stateMachineName: machine.name,
    roleArn: machine.roleArn,
    ...(trace === undefined ? {} : { trace }),
  });
  const stored = state.executions.add(machine, text, started, origin);
  follow(state, stored);
  return stored;
}

/**
 * Refuses one more execution where there are too many.
 *
 * @throws `ExecutionLimitExceeded`
 */
export function checkRoom({ executions }: StatesState): void {
  if (executions.open < mostOpenExecutions) return;
  throw statesError("ExecutionLimitExceeded", `At most ${mostOpenExecutions} executions can run at a time here.`);
}

/** Tells of an execution that runs from now on, and of its end. */
export function follow(state: StatesState, stored: StoredExecution): void {
  const { execution, machine } = stored;
  const { name } = execution;
  const { context } = state;
  publishStatus(state, stored, true);
  void execution.done.then((outcome) => {
    if (state.stopping) return;
    const { status } = outcome;
    // The error's name and not its cause, which may hold what people wrote.
    const error = "error" in outcome ? { error: outcome.error ?? null } : {};
    context.log(status === "FAILED" || status === "TIMED_OUT" ? "warn" : "info", "states", "execution ended", {
      machine: machine.name,
      name,
      status,
      ...error,
    });
    publishStatus(state, stored, false);
  });
}

/** Does a task with the permissions of a role. */
export async function callService(state: StatesState, roleArn: string, task: TaskCall): Promise<Json> {
  if (task.pattern === "activity") {
    if (state.activities.offer(task)) return null;
    throw new TaskFailure("States.Runtime", `The activity '${task.resource}' does not exist. Create it first.`);
  }
  const integration = integrationOf(task.resource);
  if (!integration) throw new TaskFailure("States.Runtime", `The resource '${task.resource}' is not known here.`);
  const { context, executions } = state;
  return await integration.call({
    ...{ context, task, roleArn, executions },
    isStopping: () => state.stopping,
    authorize: (access) => state.authorize(roleArn, access),
  });
}
