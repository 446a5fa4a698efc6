import type { Json } from "../spec/index.js";
import { itemsNotArray, pathNotNumber, pathOutOfRange, unexpectedText, waitPathUnusable } from "./causes.js";
import { leave } from "./drive.js";
import type { Frame } from "./frame.js";
import type { HistoryEventType } from "./history.js";
import { isObject } from "./json.js";
import { compilePath } from "./json-path.js";
import { choiceOperators, compileCondition } from "./json-path-choice.js";
import { assignment, payload, resultPath, selection, strictPath } from "./json-path-fields.js";
import { compileValue, type Value } from "./json-path-value.js";
import { isList } from "./json-size.js";
import type { Compute, QueryLanguage } from "./language.js";
import { entriesOf } from "./map-entries.js";
import { isInRange, type NumberRange, type Reader } from "./reader.js";
import type { Exit, Link } from "./state.js";
import { parseTimestamp } from "./timestamp.js";

const paths = ["InputPath", "OutputPath"] as const;
const results = ["ResultSelector", "ResultPath"] as const;
const moves = ["Next", "End"] as const;
const recovers = ["Retry", "Catch"] as const;
const work = [...paths, "Parameters", ...results, ...recovers, "Assign", ...moves] as const;

/** How a state without a result is left: with its effective input, or what `OutputPath` selects from it. */
function passThrough(reader: Reader, state: Reader, event: HistoryEventType, next: Link): Exit {
  const output = selection(state, "OutputPath");
  const assign = assignment(reader);
  return (frame, value) => leave(frame, event, output(frame, value), assign(frame, value), next);
}

/** How a state with a result is left: `ResultSelector`, then `ResultPath`, then `OutputPath`. */
function withResult(reader: Reader, event: HistoryEventType, next: Link): Exit {
  const select = payload(reader, "ResultSelector");
  const put = resultPath(reader);
  const output = selection(reader, "OutputPath");
  const assign = assignment(reader);
  const isWork = reader.json.Type === "Task" || reader.json.Result !== undefined;
  return (frame, result) => {
    const { inspection } = frame.run;
    if (isWork) inspection?.note(frame, "result", result);
    const selected = select === undefined ? result : select(frame, result);
    inspection?.note(frame, "afterResultSelector", selected);
    const assigned = assign(frame, selected);
    const merged = put(frame.input, selected);
    inspection?.note(frame, "afterResultPath", merged);
    return leave(frame, event, output(frame, merged), assigned, next);
  };
}

/** What `InputPath` selects from a state's input. */
function inspectedInput(reader: Reader): (frame: Frame, data: Json) => Json {
  const input = selection(reader, "InputPath");
  return (frame, data) => {
    const selected = input(frame, data);
    frame.run.inspection?.note(frame, "afterInputPath", selected);
    return selected;
  };
}

/** A `SecondsPath`, whose failures have texts of their own. */
function secondsPath(input: Value, text: string): Compute<number> {
  const path = compilePath(text);
  return (frame) => {
    const value = path.find(frame, input(frame, frame.input));
    if (value === undefined) throw waitPathUnusable("SecondsPath", `does not reference an input value: ${text}`);
    if (typeof value !== "number" || !Number.isInteger(value)) {
      throw waitPathUnusable("SecondsPath", `cannot be parsed as a long value: ${text} == ${told(value)}`);
    }
    if (value < 0) throw waitPathUnusable("SecondsPath", `references a negative value: ${text} == ${value}`);
    return value;
  };
}

const told = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A number from a path. */
function numberPath(reader: Reader, field: string, text: string, range: NumberRange, state: Reader): Compute<number> {
  const input = selection(state, "InputPath");
  if (field === "Seconds") return secondsPath(input, text);
  const find = strictPath(reader, `${field}Path`, text);
  return (frame) => {
    const value = find(frame, input(frame, frame.input));
    if (typeof value !== "number" || (range.integer && !Number.isInteger(value))) {
      throw pathNotNumber(`${field}Path`, range.integer ? "integer" : "float", text, value);
    }
    if (isInRange(value, range)) return value;
    const allowed = Number.isFinite(range.max) ? `between ${range.min} and ${range.max}` : `at least ${range.min}`;
    throw pathOutOfRange(field, allowed);
  };
}

/** The query language JSONPath, the default one. Source: Amazon States Language specification, "Paths". */
export const jsonPathLanguage: QueryLanguage = {
  name: "JSONPath",
  fields: {
    Task: [
      "Resource",
      "Credentials",
      "TimeoutSeconds",
      "TimeoutSecondsPath",
      "HeartbeatSeconds",
      "HeartbeatSecondsPath",
      ...work,
    ],
    Pass: [...paths, "Parameters", "Result", "ResultPath", "Assign", ...moves],
    Wait: [...paths, "Seconds", "SecondsPath", "Timestamp", "TimestampPath", "Assign", ...moves],
    Choice: [...paths, "Choices", "Default", "Assign"],
    Parallel: ["Branches", ...work],
    Map: [
      "ItemsPath",
      "ItemSelector",
      "ItemProcessor",
      "Iterator",
      "ItemReader",
      "ItemBatcher",
      "ResultWriter",
      "Label",
      "MaxConcurrency",
      "MaxConcurrencyPath",
      "ToleratedFailureCount",
      "ToleratedFailureCountPath",
      "ToleratedFailurePercentage",
      "ToleratedFailurePercentagePath",
      ...work,
    ],
    Succeed: [...paths],
    Fail: ["Error", "ErrorPath", "Cause", "CausePath"],
  },
  ruleFields: ["Variable", "Next", "Comment", "Assign", ...choiceOperators],
  catcherFields: ["ErrorEquals", "Next", "Comment", "ResultPath", "Assign"],
  work(reader) {
    const input = inspectedInput(reader);
    const takesParameters = ["Task", "Pass", "Parallel"].includes(String(reader.json.Type));
    const parameters = reader.json.Type === "Map" ? undefined : payload(reader, "Parameters");
    const { Result: result } = reader.json;
    if (reader.json.Type === "Pass" && result !== undefined) return () => result;
    if (!takesParameters) return (frame) => input(frame, frame.input);
    return (frame) => {
      const selected = input(frame, frame.input);
      const value = parameters === undefined ? selected : parameters(frame, selected);
      frame.run.inspection?.note(frame, "afterParameters", value);
      return value;
    };
  },
  exit(reader, event, next) {
    const { Type: type } = reader.json;
    const hasResult = type === "Task" || type === "Pass" || type === "Parallel" || type === "Map";
    return hasResult ? withResult(reader, event, next) : passThrough(reader, reader, event, next);
  },
  ruleExit: passThrough,
  catcherExit(reader, event, next) {
    const put = resultPath(reader);
    const assign = assignment(reader);
    return (frame, error) => leave(frame, event, put(frame.input, error), assign(frame, error), next);
  },
  parametersField: "Parameters",
  value(reader, field, state) {
    const input = selection(state, "InputPath");
    const value = payload(reader, field);
    return value === undefined ? undefined : (frame) => value(frame, input(frame, frame.input));
  },
  number(reader, field, range, state = reader) {
    const path = reader.text(`${field}Path`);
    if (path !== undefined) return numberPath(reader, field, path, range, state);
    const literal = reader.number(field, range);
    return literal === undefined ? undefined : () => literal;
  },
  text(reader, field) {
    const literal = reader.text(field);
    const path = reader.text(`${field}Path`);
    if (path === undefined) return literal === undefined ? undefined : () => literal;
    const value = compileValue(path, `${field}Path`, (problem) => reader.problem(`${field}Path`, problem));
    return (frame) => {
      const found = value(frame, frame.input);
      if (typeof found === "string") return found;
      throw unexpectedText(`${field}Path`, path, found);
    };
  },
  condition(reader, state) {
    const input = selection(state, "InputPath");
    const holds = compileCondition(reader.json, (problem) => reader.problem("", problem));
    return (frame) => holds(frame, input(frame, frame.input));
  },
  items(reader) {
    const input = inspectedInput(reader);
    const select = selection(reader, "ItemsPath");
    const text = reader.text("ItemsPath") ?? "$";
    return (frame) => {
      const items = select(frame, input(frame, frame.input));
      if (isList(items)) {
        if (reader.has("ItemsPath")) frame.run.inspection?.note(frame, "afterItemsPath", items);
        return items;
      }
      if (isObject(items) && !reader.context.onlyLists) return entriesOf(items);
      throw itemsNotArray(text);
    };
  },
  itemSelector(reader) {
    const input = selection(reader, "InputPath");
    const selector = payload(reader, reader.has("ItemSelector") ? "ItemSelector" : "Parameters");
    return selector === undefined ? undefined : (frame) => selector(frame, input(frame, frame.input));
  },
  timestamp(reader) {
    const [literal, path] = [reader.text("Timestamp"), reader.text("TimestampPath")];
    if (literal !== undefined) {
      const time = parseTimestamp(literal);
      if (time === undefined) reader.problem("Timestamp", `String does not match RFC3339 timestamp: ${literal}`);
      return () => time ?? 0;
    }
    if (path === undefined) return undefined;
    const input = selection(reader, "InputPath");
    const find = strictPath(reader, "TimestampPath", path);
    return (frame) => {
      const value = find(frame, input(frame, frame.input));
      const time = typeof value === "string" ? parseTimestamp(value) : undefined;
      if (time !== undefined) return time;
      const problem = "does not reference a valid ISO-8601 extended offset date-time format string";
      throw waitPathUnusable("TimestampPath", `${problem}: ${path} == ${told(value)}`);
    };
  },
  credentials(reader) {
    const credentials = payload(reader, "Credentials");
    return credentials === undefined ? undefined : (frame) => credentials(frame, frame.input);
  },
};
