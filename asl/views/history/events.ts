import { asText, field, isObject } from "../values.js";

/** An event of an execution's history, with what the table needs of it. */
export interface Event {
  readonly id: number;
  readonly previous: number;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The state, for an event that a state was entered or left, or that an expression of it failed. */
  readonly state: string | undefined;
  readonly error: string | undefined;
  /** The index of a Map's iteration. */
  readonly iteration: number | undefined;
}

/** Times before this many milliseconds are seconds: as a number of milliseconds it is a day in 1973. */
const leastMilliseconds = 1e11;

/** A time as the SDK (`Date`), the wire (seconds), the CLI (ISO text) or our engine (milliseconds) writes it. */
function milliseconds(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return Math.abs(value) < leastMilliseconds ? value * 1000 : value;
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** Reads events from the answer of `GetExecutionHistory` or from its list of events; skips what is no event. */
export function readEvents(history: unknown): readonly Event[] {
  const list = isObject(history) ? field(history, "events") : history;
  if (!Array.isArray(list)) return [];
  const events = list.flatMap((item: unknown, index): Event[] => {
    const type = asText(field(item, "type"));
    if (!isObject(item) || type === undefined) return [];
    const [, details] = Object.entries(item).find(([name]) => name.endsWith("EventDetails")) ?? [];
    const id = number(item.id, index + 1);
    return [
      {
        id,
        previous: number(item.previousEventId, id - 1),
        type,
        at: milliseconds(item.timestamp),
        state: asText(field(details, "name")) ?? asText(field(details, "state")),
        error: asText(field(details, "error")),
        iteration: type.startsWith("MapIteration") ? number(field(details, "index"), 0) : undefined,
      },
    ];
  });
  // The API gives the newest first where it is asked to.
  return events.sort((one, other) => one.id - other.id);
}
