import type { Json, JsonObject } from "../spec/index.js";
import type { HistoryEvent, HistoryEventType } from "./history.js";

/** The part of an event that its type asks for. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">;

/**
 * An event as it is kept: nothing becomes text before somebody reads the history. Each one leads to the one before it, which costs the
 * same for any number of them; and its time is counted from the execution's start, since a small whole number needs no memory of its own.
 */
type Entry = {
  readonly type: HistoryEventType;
  readonly previous: number;
  readonly elapsed: number;
  readonly before: Entry | undefined;
} & (
  | { readonly kind: "entered"; readonly name: string; readonly input: Json }
  | { readonly kind: "exited"; readonly name: string; readonly output: Json; readonly assigned: JsonObject | undefined }
  | { readonly kind: "other"; readonly details: (() => EventDetails) | undefined }
);

const whole = { truncated: false } as const;

/** An output in the shape that history events have. */
export function outputDetails(output: Json) {
  return { output: JSON.stringify(output), outputDetails: whole };
}

/** An input in the shape that history events have. */
export function inputDetails(input: Json) {
  return { input: JSON.stringify(input), inputDetails: whole };
}

/** Error and cause as far as there are any. */
export function failureDetails(error: string | undefined, cause: string | undefined) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** The history of one execution. Each `add` gives the new event's id; times are in milliseconds from `startDate` on. */
export class Recorder {
  readonly #startDate: number;
  #last: Entry | undefined;
  #length = 0;

  constructor(startDate: number) {
    this.#startDate = startDate;
  }

  get length(): number {
    return this.#length;
  }

  entered(type: HistoryEventType, previous: number, elapsed: number, name: string, input: Json): number {
    this.#last = { kind: "entered", type, previous, elapsed, before: this.#last, name, input };
    return ++this.#length;
  }

  exited(
    type: HistoryEventType,
    previous: number,
    elapsed: number,
    name: string,
    output: Json,
    assigned: JsonObject | undefined,
  ): number {
    this.#last = { kind: "exited", type, previous, elapsed, before: this.#last, name, output, assigned };
    return ++this.#length;
  }

  add(type: HistoryEventType, previous: number, elapsed: number, details?: () => EventDetails): number {
    this.#last = { kind: "other", type, previous, elapsed, before: this.#last, details };
    return ++this.#length;
  }

  /** The names of the states entered, in order. */
  path(): string[] {
    return this.#entries().flatMap((entry) => (entry.kind === "entered" ? [entry.name] : []));
  }

  events(): HistoryEvent[] {
    return this.#entries().map((entry, index) => ({
      id: index + 1,
      previousEventId: entry.previous,
      timestamp: this.#startDate + entry.elapsed,
      type: entry.type,
      ...detailsOf(entry),
    }));
  }

  #entries(): Entry[] {
    const entries: Entry[] = [];
    for (let entry = this.#last; entry !== undefined; entry = entry.before) entries.push(entry);
    return entries.reverse();
  }
}

function detailsOf(entry: Entry): EventDetails {
  switch (entry.kind) {
    case "entered":
      return { stateEnteredEventDetails: { name: entry.name, ...inputDetails(entry.input) } };
    case "exited":
      return {
        stateExitedEventDetails: {
          name: entry.name,
          ...outputDetails(entry.output),
          ...(entry.assigned === undefined
            ? {}
            : { assignedVariables: texts(entry.assigned), assignedVariablesDetails: whole }),
        },
      };
    case "other":
      return entry.details?.() ?? {};
  }
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}
