import type { Frame } from "./frame.js";
import type { Batch } from "./item-batcher.js";
import type { MapRun, MapRunCounts, Outcome } from "./ports.js";
import type { Run } from "./run.js";

/** How many items may fail. Where neither limit is given, none may. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** What starts the child execution of a batch; `ended` may be called before this returns. */
export type StartChild = (batch: Batch, ended: () => void) => Run;

/** The child executions of one run of a distributed Map state. */
export class ChildExecutions implements MapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly startDate: number;
  readonly maxConcurrency: number;
  readonly #frame: Frame;
  readonly #tolerance: Tolerance;
  #batches: readonly Batch[] = [];
  readonly #children: Run[] = [];
  status: MapRun["status"] = "RUNNING";
  stopDate: number | undefined = undefined;
  #finished = 0;
  #failedItems = 0;
  #isStarting = false;

  constructor(frame: Frame, mapRunArn: string, maxConcurrency: number, tolerance: Tolerance) {
    this.#frame = frame;
    this.mapRunArn = mapRunArn;
    this.executionArn = frame.run.executionArn;
    this.startDate = frame.run.ports.clock.now();
    this.maxConcurrency = maxConcurrency;
    this.#tolerance = tolerance;
  }

  get toleratedFailureCount(): number {
    return this.#tolerance.count ?? 0;
  }

  get toleratedFailurePercentage(): number {
    return this.#tolerance.percentage ?? 0;
  }

  get executions(): readonly Run[] {
    return this.#children;
  }

  get itemCount(): number {
    return this.#batches.reduce((sum, { size }) => sum + size, 0);
  }

  get counts(): MapRunCounts {
    const items = (status: Outcome["status"] | "RUNNING"): number =>
      this.#children.reduce(
        (sum, child, index) => (child.status === status ? sum + (this.#batches[index]?.size ?? 0) : sum),
        0,
      );
    const pending = this.#batches.slice(this.#children.length).reduce((sum, { size }) => sum + size, 0);
    return {
      pending,
      running: items("RUNNING"),
      succeeded: items("SUCCEEDED"),
      failed: items("FAILED"),
      timedOut: items("TIMED_OUT"),
      aborted: items("ABORTED"),
      total: this.itemCount,
    };
  }

  /** Whether more items have failed than may. */
  get isTooManyFailed(): boolean {
    const { count, percentage } = this.#tolerance;
    if (count === undefined && percentage === undefined) return this.#failedItems > 0;
    if (count !== undefined && this.#failedItems > count) return true;
    return percentage !== undefined && (100 * this.#failedItems) / this.itemCount > percentage;
  }

  get isOver(): boolean {
    return this.#finished === this.#batches.length || this.isTooManyFailed;
  }

  /** Starts the child executions, as many at a time as may run; `over` is called once when that takes until later. */
  start(batches: readonly Batch[], startChild: StartChild, over: () => void): void {
    this.#batches = batches;
    this.#fill(startChild, over);
  }

  #fill(startChild: StartChild, over: () => void): void {
    this.#isStarting = true;
    while (this.status === "RUNNING" && !this.isOver && this.#running < this.maxConcurrency) {
      const batch = this.#batches[this.#children.length];
      if (batch === undefined) break;
      const index = this.#children.length;
      let isHere = false;
      const child = startChild(batch, () => {
        // A child that ends at once does so before it is in the list; it is counted below.
        if (isHere) this.#ended(index, () => this.#goOn(startChild, over));
      });
      this.#children.push(child);
      isHere = true;
      if (child.status !== "RUNNING") this.#ended(index, () => {});
    }
    this.#isStarting = false;
  }

  get #running(): number {
    return this.#children.length - this.#finished;
  }

  #ended(index: number, goOn: () => void): void {
    if (this.status !== "RUNNING") return;
    this.#finished += 1;
    if (this.#children[index]?.status !== "SUCCEEDED") this.#failedItems += this.#batches[index]?.size ?? 0;
    goOn();
  }

  #goOn(startChild: StartChild, over: () => void): void {
    if (this.#isStarting) return;
    this.#fill(startChild, over);
    if (this.isOver) over();
  }

  /** Ends the run; child executions that still run are stopped. */
  end(status: Exclude<MapRun["status"], "RUNNING">): void {
    if (this.status !== "RUNNING") return;
    this.status = status;
    this.stopDate = this.#frame.run.ports.clock.now();
    for (const child of this.#children) child.stop();
  }
}
