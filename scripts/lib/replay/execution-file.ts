import type { HistoryEvent } from "../../../asl/interpreter/index.js";
import { parseJson } from "../../../asl/interpreter/json.js";
import { isList } from "../../../asl/interpreter/json-size.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { detailsOf } from "./mocks.js";
import { list, object } from "./question.js";

/** A definition and the events of an execution that ran on AWS. */
export interface RecordedExecution {
  readonly definition: Json;
  readonly type: "STANDARD" | "EXPRESS";
  readonly input: Json;
  readonly context: Readonly<Record<string, string>>;
  /** The events with data as values, not as JSON text. */
  readonly events: readonly JsonObject[];
  /** When each event happened, in milliseconds since 1970, by id. */
  readonly times: ReadonlyMap<number, number>;
}

/**
 * Reads a file of `npm run replay`: a definition with the output of `get-execution-history`.
 *
 * @throws Error that says what is missing.
 */
export function readExecution(json: JsonObject): RecordedExecution {
  const { definition, history, type, execution } = json;
  const source = typeof definition === "string" ? parseJson(definition) : definition;
  if (source === undefined) throw new Error("'definition' must be a state machine's definition, or its JSON text.");
  const given = isList(history) ? history : object(history).events;
  if (!isList(given) || given.length === 0) {
    throw new Error("'history' must be what `aws stepfunctions get-execution-history` prints: {\"events\": [...]}.");
  }
  const ordered = [...given.map(object)].sort((left, right) => Number(left.id) - Number(right.id));
  const events = ordered.map((event) => object(withValues(event)));
  const started = object(events[0]?.executionStartedEventDetails);
  const described = object(execution);
  const region = regionOf(events);
  const stateMachineArn =
    described.stateMachineArn ?? machineOf(started.stateMachineVersionArn) ?? arnIn(region, "stateMachine:replayed");
  return {
    definition: source,
    type: type === "EXPRESS" ? "EXPRESS" : "STANDARD",
    input: started.input ?? {},
    context: textsOf({
      executionArn: described.executionArn ?? arnIn(region, "execution:replayed:replayed"),
      executionName: described.name,
      stateMachineArn,
      stateMachineName: String(stateMachineArn ?? "").split(":")[6],
      roleArn: started.roleArn,
    }),
    events,
    times: new Map(ordered.map((event) => [Number(event.id), timeOf(event.timestamp)])),
  };
}

/** The region that a history tells: that of its first task. */
function regionOf(events: readonly JsonObject[]): Json | undefined {
  return events.map((event) => object(event.taskScheduledEventDetails).region).find((region) => region !== undefined);
}

/** A stand-in for an ARN of which only the region is known. */
function arnIn(region: Json | undefined, resource: string): string | undefined {
  return typeof region === "string" ? `arn:aws:states:${region}:000000000000:${resource}` : undefined;
}

/** The machine of a version's ARN. */
function machineOf(versionArn: Json | undefined): string | undefined {
  return typeof versionArn === "string" ? versionArn.replace(/:\d+$/u, "") : undefined;
}

/** The events of a run in the same form. */
export const valuesOf = (history: readonly HistoryEvent[]): readonly JsonObject[] =>
  history.map((event) => object(withValues(JSON.parse(JSON.stringify(event)))));

/** The name of the state in which an event happened, for those that have one in their details. */
export const stateNameOf = (event: JsonObject): string | undefined => {
  const { name, state } = detailsOf(event);
  const found = state ?? name;
  return typeof found === "string" ? found : undefined;
};

function textsOf(fields: Readonly<Record<string, Json | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === "string" && value !== "" ? [[name, value]] : [],
    ),
  );
}

function timeOf(timestamp: Json | undefined): number {
  // The CLI prints a time as text or, by its own setting, as seconds.
  return typeof timestamp === "number" ? timestamp * 1000 : Date.parse(String(timestamp));
}

const textFields = new Set(["input", "output", "parameters"]);

function withValues(value: Json, key = ""): Json {
  if (typeof value === "string") return textFields.has(key) || key === "assigned" ? (readText(value) ?? value) : value;
  if (isList(value)) return list(value).map((item) => withValues(item));
  if (typeof value !== "object" || value === null) return value;
  const inner = key === "assignedVariables" ? "assigned" : undefined;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withValues(field, inner ?? name)]));
}

function readText(text: string): Json | undefined {
  return parseJson(text);
}
