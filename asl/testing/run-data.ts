import type {
  Execution,
  ExecutionStatus,
  HistoryEvent,
  MachineType,
  ObjectStore,
  TracePoint,
} from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import type { Mocks } from "./mocks.js";

/** How to run a workflow in a test. */
export interface RunOptions {
  readonly input?: Json;
  /** What the tasks answer, by state name. A state without one stops the test when it is reached. */
  readonly mocks?: Mocks;
  /** When the run starts, as an ISO 8601 time. Default 2026-01-01T00:00:00Z. */
  readonly now?: string;
  /** Decides what is random, such as jitter: the same seed, the same run. Default 1. */
  readonly seed?: number;
  /** Default STANDARD. */
  readonly type?: MachineType;
  /** The execution's name, where the workflow reads it; by default a UUID made from the seed. */
  readonly executionName?: string;
  readonly stateMachineArn?: string;
  /** What a distributed Map reads and writes; `bucketFiles` makes one. */
  readonly objects?: ObjectStore;
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

/** A Wait state that a run went through. */
export interface RecordedWait {
  readonly state: string;
  /** Seconds since the start of the run. */
  readonly at: number;
  readonly seconds: number;
}

/** A new attempt that a Retry rule gave a state. */
export interface RecordedRetry {
  readonly state: string;
  /** The rule's place in `Retry`, from 0. */
  readonly rule: number;
  readonly error: string | undefined;
  /** When the attempt before failed, in seconds since the start of the run. */
  readonly at: number;
  /** How long it waited before the new attempt, jitter included. */
  readonly delaySeconds: number;
}

/** An answer that came when its task had ended already; the API refuses it. */
export interface LateAnswer {
  readonly state: string;
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
  readonly waits: readonly RecordedWait[];
  readonly retries: readonly RecordedRetry[];
  readonly lateAnswers: readonly LateAnswer[];
  /** How long the run took, in virtual time. */
  readonly elapsedSeconds: number;
  readonly execution: Execution;
  /** What the run reached, for `coverage`. */
  readonly reached: readonly TracePoint[];
  /** The runs of its nested executions, in the order of their starts. */
  readonly children: readonly WorkflowRun[];
}
