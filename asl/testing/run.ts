import {
  compile,
  type Execution,
  type ExecutionStatus,
  type HistoryEvent,
  seededRandom,
  start,
  type TaskCall,
  TaskFailure,
  TaskTokenError,
  type TracePoint,
  taskTokens,
  virtualClock,
} from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import { answer, type Mocks } from "./mocks.js";

/** How to run a workflow in a test. */
export interface RunOptions {
  readonly input?: Json;
  /** What the tasks answer, by state name. A state without one stops the test when it is reached. */
  readonly mocks?: Mocks;
  /** When the run starts, as an ISO 8601 time. Default 2026-01-01T00:00:00Z. */
  readonly now?: string;
  /** Decides what is random, such as jitter: the same seed, the same run. Default 1. */
  readonly seed?: number;
}

/** A call that a task made. */
export interface RecordedCall {
  readonly state: string;
  readonly parameters: Json;
  /** 1 for the first attempt, 2 for the first retry. */
  readonly attempt: number;
  /** Seconds since the start of the run. */
  readonly at: number;
}

/** How a run went. */
export interface WorkflowRun {
  readonly status: ExecutionStatus;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** The names of the states entered, in order. */
  readonly path: readonly string[];
  readonly history: readonly HistoryEvent[];
  readonly calls: readonly RecordedCall[];
  /** How long the run took, in virtual time. */
  readonly elapsedSeconds: number;
  readonly execution: Execution;
  /** What the run reached, for `coverage`. */
  readonly reached: readonly TracePoint[];
}

const defaultNow = "2026-01-01T00:00:00Z";

/**
 * Runs a definition from start to end on virtual time, with mocks for its tasks. The same arguments give the same run.
 *
 * @throws DefinitionError when the definition cannot run; an Error when a task has no mock, or when nothing is left to
 * happen before the end (a task token that nobody completes, say).
 * @example
 * ```ts
 * const run = await runWorkflow(definition, {
 *   input: { to: "ann@example.com" },
 *   mocks: { SendMail: [{ error: "Throttled" }, { output: { messageId: "7" } }] },
 * });
 * expect(run.path).toEqual(["SendMail", "Sent"]);
 * ```
 */
export async function runWorkflow(definition: unknown, options: RunOptions = {}): Promise<WorkflowRun> {
  const { input = {}, mocks = {}, now = defaultNow, seed = 1 } = options;
  const startTime = Date.parse(now);
  if (Number.isNaN(startTime))
    throw new TypeError(`'now' must be an ISO 8601 time, such as "${defaultNow}", but is "${now}".`);
  const clock = virtualClock({ start: startTime });
  const random = seededRandom(seed);
  const calls: RecordedCall[] = [];
  const reached: TracePoint[] = [];
  const tokens = taskTokens();
  const counts = new Map<string, number>();
  let problem: TypeError | undefined;

  const call = async (task: TaskCall): Promise<Json> => {
    const { stateName: state, parameters, attempt } = task;
    const number = counts.get(state) ?? 0;
    counts.set(state, number + 1);
    calls.push({ state, parameters, attempt, at: (clock.now() - startTime) / 1000 });
    const answered = answer(mocks, task, number);
    if (isSilent(mocks, state, number)) return answered;
    try {
      if (task.pattern === "activity") task.started("mock");
      const output = await clock.track(answered);
      if (task.taskToken === undefined) return output;
      if (task.pattern === "sync" || task.pattern === "sync:2") {
        task.submitted({});
        return output;
      }
      tokens.sendTaskSuccess(task.taskToken, JSON.stringify(output));
      return {};
    } catch (error) {
      if (task.taskToken !== undefined && !task.pattern.startsWith("sync") && error instanceof TaskFailure) {
        tokens.sendTaskFailure(task.taskToken, error.error, error.cause);
        return {};
      }
      // The task's time-out came first; nobody waits for its token any more.
      if (error instanceof TaskTokenError) return {};
      // A mistake in the test, not a failure of the task: it must not be caught by the workflow.
      if (error instanceof TypeError) {
        problem ??= error;
        execution.stop();
      }
      throw error;
    }
  };

  const execution: Execution = start(compile(definition), {
    input,
    ports: { clock, random, uuid: () => uuidFrom(random), call },
    tokens,
    trace: (point) => reached.push(point),
  });
  await clock.runUntil(execution.done);
  if (problem !== undefined) throw problem;
  const { status, output, error, cause, path, history } = execution;
  const elapsedSeconds = ((execution.stopDate ?? clock.now()) - startTime) / 1000;
  return { status, output, error, cause, path, history, calls, elapsedSeconds, execution, reached };
}

/** Whether a call is mocked to get no answer, which time must not wait for. */
function isSilent(mocks: Mocks, state: string, number: number): boolean {
  const mock = Object.hasOwn(mocks, state) ? mocks[state] : undefined;
  if (mock === undefined || typeof mock === "function") return false;
  const chosen = mock[Math.min(number, mock.length - 1)];
  return typeof chosen === "object" && "timeout" in chosen;
}

function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
