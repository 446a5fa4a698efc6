import type { JsonObject } from "../../../asl/spec/index.js";
import type { FieldDifference } from "./same.js";

/** When each event of a history happened, in milliseconds since 1970, by id. */
export type EventTimes = ReadonlyMap<number, number>;

/** How late AWS may end a wait without anybody's fault: by a second, or a hundredth of its length. */
const lateness = (seconds: number): number => Math.max(1, seconds / 100);

/**
 * Whether two Wait states took different times: neither the same length, as for `Seconds`, nor the same end, as for
 * `Timestamp`. Both events are those of leaving the state.
 */
export function waitThatDiffers(
  expected: JsonObject,
  found: JsonObject,
  times: { readonly recorded: EventTimes; readonly actual: EventTimes },
): FieldDifference | undefined {
  if (expected.type !== "WaitStateExited") return undefined;
  const [before, after] = [waitOf(expected, times.recorded), waitOf(found, times.actual)];
  const allowed = lateness(before.seconds);
  const isOther = (left: number, right: number): boolean => Math.abs(left - right) > allowed;
  if (!isOther(before.seconds, after.seconds) || !isOther(before.end, after.end)) return undefined;
  return { field: "seconds waited", recorded: before.seconds, actual: after.seconds };
}

function waitOf(event: JsonObject, times: EventTimes): { readonly seconds: number; readonly end: number } {
  const [start, end] = [event.previousEventId, event.id].map((id) => (times.get(Number(id)) ?? Number.NaN) / 1000);
  return { seconds: (end ?? 0) - (start ?? 0), end: end ?? 0 };
}
