import { parseJson } from "../../../asl/interpreter/json.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";
import type { RecordedCase } from "./case.js";
import { difference } from "./compare.js";
import { scheduled } from "./mocks.js";
import { list, object } from "./question.js";

/** What came of one case. */
export interface Verdict {
  readonly verdict: "reproduced" | "diverged" | "unsupported";
  /** The first difference, or why there is no answer. */
  readonly why?: string;
  /** The first difference in a cause or message; undefined where there is none. */
  readonly causeWhy?: string;
  /** Whether the whole history agrees, event by event; undefined when the recording has none with ids. */
  readonly history?: boolean;
  readonly historyWhy?: string;
}

const judges: Readonly<Record<string, (recorded: RecordedCase, answer: JsonObject) => Verdict>> = {
  execution: judgeExecution,
  "creation-error": judgeRefusal,
  validate: judgeValidation,
  "test-state": judgeTestState,
};

/** Compares an answer of the engine with what was recorded. */
export function judge(recorded: RecordedCase, answer: JsonObject): Verdict {
  if (answer.unsupported !== undefined) return { verdict: "unsupported", why: String(answer.unsupported) };
  const compare = judges[recorded.kind];
  return compare?.(recorded, answer) ?? { verdict: "unsupported", why: `There is no kind '${recorded.kind}'.` };
}

function judgeExecution({ outcome, history, masks }: RecordedCase, answer: JsonObject): Verdict {
  const actual = list(answer.history).map((event) => readable(object(event)));
  const { cause: recordedCause, ...recordedRest } = outcome;
  const { cause, history: _, ...rest } = answer;
  const causeWhy = difference(recordedCause ?? null, cause ?? null, masks, "/cause");
  const recorded = history ?? [];
  const why =
    difference(recordedRest, rest, masks) ??
    (history === undefined
      ? undefined
      : (difference(statesOf(recorded), statesOf(actual), masks, "states entered") ??
        difference(callsOf(recorded), callsOf(actual), masks, "calls")));
  const told = causeWhy === undefined ? {} : { causeWhy };
  if (why !== undefined) return { verdict: "diverged", why, ...told };
  if (recorded.length === 0 || recorded.some((event) => event.id === 0)) return { verdict: "reproduced", ...told };
  const historyWhy = difference(recorded, actual, masks, "history");
  return historyWhy === undefined
    ? { verdict: "reproduced", history: true, ...told }
    : { verdict: "reproduced", history: false, historyWhy, ...told };
}

const statesOf = (events: readonly JsonObject[]): Json =>
  events
    .filter((event) => String(event.type).endsWith("StateEntered"))
    .map((event) => String(object(event.stateEnteredEventDetails).name));

const callsOf = (events: readonly JsonObject[]): Json =>
  events.flatMap((event) => {
    const call = scheduled(event);
    return call === undefined ? [] : [call];
  });

function judgeRefusal({ expected, masks }: RecordedCase, answer: JsonObject): Verdict {
  const { Code, Message } = object(expected.Error);
  const why = difference(
    { refused: true, code: Code ?? null },
    { refused: answer.refused ?? false, code: answer.code ?? null },
    masks,
  );
  return verdictOf(why, difference(Message ?? null, answer.message ?? null, masks, "/message"));
}

function judgeValidation({ expected, masks }: RecordedCase, { answer = null }: JsonObject): Verdict {
  const actual = object(answer);
  if (expected.variableReferences !== undefined) {
    return verdictOf(
      difference(expected.variableReferences, actual.variableReferences ?? {}, masks, "/variableReferences"),
    );
  }
  const codes = ({ result = null, diagnostics }: JsonObject): Json => ({
    result,
    codes: [...new Set(list(diagnostics).map((each) => String(object(each).code)))].sort(),
  });
  return verdictOf(difference(codes(expected), codes(actual), masks), difference(expected, actual, masks));
}

function judgeTestState({ expected, masks }: RecordedCase, { answer = null }: JsonObject): Verdict {
  const actual = object(answer);
  if (expected.Error !== undefined || actual.Error !== undefined) {
    const [recorded, told] = [object(expected.Error), object(actual.Error)];
    const messages = difference(recorded.Message ?? null, told.Message ?? null, masks, "/Error/Message");
    return verdictOf(difference(recorded.Code ?? null, told.Code ?? null, masks, "/Error/Code"), messages);
  }
  const { cause: recordedCause, ...recordedRest } = expected;
  const { cause, ...rest } = actual;
  return verdictOf(
    difference(recordedRest, decoded(rest), masks),
    difference(recordedCause ?? null, cause ?? null, masks, "/cause"),
  );
}

function verdictOf(why: string | undefined, causeWhy?: string): Verdict {
  const told = causeWhy === undefined ? {} : { causeWhy };
  return why === undefined ? { verdict: "reproduced", ...told } : { verdict: "diverged", why, ...told };
}

/** The API's answer in the corpus's form: JSON texts as values. */
function decoded({ output, inspectionData, ...rest }: JsonObject): JsonObject {
  const data = Object.entries(object(inspectionData)).map(([name, value]) => [name, parsedText(value)]);
  return {
    ...rest,
    ...(output === undefined ? {} : { output: parsedText(output) }),
    ...(inspectionData === undefined ? {} : { inspectionData: Object.fromEntries(data) }),
  };
}

function parsedText(value: Json): Json {
  const json = typeof value === "string" ? parseJson(value) : undefined;
  return json === undefined ? value : json;
}

const textFields = new Set(["input", "output", "parameters"]);

/** An event in the corpus's form: JSON texts as values. */
export function readable(event: JsonObject): JsonObject {
  return object(decode(event));
}

function decode(value: Json, key = ""): Json {
  if (typeof value === "string") return textFields.has(key) ? parsedText(value) : value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      key === "assignedVariables" ? parsedText(field) : decode(field, name),
    ]),
  );
}
