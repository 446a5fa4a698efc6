import {
  compile,
  DefinitionError,
  type HistoryEvent,
  seededRandom,
  start,
  TaskFailure,
  taskTokens,
  virtualClock,
} from "../../../asl/interpreter/index.js";
import { isObject, parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { object, type RecordedCase } from "./recorded-case.js";
import { difference } from "./recorded-comparison.js";

/** What came of replaying one recording. */
export interface Verdict {
  readonly verdict: "reproduced" | "diverged" | "unsupported";
  /** The first difference, or why the engine refuses the definition. */
  readonly why?: string;
  /** Whether the whole history agrees, event by event; undefined when the recording has no ids to compare. */
  readonly history?: boolean;
  readonly historyWhy?: string;
}

/** What a recorded task answered to one attempt. */
interface RecordedAttempt {
  readonly parameters: Json;
  readonly submitted?: Json;
  readonly result?: { readonly output: Json } | { readonly failure: JsonObject };
}

/** Runs a recorded definition on the engine, with the recorded results of its tasks, and compares. */
export async function replay(recorded: RecordedCase): Promise<Verdict> {
  const attempts = recordedAttempts(recorded.history ?? []);
  const clock = virtualClock({ start: Date.parse("2024-01-01T00:00:00Z") });
  const random = seededRandom(1);
  const tokens = taskTokens();
  const calls: { readonly state: string; readonly parameters: Json }[] = [];
  let execution: ReturnType<typeof start>;
  try {
    const machine = compile(recorded.definition);
    execution = start(machine, {
      input: recorded.input,
      tokens,
      ...recordedNames(recorded),
      ports: {
        clock,
        random,
        uuid: () => "00000000-0000-4000-8000-000000000000",
        call: async (task) => {
          if (recorded.history === undefined && recorded.handlers.includes("raise_exception.py")) throw raised;
          calls.push({ state: task.stateName, parameters: task.parameters });
          const list = attempts.get(task.stateName) ?? [];
          const index = list.findIndex(
            (attempt) => difference(attempt.parameters, task.parameters, recorded.masks) === undefined,
          );
          const [attempt] = list.splice(Math.max(index, 0), 1);
          if (attempt === undefined) throw new TaskFailure("Test.NoRecording", `no recorded call of ${task.stateName}`);
          const { result, submitted } = attempt;
          if (task.taskToken === undefined) return answer(result);
          const { taskToken } = task;
          if (result !== undefined) {
            clock.setTimer(clock.now(), () => {
              if ("output" in result) tokens.sendTaskSuccess(taskToken, JSON.stringify(result.output));
              else tokens.sendTaskFailure(taskToken, text(result.failure.error), text(result.failure.cause));
            });
          }
          return submitted ?? {};
        },
      },
    });
  } catch (error) {
    if (error instanceof DefinitionError) return { verdict: "unsupported", why: error.message };
    throw error;
  }
  try {
    await clock.runUntil(execution.done);
  } catch (error) {
    return { verdict: "diverged", why: String(error) };
  }
  const { status, output, error, cause } = execution;
  const outcome = Object.fromEntries(
    Object.entries({ status, output, error, cause }).filter(([, value]) => value !== undefined),
  );
  const expected = recorded.history ?? [];
  const actual = execution.history.map(readable);
  const why =
    difference(recorded.outcome, toJson(outcome), recorded.masks) ??
    (recorded.history === undefined
      ? undefined
      : (difference(entered(expected), entered(actual), recorded.masks, "states entered") ??
        difference(scheduled(expected), scheduled(actual), recorded.masks, "calls")));
  if (why !== undefined) return { verdict: "diverged", why };
  if (expected.length === 0 || expected.some((event) => event.id === 0)) return { verdict: "reproduced" };
  const historyWhy = difference(expected, actual, recorded.masks, "history");
  return historyWhy === undefined
    ? { verdict: "reproduced", history: true }
    : { verdict: "reproduced", history: false, historyWhy };
}

/** The failure of the corpus's handler that raises an exception, as its README describes it. */
const raised = new TaskFailure(
  "Exception",
  JSON.stringify({
    errorMessage: "Some exception was raised.",
    errorType: "Exception",
    requestId: "00000000-0000-4000-8000-000000000000",
    stackTrace: [
      '  File "/var/task/handler.py", line 2, in handler\n    raise Exception("Some exception was raised.")\n',
    ],
  }),
);

function recordedNames({ context }: RecordedCase) {
  return {
    ...(context.executionName === undefined ? {} : { name: context.executionName }),
    ...(context.executionArn === undefined ? {} : { executionArn: context.executionArn }),
    ...(context.stateMachineArn === undefined ? {} : { stateMachineArn: context.stateMachineArn }),
    ...(context.stateMachineName === undefined ? {} : { stateMachineName: context.stateMachineName }),
    ...(context.roleArn === undefined ? {} : { roleArn: context.roleArn }),
  };
}

async function answer(result: RecordedAttempt["result"]): Promise<Json> {
  if (result === undefined) return new Promise(() => {});
  if ("output" in result) return result.output;
  throw new TaskFailure(text(result.failure.error), text(result.failure.cause));
}

const text = (value: Json | undefined): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
};

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const textFields = new Set(["input", "output", "parameters"]);

/** The value of a JSON text; the text itself where it is none. */
function parsed(text: string): Json {
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** An event in the corpus's form: JSON texts as values. */
function readable(event: HistoryEvent): JsonObject {
  return object(decode(toJson(event)));
}

function decode(value: Json, key = ""): Json {
  if (typeof value === "string") return textFields.has(key) ? parsed(value) : value;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      key === "assignedVariables" && typeof field === "string" ? parsed(field) : decode(field, name),
    ]),
  );
}

function entered(events: readonly JsonObject[]): Json {
  return events
    .filter((event) => String(event.type).endsWith("StateEntered"))
    .map((event) => String(object(event.stateEnteredEventDetails).name));
}

function scheduled(events: readonly JsonObject[]): Json {
  return events.flatMap((event) => {
    const { parameters } = object(event.taskScheduledEventDetails);
    const { input } = object(event.lambdaFunctionScheduledEventDetails);
    return parameters === undefined ? (input === undefined ? [] : [input]) : [parameters];
  });
}

/** The attempts of each Task state, read off a recorded history. */
function recordedAttempts(events: readonly JsonObject[]): Map<string, RecordedAttempt[]> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const attempts = new Map<string, RecordedAttempt[]>();
  for (const [position, event] of events.entries()) {
    const details = scheduledDetails(event);
    if (details === undefined) continue;
    const state = stateOf(event, events, byId);
    const list = attempts.get(state) ?? [];
    attempts.set(state, [...list, { parameters: details, ...endOf(event, position, events) }]);
  }
  return attempts;
}

function scheduledDetails(event: JsonObject): Json | undefined {
  return object(event.taskScheduledEventDetails).parameters ?? object(event.lambdaFunctionScheduledEventDetails).input;
}

/** The state in which an event happened: the last one entered on its strand. */
function stateOf(
  event: JsonObject,
  events: readonly JsonObject[],
  byId: ReadonlyMap<Json | undefined, JsonObject>,
): string {
  let current: JsonObject | undefined = event;
  // Where the recording lost its ids, the only Task state entered is the one.
  if (event.id === 0) current = events.find((other) => other.type === "TaskStateEntered");
  while (current !== undefined && current.type !== "TaskStateEntered") current = byId.get(current.previousEventId);
  return String(object(current?.stateEnteredEventDetails).name);
}

function endOf(
  event: JsonObject,
  position: number,
  events: readonly JsonObject[],
): Omit<RecordedAttempt, "parameters"> {
  let submitted: Json | undefined;
  let last = event.id;
  for (const next of event.id === 0 ? events : events.slice(position + 1)) {
    if (event.id !== 0 && next.previousEventId !== last) continue;
    const type = String(next.type);
    const details = Object.entries(next).find(([key]) => key.endsWith("EventDetails"))?.[1];
    last = next.id;
    if (type === "TaskSubmitted") submitted = object(details).output;
    const rest = submitted === undefined ? {} : { submitted };
    if (type.endsWith("Succeeded") && /^(Task|Lambda)/.test(type)) {
      return { ...rest, result: { output: object(details).output ?? null } };
    }
    if (type === "TaskFailed" || type === "LambdaFunctionFailed")
      return { ...rest, result: { failure: object(details) } };
    if (type.endsWith("TimedOut")) return rest;
  }
  return submitted === undefined ? {} : { submitted };
}
