import type { ExecutionStatus, HistoryEvent } from "../../asl/interpreter/index.js";

/** How one visit of a state stands. `CAUGHT`: it failed, and a `Catch` took over. */
export type StateStatus = "RUNNING" | "SUCCEEDED" | "CAUGHT" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** One visit of a state. */
export interface StateVisit {
  readonly name: string;
  /** E.g. `Task`. */
  readonly type: string;
  readonly status: StateStatus;
  /** RFC 3339. */
  readonly enteredAt: string;
  readonly exitedAt?: string;
  readonly input: unknown;
  readonly output?: unknown;
  /** How deep it stands in branches and iterations: 0 is the workflow itself. */
  readonly depth: number;
  /** How often its task was tried, for a Task. */
  readonly attempts?: number;
  /** The error of its last attempt, unless that succeeded. */
  readonly error?: string;
  readonly cause?: string;
}

/** A visit while its events are read. */
interface OpenVisit {
  readonly entered: HistoryEvent;
  readonly parent: OpenVisit | undefined;
  exited?: HistoryEvent;
  aborted?: boolean;
  attempts: number;
  failure?: { readonly error?: string; readonly cause?: string };
}

/**
 * The visits of an execution's states in the order of entry, those in branches included.
 *
 * Follows each event's `previousEventId` back to the state it belongs to, since events of branches alternate.
 */
export function statesTable(events: readonly HistoryEvent[], status: ExecutionStatus): readonly StateVisit[] {
  const visits: OpenVisit[] = [];
  /** The innermost state that is open after an event. */
  const openAfter = new Map<number, OpenVisit | undefined>();
  for (const event of events) {
    if (event.type === "ExecutionRedriven") forgive(visits);
    const open = failedEvaluation(visits, event) ?? openAfter.get(event.previousEventId);
    if (event.stateEnteredEventDetails) {
      // After a redrive a Fail state follows on its own first visit, which is not around it.
      const visit: OpenVisit = { entered: event, parent: container(open), attempts: 0 };
      visits.push(visit);
      openAfter.set(event.id, visit);
    } else if (event.stateExitedEventDetails) {
      const visit = enclosing(open, event.stateExitedEventDetails.name);
      if (visit) visit.exited = event;
      openAfter.set(event.id, visit?.parent);
    } else {
      if (open) note(open, event);
      openAfter.set(event.id, open);
    }
  }
  const failing = status === "RUNNING" ? undefined : lastOpen(events, openAfter);
  return visits.map((visit) => finish(visit, status, failing));
}

/** An `EvaluationFailed` names its state: AWS lets one that fails on entry follow the event before the entry. */
function failedEvaluation(visits: readonly OpenVisit[], event: HistoryEvent): OpenVisit | undefined {
  const state = event.evaluationFailedEventDetails?.state;
  if (state === undefined) return undefined;
  return [...visits].reverse().find((visit) => nameOf(visit) === state && visit.exited === undefined);
}

/** From the end of a branch, an event of the Parallel around it: go outwards until the name fits. */
function enclosing(visit: OpenVisit | undefined, name: string): OpenVisit | undefined {
  return visit === undefined || nameOf(visit) === name ? visit : enclosing(visit.parent, name);
}

/** What was not left goes on: a redrive forgets how it failed or that it was aborted. */
function forgive(visits: readonly OpenVisit[]): void {
  for (const visit of visits) {
    if (visit.exited) continue;
    delete visit.aborted;
    delete visit.failure;
  }
}

function note(visit: OpenVisit, event: HistoryEvent): void {
  if (/^(Task|LambdaFunction|Activity)Scheduled$/.test(event.type)) {
    visit.attempts += 1;
    delete visit.failure;
  }
  if (/(Failed|TimedOut)$/.test(event.type) && !/^(Execution|MapIteration)/.test(event.type)) {
    // The event that ends a Parallel or Map follows one of its branches, and belongs to the state around them.
    const type = /^(Parallel|Map)State/.exec(event.type)?.[1];
    const owner = type === undefined ? visit : ofType(visit, type);
    if (owner) owner.failure = failureOf(event);
  }
  if (event.type.endsWith("StateAborted")) visit.aborted = true;
}

/** The innermost Parallel or Map, from a visit outwards: only these hold other states. */
function container(visit: OpenVisit | undefined): OpenVisit | undefined {
  return visit === undefined || /^(Parallel|Map)$/.test(typeOf(visit)) ? visit : container(visit.parent);
}

function ofType(visit: OpenVisit | undefined, type: string): OpenVisit | undefined {
  return visit === undefined || typeOf(visit) === type ? visit : ofType(visit.parent, type);
}

/** All details of a failure have `error` and `cause`, under a key that is named after the event's type. */
function failureOf(event: HistoryEvent): { error?: string; cause?: string } {
  const details: unknown = Object.entries(event).find(([key]) => key.endsWith("EventDetails"))?.[1];
  if (typeof details !== "object" || details === null) return {};
  const error = "error" in details && typeof details.error === "string" ? { error: details.error } : {};
  const cause = "cause" in details && typeof details.cause === "string" ? { cause: details.cause } : {};
  return { ...error, ...cause };
}

/** The states that were open when the execution ended, from the innermost outwards. */
function lastOpen(
  events: readonly HistoryEvent[],
  openAfter: ReadonlyMap<number, OpenVisit | undefined>,
): ReadonlySet<OpenVisit> {
  const chain = new Set<OpenVisit>();
  // The last event itself may follow none: an abort comes from outside.
  const open = events.slice(-2).map(({ id }) => openAfter.get(id));
  for (let visit = open[1] ?? open[0]; visit; visit = visit.parent) chain.add(visit);
  return chain;
}

function finish(visit: OpenVisit, end: ExecutionStatus, failing: ReadonlySet<OpenVisit> | undefined): StateVisit {
  const { entered, exited, failure, attempts } = visit;
  const output = exited?.stateExitedEventDetails?.output;
  const input = entered.stateEnteredEventDetails?.input;
  let depth = 0;
  for (let outer = visit.parent; outer; outer = outer.parent) depth += 1;
  return {
    name: nameOf(visit),
    type: typeOf(visit),
    status: statusOf(visit, end, failing),
    enteredAt: new Date(entered.timestamp).toISOString(),
    ...(exited ? { exitedAt: new Date(exited.timestamp).toISOString() } : {}),
    input: parsed(input),
    ...(output === undefined ? {} : { output: parsed(output) }),
    depth,
    ...(attempts > 0 ? { attempts } : {}),
    ...failure,
  };
}

function statusOf(visit: OpenVisit, end: ExecutionStatus, failing: ReadonlySet<OpenVisit> | undefined): StateStatus {
  if (visit.exited) return visit.failure ? "CAUGHT" : "SUCCEEDED";
  // It has no event of its own for that, and a Catch around it may have taken over.
  if (typeOf(visit) === "Fail") return "FAILED";
  // AWS records an abort also after a failure of the state itself, when a Parallel around it ends by it.
  if (visit.aborted) return visit.failure ? "FAILED" : "ABORTED";
  if (visit.failure && end === "FAILED") return "FAILED";
  if (end === "RUNNING") return "RUNNING";
  if (end === "SUCCEEDED") return typeOf(visit) === "Succeed" ? "SUCCEEDED" : "ABORTED";
  return failing?.has(visit) || end !== "FAILED" ? end : "ABORTED";
}

function nameOf({ entered }: OpenVisit): string {
  return entered.stateEnteredEventDetails?.name ?? "";
}

function typeOf({ entered }: OpenVisit): string {
  return entered.type.replace(/StateEntered$/, "");
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
