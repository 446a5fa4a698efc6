import type { Frame } from "./frame.js";
import type { Batch } from "./item-batcher.js";
import type { MapRun, MapRunCounts, MapRunLimits, Outcome } from "./ports.js";
import type { Run } from "./run.js";

/** How many items may fail. Where neither limit is given, none may. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** How many children run at a time where nothing is said, or 0. Source: AWS Step Functions Developer Guide, "Map workflow state". */
const defaultConcurrency = 10_000;

/** What starts the child execution of a batch; `ended` may be called before this returns. */
export type StartChild = (batch: Batch, ended: () => void) => Run;

/** The child executions of one run of a distributed Map state. */
export class ChildExecutions implements MapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly startDate: number;
  maxConcurrency: number;
  #frame: Frame;
  #tolerance: Tolerance;
  #batches: readonly Batch[] = [];
  readonly #children: Run[] = [];
  status: MapRun["status"] = "RUNNING";
  stopDate: number | undefined = undefined;
  #finished = 0;
  #failedItems = 0;
  #isStarting = false;
  redriveCount = 0;
  redriveDate: number | undefined = undefined;
  /** The children to redrive, by their places. */
  #again: number[] = [];
  #startChild: StartChild | undefined;
  #over: () => void = () => {};

  constructor(frame: Frame, mapRunArn: string, maxConcurrency: number, tolerance: Tolerance) {
    this.#frame = frame;
    this.mapRunArn = mapRunArn;
    this.executionArn = frame.run.executionArn;
    this.startDate = frame.run.ports.clock.now();
    this.maxConcurrency = maxConcurrency || defaultConcurrency;
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
    this.#startChild = startChild;
    this.#over = over;
    this.#fill();
  }

  update({ maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }: MapRunLimits): void {
    if (this.status !== "RUNNING") return;
    if (maxConcurrency !== undefined) this.maxConcurrency = maxConcurrency || defaultConcurrency;
    const { count, percentage } = this.#tolerance;
    this.#tolerance = { count: toleratedFailureCount ?? count, percentage: toleratedFailurePercentage ?? percentage };
    this.#fill();
    if (this.isOver) this.#over();
  }

  /**
   * Goes on with the children that have not succeeded, for a frame that stands where the run's frame gave up. Those of
   * Express type are started anew. Source: AWS Step Functions Developer Guide, "Redriving Map Runs".
   */
  redrive(frame: Frame, startChild: StartChild, over: () => void): void {
    this.#frame = frame;
    this.#startChild = startChild;
    this.#over = over;
    this.status = "RUNNING";
    this.stopDate = undefined;
    this.redriveDate = frame.run.ports.clock.now();
    this.redriveCount += 1;
    this.#again = this.#children.flatMap(({ status }, index) => (status === "SUCCEEDED" ? [] : [index]));
    this.#finished = this.#children.length - this.#again.length;
    this.#failedItems = 0;
    const { mapRunArn, redriveCount } = this;
    frame.record("MapRunRedriven", () => ({ mapRunRedrivenEventDetails: { mapRunArn, redriveCount } }));
    this.#fill();
  }

  #fill(): void {
    this.#isStarting = true;
    while (this.status === "RUNNING" && !this.isOver && this.#running < this.maxConcurrency) {
      const index = this.#again.shift() ?? this.#children.length;
      if (this.#batches[index] === undefined) break;
      const former = this.#children[index];
      if (former !== undefined && !former.isExpress) former.redrive();
      else this.#startNew(index);
    }
    this.#isStarting = false;
  }

  #startNew(index: number): void {
    const batch = this.#batches[index];
    let isHere = false;
    const child =
      batch &&
      this.#startChild?.(batch, () => {
        // A child that ends at once does so before it is in the list; it is counted below.
        if (isHere) this.#ended(index);
      });
    if (child === undefined) return;
    this.#children[index] = child;
    isHere = true;
    if (child.status !== "RUNNING") this.#count(index);
  }

  get #running(): number {
    return this.#children.length - this.#finished - this.#again.length;
  }

  #ended(index: number): void {
    if (this.status !== "RUNNING") return;
    this.#count(index);
    if (this.#isStarting) return;
    this.#fill();
    if (this.isOver) this.#over();
  }

  #count(index: number): void {
    if (this.status !== "RUNNING") return;
    this.#finished += 1;
    if (this.#children[index]?.status !== "SUCCEEDED") this.#failedItems += this.#batches[index]?.size ?? 0;
  }

  /** Ends the run; child executions that still run are stopped. */
  end(status: Exclude<MapRun["status"], "RUNNING">): void {
    if (this.status !== "RUNNING") return;
    this.status = status;
    this.stopDate = this.#frame.run.ports.clock.now();
    for (const child of this.#children) child.stop();
  }
}
