import type { Json, JsonObject } from "../spec/index.js";
import type { HistoryEvent, HistoryEventType } from "./history.js";

/** The part of an event that its type asks for. */
export type EventDetails = Omit<HistoryEvent, "id" | "previousEventId" | "timestamp" | "type">;

/** An event as it is kept: nothing becomes text before somebody reads the history. */
type Entry = { readonly type: HistoryEventType; readonly previous: number; readonly at: number } & (
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

/** The history of one execution. Each `add` gives the new event's id. */
export class Recorder {
  readonly #entries: Entry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  entered(type: HistoryEventType, previous: number, at: number, name: string, input: Json): number {
    return this.#entries.push({ type, previous, at, kind: "entered", name, input });
  }

  exited(
    type: HistoryEventType,
    previous: number,
    at: number,
    name: string,
    output: Json,
    assigned: JsonObject | undefined,
  ): number {
    return this.#entries.push({ type, previous, at, kind: "exited", name, output, assigned });
  }

  add(type: HistoryEventType, previous: number, at: number, details?: () => EventDetails): number {
    return this.#entries.push({ type, previous, at, kind: "other", details });
  }

  /** The names of the states entered, in order. */
  path(): string[] {
    return this.#entries.flatMap((entry) => (entry.kind === "entered" ? [entry.name] : []));
  }

  events(): HistoryEvent[] {
    return this.#entries.map((entry, index) => ({
      id: index + 1,
      previousEventId: entry.previous,
      timestamp: entry.at,
      type: entry.type,
      ...detailsOf(entry),
    }));
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
