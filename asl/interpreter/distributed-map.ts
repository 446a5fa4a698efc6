import type { Json } from "../spec/index.js";
import { toleranceExceeded, unexpected } from "./causes.js";
import { resume } from "./drive.js";
import { Failure } from "./failure.js";
import type { Frame } from "./frame.js";
import { checkInput } from "./input-limit.js";
import { type Batch, type Batching, oneByOne } from "./item-batcher.js";
import { itemsFrom, type ReadItems } from "./item-files.js";
import type { ItemReader } from "./item-reader.js";
import type { Compute } from "./language.js";
import { runMockedMap } from "./map-mock.js";
import { ChildExecutions } from "./map-run.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import type { MachineType } from "./ports.js";
import { failureDetails } from "./recorder.js";
import type { ResultWriter } from "./result-writer.js";
import type { Run } from "./run.js";
import { selectItems } from "./select-items.js";
import type { Body, Exit, Progress, Step } from "./state.js";

/** What a distributed Map state computes. */
export interface DistributedMapParts {
  /** The items, unless there is a reader. */
  readonly items: Compute<readonly Json[]>;
  readonly reader: ItemReader | undefined;
  readonly selector: Compute<Json> | undefined;
  /** How items become batches; undefined: each by itself. */
  readonly batching: Batching | undefined;
  readonly writer: ResultWriter;
  readonly maxConcurrency: Compute<number> | undefined;
  readonly toleratedCount: Compute<number> | undefined;
  readonly toleratedPercentage: Compute<number> | undefined;
  readonly label: string | undefined;
  readonly executionType: MachineType;
  readonly body: Body;
  readonly exit: Exit;
}

type Read = () => MaybePromise<ReadItems>;

/** Map, distributed: each item, or batch of items, has an execution of its own; the result is what the writer makes of them. */
export function distributedMapState(parts: DistributedMapParts): Step {
  return (frame) => {
    const { inspection } = frame.run;
    if (inspection?.mock !== undefined) return runMockedMap(frame, parts, inspection, inspection.mock);
    if (parts.reader !== undefined) return prepare(frame, parts, 0, parts.reader.prepare(frame));
    return chain(parts.items(frame), (items) =>
      prepare(frame, parts, items.length, () => itemsFrom("STATE_DATA", items)),
    );
  };
}

/** Evaluates everything that is evaluated once. As recorded on AWS, this follows MapStateStarted. */
function prepare(frame: Frame, parts: DistributedMapParts, length: number, reading: MaybePromise<Read>): Progress {
  frame.record("MapStateStarted", () => ({ mapStateStartedEventDetails: { length } }));
  return chain(reading, (read) =>
    chain(parts.maxConcurrency?.(frame) ?? 0, (limit) =>
      chain(parts.toleratedCount?.(frame), (count) =>
        chain(parts.toleratedPercentage?.(frame), (percentage) =>
          chain((parts.batching ?? oneByOne)(frame), (batch) =>
            chain(parts.writer.prepare(frame), (write) => {
              if (frame.ended) return false;
              const { run } = frame;
              const children = run.addMapRun(
                (arn) => new ChildExecutions(frame, arn, limit, { count, percentage }),
                parts.label,
              );
              frame.record("MapRunStarted", () => ({ mapRunStartedEventDetails: { mapRunArn: children.mapRunArn } }));
              return new Distribution(frame, parts, children, write).run(read, batch);
            }),
          ),
        ),
      ),
    ),
  );
}

/** One Map run, from reading its items to writing its results. */
class Distribution {
  readonly #frame: Frame;
  readonly #parts: DistributedMapParts;
  readonly #children: ChildExecutions;
  readonly #write: (run: ChildExecutions) => MaybePromise<Json>;
  /** Id of the event MapRunStarted. */
  readonly #started: number;

  constructor(
    frame: Frame,
    parts: DistributedMapParts,
    children: ChildExecutions,
    write: (run: ChildExecutions) => MaybePromise<Json>,
  ) {
    this.#frame = frame;
    this.#parts = parts;
    this.#children = children;
    this.#write = write;
    this.#started = frame.previous;
  }

  run(read: Read, batch: (items: readonly Json[]) => readonly Batch[]): Progress {
    return this.#next(
      () =>
        chain(
          chain(read(), ({ items, sourceOf }) => selectItems(this.#frame, this.#parts.selector, items, sourceOf)),
          (items) => this.#checked(batch(items)),
        ),
      (batches) => this.#start(batches),
    );
  }

  #checked(batches: readonly Batch[]): readonly Batch[] {
    for (const { input } of batches) checkInput(this.#frame, input);
    return batches;
  }

  #start(batches: readonly Batch[]): Progress {
    const frame = this.#frame;
    const children = this.#children;
    this.#wait();
    frame.redriveState = (again) => new Distribution(again, this.#parts, children, this.#write).redrive();
    children.start(batches, this.#startChild, () => resume(frame, () => this.#finish()));
    return children.isOver ? this.#finish() : false;
  }

  /** Goes on with the children that have not succeeded. */
  redrive(): Progress {
    const frame = this.#frame;
    const children = this.#children;
    this.#wait();
    frame.redriveState = (again) => new Distribution(again, this.#parts, children, this.#write).redrive();
    children.redrive(frame, this.#startChild, () => resume(frame, () => this.#finish()));
    return children.isOver ? this.#finish() : false;
  }

  readonly #startChild = (batch: Batch, ended: () => void): Run => {
    const { body, executionType } = this.#parts;
    return this.#frame.run.startChild(body, executionType, this.#children.mapRunArn, batch.input, ended);
  };

  /** Says how to give up, and who waits, while the frame waits. */
  #wait(): void {
    const children = this.#children;
    this.#frame.run.time.mayLastUntil(Number.POSITIVE_INFINITY);
    this.#frame.pending = {
      cancel: () => children.end("ABORTED"),
      recordAborted: () => this.#frame.record("MapRunAborted"),
      *inner() {
        for (const child of children.executions) yield* child.pendingWaits();
      },
    };
  }

  #finish(): Progress {
    const failure = this.#children.isTooManyFailed ? toleranceExceeded() : undefined;
    this.#children.end(failure === undefined ? "SUCCEEDED" : "FAILED");
    return this.#next(
      () => this.#write(this.#children),
      (result) => {
        if (failure !== undefined) throw this.#failed(failure);
        return this.#leave(result);
      },
    );
  }

  #leave(result: Json): Progress {
    const frame = this.#frame;
    // What fails from here on is the state as a whole: it is run anew.
    frame.redriveState = undefined;
    frame.record("MapRunSucceeded");
    frame.record("MapStateSucceeded");
    // As recorded on AWS since the end of 2024, the state's exit follows the start of the run, not its end.
    frame.previous = this.#started;
    frame.result = result;
    return this.#parts.exit(frame, result);
  }

  /** Does work that may take time, and what follows it; its failure is the run's. */
  #next<T>(work: () => MaybePromise<T>, then: (value: T) => Progress): Progress {
    const fail = (problem: unknown): never => {
      throw this.#failed(problem instanceof Failure ? problem : unexpected(problem));
    };
    let value: MaybePromise<T>;
    try {
      value = work();
    } catch (problem) {
      return fail(problem);
    }
    if (!(value instanceof Promise)) return then(value);
    this.#wait();
    value.then(
      (later) => resume(this.#frame, () => then(later)),
      (problem: unknown) => resume(this.#frame, () => fail(problem)),
    );
    return false;
  }

  /** Records that the run failed. */
  #failed(failure: Failure): Failure {
    this.#children.end("FAILED");
    this.#frame.record("MapRunFailed", () => ({
      mapRunFailedEventDetails: failureDetails(failure.error, failure.cause),
    }));
    return failure;
  }
}
