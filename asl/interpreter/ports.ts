import type { Json } from "../spec/index.js";
import type { HistoryEvent } from "./history.js";
import type { TaskPattern } from "./resource.js";

/** Time, as the engine sees it. Made by `realClock()` or `virtualClock()`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `fn` once, at `atMs` (milliseconds since 1970) or at once when that has passed, never synchronously; gives its cancel. */
  setTimer(atMs: number, fn: () => void): () => void;
  /**
   * As `setTimer`, for a limit that nobody waits for, such as an execution's year: virtual time does not jump to it when nothing else
   * is left to happen. A clock without it sets a timer.
   */
  setLimit?(atMs: number, fn: () => void): () => void;
  /** Declares work of the engine that takes real time, such as reading a file: virtual time stands still until it has settled. */
  track?<T>(work: Promise<T>): Promise<T>;
}

/** One attempt of a Task state, as it leaves the engine. */
export interface TaskCall {
  /** The state's `Resource`, without the pattern suffix: `arn:aws:states:::lambda:invoke`, not `...:invoke.waitForTaskToken`. */
  readonly resource: string;
  /** Which service integration pattern the resource asks for. */
  readonly pattern: TaskPattern;
  /** The evaluated `Arguments`. */
  readonly parameters: Json;
  readonly stateName: string;
  /** 1 for the first attempt, 2 for the first retry. */
  readonly attempt: number;
  /**
   * The bearer credential that completes the task. `.waitForTaskToken` and activities have one, which is their only
   * way to end; `.sync` has one, too, besides the end of its job.
   */
  readonly taskToken?: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** The state's time-out for this attempt, where it has one. */
  readonly timeoutSeconds?: number;
  /** Index of the enclosing Map iteration, where there is one. */
  readonly mapIndex?: number;
  /** For `.sync`: says that the job was started, with the answer to the call that started it. The end of the job is what `call` resolves to. */
  submitted(output: Json): void;
  /** For activities: says that a worker has taken the task; only now its time-outs begin. */
  started(workerName?: string): void;
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
  /**
   * Does a task: resolves to its result, rejects with a {@link TaskFailure}. Any other rejection becomes `States.Runtime`.
   * With `.waitForTaskToken` it resolves to the answer of the call alone; for an activity, as soon as the task is offered.
   */
  readonly call: (task: TaskCall) => Promise<Json>;
  /** The files of distributed Map states; without it their `ItemReader` and `ResultWriter` fail. */
  readonly objects?: ObjectStore;
}

/** S3, or what stands for it. Each function rejects with a {@link TaskFailure} when it cannot do it. */
export interface ObjectStore {
  /** What an object holds: text, or bytes; compressed and binary files can only be told by bytes. */
  get(object: {
    readonly bucket: string;
    readonly key: string;
    readonly versionId?: string;
  }): Promise<string | Uint8Array>;
  /** The objects whose keys start with a prefix, in the shape and order of `ListObjectsV2`. */
  list(query: { readonly bucket: string; readonly prefix?: string }): Promise<readonly ListedObject[]>;
  put(object: { readonly bucket: string; readonly key: string; readonly body: string }): Promise<void>;
}

/** An object as a listing has it. `LastModified` is in seconds since 1970. */
export interface ListedObject {
  readonly Etag: string;
  readonly Key: string;
  readonly LastModified: number;
  readonly Size: number;
  readonly StorageClass: string;
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
  | { readonly kind: "choice" | "catch"; readonly state: string; readonly index: number }
  | {
      readonly kind: "retry";
      readonly state: string;
      readonly index: number;
      /** What the attempt before failed with; undefined for a failure without a name. */
      readonly error: string | undefined;
      /** How long it waits before the next attempt, jitter included. */
      readonly delaySeconds: number;
    };

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
  /** For a child execution of a distributed Map state: with the state's label after a slash. */
  readonly stateMachineArn: string;
  readonly status: ExecutionStatus;
  readonly input: Json;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  /** How often it was redriven. */
  readonly redriveCount: number;
  /** When it was redriven last, in milliseconds since 1970. */
  readonly redriveDate: number | undefined;
  /** Built on each reading: keep it in a variable rather than reading it in a loop. */
  readonly history: readonly HistoryEvent[];
  /** The names of the states entered, in order. */
  readonly path: readonly string[];
  /** The runs of its distributed Map states, in the order in which they started. */
  readonly mapRuns: readonly MapRun[];
  /** The pending Wait states, those of child executions included. */
  waiting(): readonly Waiting[];
  /** Ends the pending Wait states now and says how many there were. */
  skipWait(): number;
  /** Aborts the execution; does nothing once it has ended. */
  stop(error?: string, cause?: string): void;
  /**
   * Goes on with an execution that did not succeed, from the states that failed or were aborted: what has succeeded,
   * variables and the history stay. Does nothing while it runs or when it has succeeded.
   *
   * Source: AWS Step Functions Developer Guide, "Restarting state machine executions with redrive".
   */
  redrive(): void;
  /** Resolves when the execution has ended, however it ended; never rejects. A redrive makes another. */
  readonly done: Promise<Outcome>;
}

/** One run of a distributed Map state, as `DescribeMapRun` sees it. */
export interface MapRun {
  readonly mapRunArn: string;
  /** The execution that started it. */
  readonly executionArn: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** Milliseconds since 1970. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  /** How often it was redriven, with the execution that started it. */
  readonly redriveCount: number;
  /** When it was redriven last, in milliseconds since 1970. */
  readonly redriveDate: number | undefined;
  readonly maxConcurrency: number;
  readonly toleratedFailurePercentage: number;
  readonly toleratedFailureCount: number;
  /** How many items there are, in all batches. */
  readonly itemCount: number;
  readonly counts: MapRunCounts;
  /** The child executions that were started, in order. */
  readonly executions: readonly Execution[];
  /** Changes limits of a run that has not ended; those that are not given stay as they are. */
  update(limits: MapRunLimits): void;
}

/** What may change while a Map run goes on. */
export interface MapRunLimits {
  /** 0 for as many as AWS runs at a time. */
  readonly maxConcurrency?: number | undefined;
  readonly toleratedFailureCount?: number | undefined;
  readonly toleratedFailurePercentage?: number | undefined;
}

/** How many items of a Map run stand how. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
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
  readonly type: MachineType;
}

/** Express executions end after five minutes at the latest, and know neither jobs, nor callbacks, nor activities. */
export type MachineType = "STANDARD" | "EXPRESS";
