import type { HistoryEvent } from "../interpreter/index.js";
import type { RecordedWait } from "./run-data.js";

/** The Wait states of a history that have ended, in the order in which they began. */
export function waitsOf(history: readonly HistoryEvent[], startTime: number): RecordedWait[] {
  const exits = new Map(
    history.flatMap((event) => (event.type === "WaitStateExited" ? [[event.previousEventId, event.timestamp]] : [])),
  );
  return history.flatMap(({ id, timestamp, type, stateEnteredEventDetails: entered }) => {
    const end = exits.get(id);
    if (type !== "WaitStateEntered" || entered === undefined || end === undefined) return [];
    return [{ state: entered.name, at: (timestamp - startTime) / 1000, seconds: (end - timestamp) / 1000 }];
  });
}
