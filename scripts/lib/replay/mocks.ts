import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { asText, object } from "./question.js";

/**
 * What the attempts of each Task state answered, read off a recorded history: in the form that a question has, by
 * state, in the order of attempts. Data is taken as values, not as JSON text.
 */
export function mocksFrom(events: readonly JsonObject[]): Readonly<Record<string, readonly JsonObject[]>> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const mocks: Record<string, JsonObject[]> = {};
  for (const [position, event] of events.entries()) {
    const parameters = scheduled(event);
    if (parameters === undefined) continue;
    const state = stateOf(event, events, byId);
    mocks[state] ??= [];
    mocks[state].push({ parameters, ...endOf(event, position, events) });
  }
  return mocks;
}

/** What a task was called with, if the event says that one was. */
export function scheduled(event: JsonObject): Json | undefined {
  const { taskScheduledEventDetails, lambdaFunctionScheduledEventDetails, activityScheduledEventDetails } = event;
  if (taskScheduledEventDetails !== undefined) return object(taskScheduledEventDetails).parameters ?? null;
  const details = lambdaFunctionScheduledEventDetails ?? activityScheduledEventDetails;
  return details === undefined ? undefined : (object(details).input ?? null);
}

/** The state in which an event happened: the last one entered on its strand. */
export function stateOf(
  event: JsonObject,
  events: readonly JsonObject[],
  byId: ReadonlyMap<Json | undefined, JsonObject>,
): string {
  // Where the recording lost its ids, the only Task state entered is the one.
  const start = event.id === 0 ? events.find((other) => other.type === "TaskStateEntered") : event;
  let current = start;
  while (current !== undefined && current.type !== "TaskStateEntered") current = byId.get(current.previousEventId);
  return String(object(current?.stateEnteredEventDetails).name);
}

/** The details of an event, whatever its type. */
export const detailsOf = (event: JsonObject): JsonObject =>
  object(Object.entries(event).find(([key]) => key.endsWith("EventDetails"))?.[1]);

function endOf(event: JsonObject, position: number, events: readonly JsonObject[]): JsonObject {
  const isOrdered = event.id !== 0;
  let submitted: JsonObject = {};
  let last = event.id;
  for (const next of isOrdered ? events.slice(position + 1) : events) {
    if (isOrdered && next.previousEventId !== last) continue;
    const type = String(next.type);
    const { output = null, error, cause } = detailsOf(next);
    last = next.id;
    if (type === "TaskSubmitted") submitted = { submitted: output };
    if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(type)) return { ...submitted, output };
    if (/^(Task|LambdaFunction|Activity)(Failed|SubmitFailed|StartFailed|ScheduleFailed)$/.test(type)) {
      return { ...submitted, error: asText(error) ?? null, cause: asText(cause) ?? null };
    }
    if (type.endsWith("TimedOut")) break;
  }
  return { ...submitted, timeout: true };
}
