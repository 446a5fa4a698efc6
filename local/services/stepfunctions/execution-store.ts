import { getHeapStatistics } from "node:v8";
import type { Execution, MapRun } from "../../../asl/interpreter/index.js";
import type { StoredMachine } from "./machine-store.js";

/** The most executions that may run at a time; AWS allows 1,000,000. */
export const mostOpenExecutions = 100_000;

/** How many ended executions are kept; AWS keeps those of the last 90 days. */
const keptExecutions = 10_000;

/** As many are kept even where memory runs short. */
const fewestKept = 100;

/** The part of the memory that Node.js may have from which on it runs short. */
const shortFrom = 0.6;

/** By what an execution was started, besides its machine. */
export interface Origin {
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly mapRunArn?: string;
}

/** An execution of a state machine. */
export interface StoredExecution {
  /** Grows by one from execution to execution. */
  readonly number: number;
  /** The machine as it was when the execution started. */
  readonly machine: StoredMachine;
  readonly origin: Origin;
  /** The input as it was sent, JSON text. */
  readonly input: string;
  readonly execution: Execution;
}

/**
 * The executions of all machines, in memory: all that run, and the last 10,000 that have ended; fewer where their payloads
 * are so large that memory runs short. The name of an execution that is no longer kept may be used again.
 */
export class ExecutionStore {
  readonly #byArn = new Map<string, StoredExecution>();
  /** In the order in which they ended. */
  readonly #ended = new Set<string>();
  readonly #redriveTokens = new Map<string, string>();
  readonly #limit: number;
  readonly #isMemoryShort: () => boolean;
  #count = 0;

  constructor(limit = keptExecutions, isMemoryShort = isHeapShort) {
    this.#limit = limit;
    this.#isMemoryShort = isMemoryShort;
  }

  /** How many executions run now. */
  get open(): number {
    return this.#byArn.size - this.#ended.size;
  }

  /** Keeps an execution that has just been started. */
  add(machine: StoredMachine, input: string, execution: Execution, origin: Origin = {}): StoredExecution {
    this.#count += 1;
    const stored = { number: this.#count, machine, origin, input, execution };
    this.#byArn.set(execution.executionArn, stored);
    this.#follow(execution);
    return stored;
  }

  /** Redrives an execution that has ended; `clientToken` tells a repeated request from another one. */
  redrive({ execution }: StoredExecution, clientToken: string | undefined): void {
    const { executionArn } = execution;
    this.#ended.delete(executionArn);
    if (clientToken === undefined) this.#redriveTokens.delete(executionArn);
    else this.#redriveTokens.set(executionArn, clientToken);
    execution.redrive();
    this.#follow(execution);
  }

  /** The `clientToken` of the last redrive of an execution. */
  redriveToken(executionArn: string): string | undefined {
    return this.#redriveTokens.get(executionArn);
  }

  /** The execution with an ARN; it may be a child execution of a Map run. */
  find(executionArn: string): StoredExecution | undefined {
    // Only the ARN of a child has a label, after a slash.
    return this.#byArn.get(executionArn) ?? (executionArn.includes("/") ? this.#findChild(executionArn) : undefined);
  }

  /** The newest execution with a name, of any machine. */
  findByName(name: string): StoredExecution | undefined {
    return this.list().find(({ execution }) => execution.name === name);
  }

  /** All executions, newest first. */
  list(): readonly StoredExecution[] {
    return [...this.#byArn.values()].reverse();
  }

  #findChild(executionArn: string): StoredExecution | undefined {
    for (const parent of this.#byArn.values()) {
      for (const mapRun of parent.execution.mapRuns) {
        const child = childrenOf(parent, mapRun).find(({ execution }) => execution.executionArn === executionArn);
        if (child) return child;
      }
    }
    return undefined;
  }

  #follow(execution: Execution): void {
    const { executionArn, redriveCount } = execution;
    void execution.done.then(() => {
      // It may have been redriven before this was called.
      if (execution.redriveCount === redriveCount) this.#end(executionArn);
    });
  }

  #end(executionArn: string): void {
    this.#ended.add(executionArn);
    if (this.#ended.size > this.#limit) this.#forget(1);
    // One for the one that came, and one so that there is more room.
    else if (this.#ended.size > fewestKept && this.#isMemoryShort()) this.#forget(2);
  }

  /** Forgets those that ended first. */
  #forget(count: number): void {
    let left = count;
    for (const oldest of this.#ended) {
      if (left-- === 0) return;
      this.#ended.delete(oldest);
      this.#redriveTokens.delete(oldest);
      this.#byArn.delete(oldest);
    }
  }
}

function isHeapShort(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > shortFrom * limit;
}

/** The child executions of a Map run, numbered, oldest first. */
export function childrenOf({ machine, origin }: StoredExecution, mapRun: MapRun): readonly StoredExecution[] {
  const { mapRunArn } = mapRun;
  return mapRun.executions.map((execution, number) => {
    return { number, machine, origin: { ...origin, mapRunArn }, input: JSON.stringify(execution.input), execution };
  });
}
