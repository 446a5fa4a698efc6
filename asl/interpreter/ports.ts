import type { Json } from "../spec/index.js";
import type { HistoryEvent } from "./history.js";

/** Time, as the engine sees it. Made by `realClock()` or `virtualClock()`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `fn` once, at `atMs` (milliseconds since 1970) or at once when that has passed, never synchronously; gives its cancel. */
  setTimer(atMs: number, fn: () => void): () => void;
}

/** One attempt of a Task state, as it leaves the engine. */
export interface TaskCall {
  /** The state's `Resource`, without the pattern suffix: `arn:aws:states:::lambda:invoke`, not `...:invoke.waitForTaskToken`. */
  readonly resource: string;
  /** Which service integration pattern the resource asks for. */
  readonly pattern: "requestResponse" | "waitForTaskToken";
  /** The evaluated `Arguments`. */
  readonly parameters: Json;
  readonly stateName: string;
  /** 1 for the first attempt, 2 for the first retry. */
  readonly attempt: number;
  /** Only for `.waitForTaskToken`: the bearer credential that completes the task. */
  readonly taskToken?: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** The state's time-out for this attempt, where it has one. */
  readonly timeoutSeconds?: number;
  /** Index of the enclosing Map iteration, where there is one. */
  readonly mapIndex?: number;
  /** Aborted when nobody waits for the answer any more: time-out, a failed sibling, a stop. */
  readonly signal: AbortSignal;
}

/** The failure of a task: its error name and cause as `Retry`, `Catch` and the history see them. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";
  /** The error name, e.g. `Lambda.TooManyRequestsException`. */
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(error: string | undefined, cause?: string) {
    super(error ?? "task failed without an error name");
    this.error = error;
    this.cause = cause;
  }
}

/** Whatever the engine needs from outside. */
export interface Ports {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Does a task: resolves to its result, rejects with a {@link TaskFailure}. Any other rejection becomes `States.Runtime`. */
  readonly call: (task: TaskCall) => Promise<Json>;
}

/** How an execution stands. */
export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** How an execution ended. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly output: Json }
  | { readonly status: "FAILED" | "TIMED_OUT" | "ABORTED"; readonly error?: string; readonly cause?: string };

/** A pending Wait state. */
export interface Waiting {
  readonly state: string;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
}

/** Something that a run reached; what a coverage report counts. `index` is the rule's place in its list, from 0. */
export type TracePoint =
  | { readonly kind: "state" | "default"; readonly state: string }
  | { readonly kind: "choice" | "retry" | "catch"; readonly state: string; readonly index: number };

/** How to start an execution. Names and ARNs go into the context object; those left out are made up. */
export interface StartOptions {
  readonly ports: Ports;
  /** Defaults to `{}`. The engine keeps it: do not change it afterwards. */
  readonly input?: Json;
  /** Where task tokens are looked up; share one among the executions of a host. */
  readonly tokens?: TaskTokens;
  /** The execution's name; defaults to a UUID. */
  readonly name?: string;
  readonly executionArn?: string;
  readonly stateMachineArn?: string;
  readonly stateMachineName?: string;
  readonly roleArn?: string;
  /** Is told what the run reaches: states, and the rules of Choice, Retry and Catch that applied. */
  readonly trace?: (point: TracePoint) => void;
}

/** A running or finished execution. */
export interface Execution {
  readonly name: string;
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly input: Json;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  /** Built on each reading: keep it in a variable rather than reading it in a loop. */
  readonly history: readonly HistoryEvent[];
  /** The names of the states entered, in order. */
  readonly path: readonly string[];
  /** The pending Wait states. */
  waiting(): readonly Waiting[];
  /** Ends the pending Wait states now and says how many there were. */
  skipWait(): number;
  /** Aborts the execution; does nothing once it has ended. */
  stop(error?: string, cause?: string): void;
  /** Resolves when the execution has ended, however it ended; never rejects. */
  readonly done: Promise<Outcome>;
}

/** Why a task token was refused, as the API names it. */
export type TaskTokenErrorCode = "InvalidToken" | "TaskTimedOut" | "TaskDoesNotExist" | "InvalidOutput";

/** Completes tasks that wait for their token. Each function throws a `TaskTokenError`. Made by `taskTokens()`. */
export interface TaskTokens {
  /** `output` is JSON text, as in the API. */
  sendTaskSuccess(taskToken: string, output: string): void;
  sendTaskFailure(taskToken: string, error?: string, cause?: string): void;
  sendTaskHeartbeat(taskToken: string): void;
  /** For the engine: makes a token for one attempt of a task. */
  issue(owner: TokenOwner): string;
  /** For the engine: from now on the token answers `TaskTimedOut`. */
  close(taskToken: string): void;
}

/** The task behind a token. */
export interface TokenOwner {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

/** A compiled definition; made by `compile`, run by `start`, shared by any number of executions. */
export interface Machine {
  /** The definition it was compiled from. */
  readonly definition: Json;
}
