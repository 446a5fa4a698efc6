import type { StateOutcome } from "../diagram/index.js";
import { type Event, readEvents } from "./events.js";

/** One stay of an execution in a state. */
export interface Visit {
  readonly state: string;
  readonly type: string;
  /** How many Parallel and Map states are around it. */
  readonly depth: number;
  /** The index of the Map iteration that it belongs to, if it belongs to one. */
  readonly iteration?: number;
  /** Milliseconds since 1970. */
  readonly enteredAt: number;
  readonly exitedAt?: number;
  readonly outcome: StateOutcome;
  /** The last error that was seen in the state, also one that was retried or caught. */
  readonly error?: string;
  /** How often its work was begun: 1 plus the retries; 0 for a state that does no work of its own. */
  readonly attempts: number;
  /** The state that led here, within the same scope. */
  readonly from?: string;
  /** Whether that state led here by a Catch. */
  readonly byCatch: boolean;
}

interface Draft {
  readonly state: string;
  readonly type: string;
  readonly parent: Draft | undefined;
  readonly before: Draft | undefined;
  readonly iteration: number | undefined;
  readonly enteredAt: number;
  exitedAt: number | undefined;
  failed: boolean;
  aborted: boolean;
  error: string | undefined;
  attempts: number;
}

const entered = /^([A-Za-z]+)StateEntered$/;
const exited = /StateExited$/;
const begun = /^(Task|LambdaFunction|Activity)Scheduled$|^(Parallel|Map)StateStarted$/;
const failed = /(Failed|TimedOut)$/;
const ofContainer = /^(Parallel|Map)(State|Run|Iteration)/;
const opens = /^(ParallelStateStarted|MapStateStarted|MapIterationStarted)$/;
const ended = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

/** Which state each event belongs to, found along the events' links to the one before. */
class Reader {
  readonly drafts: Draft[] = [];
  end: Event | undefined;
  readonly #owners = new Map<
    number,
    { readonly draft: Draft; readonly opens: boolean; readonly iteration: number | undefined }
  >();

  read(event: Event): void {
    const last = this.#owners.get(event.previous);
    const [, type] = entered.exec(event.type) ?? [];
    if (type !== undefined && event.state !== undefined) {
      this.#enter(event, type, event.state);
      return;
    }
    if (ended.test(event.type)) this.end = event;
    if (last === undefined) return;
    const draft = this.#named(event) ?? this.#ownerOf(event, last.draft);
    const iteration = event.iteration ?? (event.type === "MapIterationStarted" ? 0 : undefined);
    this.#owners.set(event.id, { draft, opens: opens.test(event.type), iteration });
    if (exited.test(event.type)) draft.exitedAt = event.at;
    if (begun.test(event.type)) {
      draft.attempts++;
      draft.failed = false;
    }
    if (event.type.endsWith("StateAborted")) {
      draft.aborted = true;
      draft.exitedAt ??= event.at;
    }
    if (event.type.startsWith("Execution") || event.type.startsWith("MapIteration")) return;
    if (failed.test(event.type) || event.type === "EvaluationFailed") {
      draft.failed = true;
      draft.error = event.error ?? draft.error;
    }
  }

  #enter(event: Event, type: string, state: string): void {
    const last = this.#owners.get(event.previous);
    const parent = last?.opens ? last.draft : last?.draft.parent;
    const draft: Draft = {
      state,
      type,
      parent,
      before: last?.opens ? undefined : last?.draft,
      iteration: last?.opens ? last.iteration : last?.draft.iteration,
      enteredAt: event.at,
      exitedAt: undefined,
      failed: false,
      aborted: false,
      error: undefined,
      attempts: 0,
    };
    this.drafts.push(draft);
    this.#owners.set(event.id, { draft, opens: false, iteration: undefined });
  }

  /** A failed evaluation names its state, and may be linked to what was before that state. */
  #named({ type, state }: Event): Draft | undefined {
    if (type !== "EvaluationFailed" || state === undefined) return undefined;
    return [...this.drafts].reverse().find((draft) => draft.state === state);
  }

  /** The state that an event is about: for one of a Parallel or Map, the nearest such state around the event before. */
  #ownerOf(event: Event, last: Draft): Draft {
    for (let draft: Draft | undefined = last; draft !== undefined; draft = draft.parent) {
      if (event.state !== undefined && exited.test(event.type) && draft.state !== event.state) continue;
      const isContainer = draft.type === "Parallel" || draft.type === "Map";
      if (ofContainer.test(event.type) && (!isContainer || !event.type.startsWith(draft.type))) continue;
      return draft;
    }
    return last;
  }
}

function outcomeOf(draft: Draft, wentOn: boolean, end: Event | undefined): StateOutcome {
  if (draft.failed) {
    if ((draft.exitedAt !== undefined && !draft.aborted) || wentOn) return "caught";
    if (draft.aborted) return "failed";
    // Without an end, a failed attempt may be waiting for its retry.
    return end === undefined && draft.parent?.exitedAt === undefined ? "running" : "failed";
  }
  if (draft.aborted) return "aborted";
  if (draft.exitedAt !== undefined) return "succeeded";
  if (draft.type === "Fail") return "failed";
  for (let outer = draft.parent; outer !== undefined; outer = outer.parent) {
    if (outer.exitedAt !== undefined || outer.failed) return "aborted";
  }
  if (end === undefined) return "running";
  // An error without an event of its own, such as a Choice that no rule matches, ends the state and the execution at once.
  return end.type === "ExecutionFailed" ? "failed" : "aborted";
}

/**
 * Reads an execution's history as its stays in states, in the order in which they were entered. Takes the answer of `GetExecutionHistory`
 * or its events, with timestamps as the SDK, the CLI, the wire format or our engine write them.
 */
export function visits(history: unknown): readonly Visit[] {
  const reader = new Reader();
  for (const event of readEvents(history)) reader.read(event);
  const { drafts, end } = reader;
  const left = new Set(drafts.map(({ before }) => before));
  return drafts.map((draft): Visit => {
    let depth = 0;
    for (let outer = draft.parent; outer !== undefined; outer = outer.parent) depth++;
    const outcome = outcomeOf(draft, left.has(draft), end);
    const isOver = outcome !== "running" && end !== undefined;
    const exitedAt = draft.exitedAt ?? (isOver ? end.at : undefined);
    const error = draft.error ?? (outcome === "failed" ? end?.error : undefined);
    return {
      state: draft.state,
      type: draft.type,
      depth,
      ...(draft.iteration === undefined ? {} : { iteration: draft.iteration }),
      enteredAt: draft.enteredAt,
      ...(exitedAt === undefined ? {} : { exitedAt }),
      outcome,
      ...(error === undefined ? {} : { error }),
      attempts: draft.attempts,
      ...(draft.before === undefined ? {} : { from: draft.before.state }),
      byCatch: draft.before?.failed ?? false,
    };
  });
}
