import type { JsonObject } from "../../../asl/spec/index.js";
import { stateNameOf } from "./execution-file.js";
import { object } from "./question.js";

/** A branch or an iteration that an event stands in. */
interface Level {
  readonly kind: "Parallel" | "Map";
  readonly name: string;
}

/**
 * The events of a history by branch and iteration, each in its order: what runs side by side takes turns by chance, so two
 * histories are compared strand by strand.
 */
export function byStrand(events: readonly JsonObject[]): ReadonlyMap<string, readonly JsonObject[]> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const levels = new Map<unknown, readonly Level[]>();
  const strands = new Map<string, JsonObject[]>();
  for (const event of events) {
    const before = byId.get(event.previousEventId);
    const own = levelsOf(event, before, levels.get(before?.id) ?? []);
    levels.set(event.id, own);
    const key = own.map(({ name }) => name).join("/");
    strands.set(key, [...(strands.get(key) ?? []), event]);
  }
  return strands;
}

function levelsOf(event: JsonObject, before: JsonObject | undefined, outer: readonly Level[]): readonly Level[] {
  const type = String(event.type);
  const previous = String(before?.type);
  const [, ended] = /^(Parallel|Map)State(?:Succeeded|Failed)$/.exec(type) ?? [];
  if (ended !== undefined) {
    // It follows the last event of one of its branches, or, where none has begun, its own.
    const hasBegun = previous !== `${ended}StateEntered` && previous !== `${ended}StateStarted`;
    const level = outer.map(({ kind }) => kind === ended).lastIndexOf(true);
    return hasBegun && level >= 0 ? outer.slice(0, level) : outer;
  }
  if (type === "MapIterationStarted") {
    const { index, name } = object(event.mapIterationStartedEventDetails);
    // One that had to wait for its turn follows the end of another.
    const other = outer.map((level) => level.name.startsWith(`${name}[`)).lastIndexOf(true);
    return [
      ...(other < 0 ? outer : outer.slice(0, other)),
      { kind: "Map", name: `${name}[${String(index).padStart(6, "0")}]` },
    ];
  }
  if (previous === "ParallelStateStarted" && type.endsWith("StateEntered")) {
    return [...outer, { kind: "Parallel", name: stateNameOf(event) ?? "" }];
  }
  return outer;
}
