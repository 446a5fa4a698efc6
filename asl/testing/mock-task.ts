import type { Execution, TaskTokens } from "../interpreter/index.js";
import type { Json } from "../spec/index.js";
import type { Mocks } from "./mocks.js";

/** What a mock that is a function can do besides answering. Seconds are virtual. */
export interface MockTask {
  /** Which call of the state this is in the run, from 1: retries, loops and iterations of a Map all count. */
  readonly number: number;
  /** Seconds since the run started. */
  now(): number;
  /** Lets time pass. */
  wait(seconds: number): Promise<void>;
  /**
   * Sends a heartbeat with the task's token.
   *
   * @throws TaskTokenError when the task has ended, as the API does; TypeError for a task that has no token.
   */
  heartbeat(): void;
  /** Never settles: the state's time-out decides, or another mock completes its token. */
  neverAnswer(): Promise<never>;
  /** Completes any task of the run by its token, as `SendTaskSuccess`, `-Failure` and `-Heartbeat` do. */
  readonly tokens: Pick<TaskTokens, "sendTaskSuccess" | "sendTaskFailure" | "sendTaskHeartbeat">;
  /** Starts another definition on the same clock; `childExecution` makes a mock of it. */
  startChild(definition: unknown, options: ChildOptions): Execution;
  /** Lets time pass until something has come about, such as the end of a child execution. */
  until<T>(event: Promise<T>): Promise<T>;
}

/** How to run a child execution. */
export interface ChildOptions {
  readonly input?: Json;
  readonly mocks?: Mocks;
  readonly executionName?: string;
  readonly stateMachineArn?: string;
}
