import type { Json, JsonObject } from "../spec/index.js";
import { mapInputNotArray, numberOutOfRange, timestampUnreadable, unexpectedType } from "./causes.js";
import { leave } from "./drive.js";
import { isObject } from "./json.js";
import { isList } from "./json-size.js";
import type { Compute, QueryLanguage } from "./language.js";
import { entriesOf } from "./map-entries.js";
import { chain } from "./maybe-promise.js";
import { describeRange, isInRange, type Reader } from "./reader.js";
import type { Exit } from "./state.js";
import { compileObjectTemplate, compileTemplate, type Template } from "./template.js";
import { parseTimestamp } from "./timestamp.js";
import { checkVariableNames } from "./variable-names.js";

const exits = ["Assign", "Output"] as const;
const moves = ["Next", "End"] as const;
const recovers = ["Retry", "Catch"] as const;

/** The template in a field; undefined when the field is not there. */
function template(reader: Reader, field: string): Template | undefined {
  const value = reader.json[field];
  return value === undefined ? undefined : compileTemplate(value, reader.prefix + field, reader.report);
}

/** What is in a field, evaluated; undefined when the field is not there. */
function evaluated(reader: Reader, field: string): Compute<Json> | undefined {
  const compiled = template(reader, field);
  return compiled === undefined ? undefined : (frame) => compiled.evaluate(frame);
}

/** A field whose value must have a certain type: literals are checked now, expressions each time. */
function typed<T extends Json>(
  reader: Reader,
  field: string,
  expected: string,
  is: (value: Json) => value is T,
): Compute<T> | undefined {
  const compiled = template(reader, field);
  if (compiled === undefined) return undefined;
  const check = (value: Json): T => {
    if (is(value)) return value;
    throw unexpectedType(compiled.source ?? "", reader.prefix + field, expected, value);
  };
  if (compiled.constant !== undefined && !is(compiled.constant)) {
    reader.problem(field, `must be ${expected} or a JSONata expression but is ${JSON.stringify(compiled.constant)}.`);
  }
  return (frame) => chain(compiled.evaluate(frame), check);
}

const isText = (value: Json): value is string => typeof value === "string";
const isNumber = (value: Json): value is number => typeof value === "number";
const isBoolean = (value: Json): value is boolean => typeof value === "boolean";
const isListOrObject = (value: Json): value is readonly Json[] | JsonObject => isList(value) || isObject(value);
const isAnyList = (value: Json): value is readonly Json[] => isList(value);

/** The variables that a state sets: all read what was there on entry, and only then is anything written. */
function assignment(reader: Reader): Compute<JsonObject> | undefined {
  const fields = reader.object("Assign");
  if (fields === undefined || Object.keys(fields).length === 0) return undefined;
  checkVariableNames(reader, Object.keys(fields));
  const compiled = compileObjectTemplate(fields, `${reader.prefix}Assign`, reader.report);
  return (frame) => compiled.evaluate(frame);
}

const exit: QueryLanguage["exit"] = (reader, event, next): Exit => {
  const leaveWith = plainExit(reader, event, next);
  if (reader.json.Type !== "Task") return leaveWith;
  return (frame, result) => {
    frame.run.inspection?.note(frame, "result", result);
    return leaveWith(frame, result);
  };
};

const plainExit: QueryLanguage["exit"] = (reader, event, next): Exit => {
  const output = template(reader, "Output");
  const assign = assignment(reader);
  if (output === undefined && assign === undefined) {
    return (frame, result) => leave(frame, event, result, undefined, next);
  }
  return (frame, result) =>
    chain(assign?.(frame), (assigned) =>
      chain(output === undefined ? result : output.evaluate(frame), (value) =>
        leave(frame, event, value, assigned, next),
      ),
    );
};

/** The query language JSONata, version 2.0.6, as Step Functions embeds it. */
export const jsonataLanguage: QueryLanguage = {
  name: "JSONata",
  fields: {
    Task: [
      "Resource",
      "Arguments",
      "Credentials",
      "TimeoutSeconds",
      "HeartbeatSeconds",
      ...recovers,
      ...exits,
      ...moves,
    ],
    Pass: [...exits, ...moves],
    Wait: ["Seconds", "Timestamp", ...exits, ...moves],
    Choice: ["Choices", "Default", ...exits],
    Parallel: ["Branches", "Arguments", ...recovers, ...exits, ...moves],
    Map: [
      "Items",
      "ItemSelector",
      "ItemProcessor",
      "ItemReader",
      "ItemBatcher",
      "ResultWriter",
      "Label",
      "MaxConcurrency",
      "ToleratedFailureCount",
      "ToleratedFailurePercentage",
      ...recovers,
      ...exits,
      ...moves,
    ],
    Succeed: ["Output"],
    Fail: ["Error", "Cause"],
  },
  ruleFields: ["Condition", "Next", "Comment", ...exits],
  catcherFields: ["ErrorEquals", "Next", "Comment", ...exits],
  work(reader) {
    const argument = template(reader, "Arguments");
    const compute: Compute<Json> = (frame) => (argument === undefined ? frame.input : argument.evaluate(frame));
    if (reader.json.Type !== "Task") return compute;
    return (frame) =>
      chain(compute(frame), (value) => {
        frame.run.inspection?.note(frame, "afterArguments", value);
        return value;
      });
  },
  exit,
  ruleExit: (rule, _, event, next) => exit(rule, event, next),
  catcherExit: exit,
  number(reader, field, range) {
    const literal = reader.json[field];
    if (typeof literal === "number" && reader.number(field, range) === undefined) return undefined;
    const value = typed(reader, field, "number", isNumber);
    if (value === undefined) return undefined;
    return (frame) =>
      chain(value(frame), (number) => {
        if (isInRange(number, range)) return number;
        throw numberOutOfRange(reader.prefix + field, describeRange(range), number);
      });
  },
  text: (reader, field) => typed(reader, field, "string", isText),
  condition(reader) {
    if (!reader.has("Condition")) reader.problem("", "A rule needs a 'Condition'.");
    return typed(reader, "Condition", "boolean", isBoolean) ?? (() => false);
  },
  items(reader) {
    const isIterable = reader.context.onlyLists ? isAnyList : isListOrObject;
    const items = typed<readonly Json[] | JsonObject>(reader, "Items", "array", isIterable);
    if (items !== undefined)
      return (frame) => chain(items(frame), (value) => (isList(value) ? value : entriesOf(value)));
    return ({ input }) => {
      if (isList(input)) return input;
      if (isIterable(input) && isObject(input)) return entriesOf(input);
      throw mapInputNotArray(input);
    };
  },
  parametersField: "Arguments",
  value: evaluated,
  itemSelector: (reader) => evaluated(reader, "ItemSelector"),
  credentials: (reader) => evaluated(reader, "Credentials"),
  timestamp(reader) {
    const { Timestamp: literal } = reader.json;
    const text = typed(reader, "Timestamp", "string", isText);
    if (text === undefined) return undefined;
    if (typeof literal === "string" && !literal.startsWith("{%") && parseTimestamp(literal) === undefined) {
      reader.problem("Timestamp", `String does not match RFC3339 timestamp: ${literal}`);
    }
    return (frame) =>
      chain(text(frame), (value) => {
        const time = parseTimestamp(value);
        if (time === undefined) throw timestampUnreadable(value);
        return time;
      });
  },
};
