import type { Json, JsonObject } from "../spec/index.js";
import type { Environment, Scope } from "./environment.js";
import type { Failure } from "./failure.js";
import type { HistoryEventType } from "./history.js";
import { isObject } from "./json.js";
import type { Waiting } from "./ports.js";
import type { EventDetails } from "./recorder.js";
import type { Run } from "./run.js";
import type { Link, State, Step } from "./state.js";

/** Whoever started a frame and hears how it ended. */
export interface Owner {
  succeeded(frame: Frame, output: Json): void;
  failed(frame: Frame, failure: Failure): void;
  /** The frame was given up, because something beside or around it failed. */
  aborted?(frame: Frame): void;
}

/** The iteration of a Map state that a frame is. */
export interface MapItem {
  readonly index: number;
  /** The field's name, where the Map runs over an object. */
  readonly key?: string;
  readonly value: Json;
  /** Where the item is from; only in a distributed Map. */
  readonly source?: string;
}

/** An item as the context object has it. */
export function itemContext({ index, key, value, source }: MapItem): JsonObject {
  return {
    Index: index,
    ...(key === undefined ? {} : { Key: key }),
    Value: value,
    ...(source === undefined ? {} : { Source: source }),
  };
}

/** A Wait state that waits, and how to end it now. */
export type WaitingState = Waiting & { readonly wake: () => void };

/** What a frame is waiting for: a timer, a task, its children. */
export interface Pending {
  /** Gives up without a word. */
  cancel(): void;
  /** Only for Wait states: when it ends. */
  readonly until?: number;
  /** Only for Wait states: ends it now. */
  wake?(): void;
  /** Only for distributed Map states: records that the Map run was given up. */
  recordAborted?(): void;
  /** Only for distributed Map states: what waits in child executions. */
  inner?(): Iterable<WaitingState>;
}

/** One strand of control: an execution as a whole, a branch of a Parallel state or an iteration of a Map state. */
export class Frame implements Environment {
  readonly run: Run;
  readonly scope: Scope;
  readonly owner: Owner;
  readonly item: MapItem | undefined;
  /** The state that runs; undefined once the last one was left. */
  state: State | undefined;
  /** The state's input; after the state was left, its output. */
  input: Json;
  result: Json | undefined = undefined;
  errorOutput: Json | undefined = undefined;
  /** Id of the last event of this strand. */
  previous: number;
  /** Id of the event of entering the state, and of the one before it. */
  entered = 0;
  beforeEntered = 0;
  /** When the state was entered or, once it was left, when that was: in milliseconds from the execution's start on. */
  elapsed = 0;
  /** Retries of the state so far, in all and by each retrier. */
  retryCount = 0;
  retries: number[] | undefined = undefined;
  taskToken: string | undefined = undefined;
  pending: Pending | undefined = undefined;
  children: Set<Frame> | undefined = undefined;
  ended = false;
  /** How to go on with the state after it failed or was aborted, where that is not running it anew. */
  redriveState: Step | undefined = undefined;

  constructor(run: Run, scope: Scope, owner: Owner, start: Link, input: Json, previous: number, item?: MapItem) {
    this.run = run;
    this.scope = scope;
    this.owner = owner;
    this.state = start.state;
    this.input = input;
    this.previous = previous;
    this.item = item;
  }

  /** When the state was entered, in milliseconds since 1970. */
  get enteredAt(): number {
    return this.run.startDate + this.elapsed;
  }

  get ports() {
    return this.run.ports;
  }

  get executionInput(): Json {
    if (this.run.inspection === undefined) return this.run.input;
    const { Execution: execution } = this.context();
    return isObject(execution) ? (execution.Input ?? null) : null;
  }

  variable(name: string): Json | undefined {
    return this.scope.get(name);
  }

  /** The context object. Source: AWS Step Functions Developer Guide, "Accessing execution data from the Context object". */
  context(): JsonObject {
    const { state } = this;
    if (this.run.inspection !== undefined) return this.run.inspection.context(this);
    return {
      ...this.run.context,
      ...(state === undefined
        ? {}
        : {
            State: {
              Name: state.name,
              EnteredTime: new Date(this.enteredAt).toISOString(),
              ...(state.type === "Task" ? { RetryCount: this.retryCount } : {}),
            },
          }),
      ...(this.taskToken === undefined ? {} : { Task: { Token: this.taskToken } }),
      ...(this.item === undefined ? {} : { Map: { Item: itemContext(this.item) } }),
    };
  }

  /** Adds an event to the history, after the last one of this strand. */
  record(type: HistoryEventType, details?: () => EventDetails): void {
    this.previous = this.run.record(type, this.previous, details);
  }

  /** The Wait states that wait in this frame and below. */
  *waiting(): Generator<WaitingState> {
    const { pending, state } = this;
    if (pending?.until !== undefined && state !== undefined) {
      yield { state: state.name, until: pending.until, wake: () => pending.wake?.() };
    }
    yield* pending?.inner?.() ?? [];
    for (const child of this.children ?? []) yield* child.waiting();
  }

  /** A frame that stands where this one gave up; whatever still comes back to this one finds it ended. */
  again(owner: Owner, previous = this.previous): Frame {
    const copy = new Frame(this.run, this.scope, owner, { state: this.state }, this.input, previous, this.item);
    copy.entered = this.entered;
    copy.beforeEntered = this.beforeEntered;
    copy.elapsed = this.elapsed;
    copy.redriveState = this.redriveState;
    return copy;
  }

  /** Gives up whatever runs here and below, without events. */
  abandon(): void {
    this.ended = true;
    this.pending?.cancel();
    this.pending = undefined;
    for (const child of this.children ?? []) child.abandon();
    this.children = undefined;
  }

  /** Gives up whatever runs here and below, and says so in the history. */
  abort(): void {
    for (const child of this.children ?? []) child.abort();
    this.recordAborted();
    this.owner.aborted?.(this);
    this.abandon();
  }

  recordAborted(): void {
    const event = this.state?.abortedEvent;
    this.pending?.recordAborted?.();
    // A branch that was never started has nothing to tell.
    if (event !== undefined && this.entered > 0) this.run.record(event, this.previous);
  }
}
