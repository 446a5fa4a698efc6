import { compile, type Execution, start, taskTokens, virtualClock } from "../../../asl/interpreter/index.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { type RecordedExecution, stateNameOf, valuesOf } from "./execution-file.js";
import { object } from "./question.js";
import { recordedCall } from "./recorded-call.js";
import { type FieldDifference, fieldThatDiffers } from "./same.js";
import { byStrand } from "./strands.js";
import { type EventTimes, waitThatDiffers } from "./waits.js";

/** Where a run first differs from its recording. */
export interface Divergence extends FieldDifference {
  /** The state in which it is; undefined before the first one. */
  readonly state: string | undefined;
  /** The recorded event's id, or that of the first event that is too many. */
  readonly event: number;
}

/** What never agrees, what AWS may cut in a history, and by which version or alias the execution was started. */
const volatile = new Set([
  ...["timestamp", "inputDetails", "outputDetails", "assignedVariablesDetails", "mapRunArn"],
  ...["stateMachineVersionArn", "stateMachineAliasArn"],
]);

/**
 * Runs a definition with the recorded results of its tasks at the recorded times, and compares the histories.
 *
 * @throws DefinitionError when the definition cannot run.
 */
export async function replayExecution(recording: RecordedExecution): Promise<Divergence | undefined> {
  const { events, times, context, definition, type, input } = recording;
  const clock = virtualClock({ start: times.get(1) ?? 0 });
  const tokens = taskTokens();
  const issued = new Set<string>();
  const answer = recordedCall({ events, times, clock, tokens, issued });
  const { executionName: name, ...names } = context;
  const execution = start(compile(definition, { type }), {
    input,
    tokens,
    ...names,
    ...(name === undefined ? {} : { name }),
    ports: {
      clock,
      random: () => 0.5,
      uuid: () => {
        const uuid = `00000000-0000-4000-8000-${String(issued.size).padStart(12, "0")}`;
        issued.add(uuid);
        return uuid;
      },
      call: (task) => {
        if (task.taskToken !== undefined) issued.add(task.taskToken);
        return answer(task);
      },
    },
  });
  if (events.some((event) => event.type === "ExecutionAborted")) stopAsRecorded(execution, recording, clock);
  const last = Math.max(...times.values());
  await Promise.race([clock.runUntil(execution.done).catch(() => undefined), clock.advanceTo(last)]);
  await clock.advanceTo(Math.max(last, clock.now()));
  const actualTimes = new Map(execution.history.map((event) => [event.id, event.timestamp]));
  return firstDivergence(
    { recorded: events, actual: valuesOf(execution.history) },
    { issued, times: { recorded: times, actual: actualTimes } },
  );
}

function stopAsRecorded(
  execution: Execution,
  { events, times }: RecordedExecution,
  clock: { setTimer(at: number, fn: () => void): void },
): void {
  const aborted = events.find((event) => event.type === "ExecutionAborted");
  const { error, cause } = object(aborted?.executionAbortedEventDetails);
  const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);
  clock.setTimer(times.get(Number(aborted?.id)) ?? 0, () => execution.stop(text(error), text(cause)));
}

/** The first event that differs, whatever branch or iteration it is in. */
function firstDivergence(whole: Histories, known: Known): Divergence | undefined {
  const [left, right] = [byStrand(whole.recorded), byStrand(whole.actual)];
  let first: Divergence | undefined;
  for (const strand of new Set([...left.keys(), ...right.keys()])) {
    const pairs = { recorded: left.get(strand) ?? [], actual: right.get(strand) ?? [] };
    const found = divergenceOf(pairs, whole, known);
    if (found !== undefined && (first === undefined || found.event < first.event)) first = found;
  }
  return first;
}

/** The events of a recording and of a run. */
interface Histories {
  readonly recorded: readonly JsonObject[];
  readonly actual: readonly JsonObject[];
}

/** What is known beyond the events: the run's task tokens and UUIDs, and when the events happened. */
interface Known {
  readonly issued: ReadonlySet<string>;
  readonly times: { readonly recorded: EventTimes; readonly actual: EventTimes };
}

function divergenceOf(strand: Histories, whole: Histories, { issued, times }: Known): Divergence | undefined {
  for (let index = 0; index < Math.max(strand.recorded.length, strand.actual.length); index++) {
    const [expected, found] = [strand.recorded[index], strand.actual[index]];
    const event = Number((expected ?? found)?.id);
    const state = () => stateAt(whole.recorded, expected) ?? stateAt(whole.actual, found);
    if (expected === undefined || found === undefined) {
      return { state: state(), event, field: "event", recorded: expected?.type ?? null, actual: found?.type ?? null };
    }
    if (expected.type !== found.type) {
      return { state: state(), event, field: "type", recorded: expected.type ?? null, actual: found.type ?? null };
    }
    const where = fieldThatDiffers(detail(expected), detail(found), issued) ?? waitThatDiffers(expected, found, times);
    if (where !== undefined) return { state: state(), event, ...where };
  }
  return undefined;
}

function stateAt(events: readonly JsonObject[], event: JsonObject | undefined): string | undefined {
  const byId = new Map(events.map((each) => [each.id, each]));
  // The end of a Parallel or Map state follows an event inside of it.
  const [, around] = /^(Parallel|Map)State(?:Succeeded|Failed)$/.exec(String(event?.type)) ?? [];
  let inner = 0;
  let current = event;
  for (let steps = 0; current !== undefined && steps <= events.length; steps++) {
    if (around !== undefined && current.type === `${around}StateExited`) inner++;
    const name = stateNameOf(current);
    if (around === undefined && name !== undefined) return name;
    if (current.type === `${around}StateEntered` && inner-- === 0) return name;
    current = byId.get(current.previousEventId);
  }
  return undefined;
}

/** The part of an event that says what happened. */
function detail(event: JsonObject): JsonObject {
  const { id: _, previousEventId: __, ...rest } = event;
  return object(steady(rest));
}

function steady(value: Json): Json {
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !volatile.has(key))
      .map(([key, field]) => [key, steady(field)]),
  );
}
