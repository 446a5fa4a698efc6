import {
  all,
  anything,
  type Check,
  type FieldTable,
  fields,
  nonEmptyText,
  number,
  oneOf,
  orExpression,
  seconds,
  secondsOrNone,
  text,
} from "../checks.js";
import { jsonataExpression, jsonataTemplate } from "../expressions/jsonata-template.js";
import { jsonpathTemplate } from "../expressions/jsonpath-template.js";
import { path, pathOrIntrinsic, resultPath } from "../expressions/path-fields.js";
import type { Language } from "../scene.js";
import { jsonataAssign, jsonpathAssign } from "./assign.js";
import { jsonataChoices, jsonpathChoices, timestamp } from "./choices.js";
import { jsonataCredentials, jsonpathCredentials } from "./credentials.js";
import { jsonataCatch, jsonpathCatch, retry } from "./errors.js";
import {
  branches,
  itemBatcher,
  itemProcessor,
  itemReader,
  items,
  itemsPath,
  iterator,
  label,
  maxConcurrency,
  resultWriter,
  toleratedCount,
  toleratedPercentage,
} from "./map.js";

/** The eight types of state. */
export const stateTypes = ["Task", "Pass", "Wait", "Choice", "Parallel", "Map", "Succeed", "Fail"] as const;

/** A type of state. */
export type StateType = (typeof stateTypes)[number];

type Fields = Readonly<Record<string, Check>>;

const common: Fields = { Type: anything, Comment: text, QueryLanguage: oneOf("JSONPath", "JSONata") };
// How they go together is a rule of its own, and so is whether the target exists.
const moves: Fields = { Next: nonEmptyText, End: anything };

const jsonpathInput: Fields = {
  ...common,
  InputPath: path("raw", { nullable: true }),
  OutputPath: path("output", { nullable: true }),
};
const jsonpathErrors: Fields = { Retry: retry, Catch: jsonpathCatch };
const jsonpathResult: Fields = {
  ResultPath: resultPath,
  ResultSelector: jsonpathTemplate("result", { objectOnly: true }),
};
const parameters = jsonpathTemplate("input");

const jsonpath: Readonly<Record<StateType, Fields>> = {
  Task: {
    ...jsonpathInput,
    ...jsonpathResult,
    ...jsonpathErrors,
    ...moves,
    Resource: nonEmptyText,
    Parameters: parameters,
    Assign: jsonpathAssign("selected"),
    Credentials: jsonpathCredentials,
    TimeoutSeconds: number(seconds),
    TimeoutSecondsPath: path("input"),
    HeartbeatSeconds: number(seconds),
    HeartbeatSecondsPath: path("input"),
  },
  Pass: {
    ...jsonpathInput,
    ...moves,
    Result: anything,
    Parameters: parameters,
    ResultPath: resultPath,
    Assign: jsonpathAssign("selected"),
  },
  Wait: {
    ...jsonpathInput,
    ...moves,
    Seconds: number(secondsOrNone),
    SecondsPath: path("input"),
    Timestamp: timestamp,
    TimestampPath: path("input"),
    Assign: jsonpathAssign("input"),
  },
  Choice: { ...jsonpathInput, Choices: jsonpathChoices, Default: nonEmptyText, Assign: jsonpathAssign("input") },
  Parallel: {
    ...jsonpathInput,
    ...jsonpathResult,
    ...jsonpathErrors,
    ...moves,
    Branches: branches,
    Parameters: parameters,
    Assign: jsonpathAssign("selected"),
  },
  Map: {
    ...jsonpathInput,
    ...jsonpathResult,
    ...jsonpathErrors,
    ...moves,
    ItemProcessor: itemProcessor,
    Iterator: iterator,
    ItemsPath: itemsPath,
    ItemSelector: jsonpathTemplate("input", { objectOnly: true }),
    Parameters: parameters,
    ItemReader: itemReader("JSONPath"),
    ItemBatcher: itemBatcher("JSONPath"),
    ResultWriter: resultWriter("JSONPath"),
    Label: label,
    MaxConcurrency: maxConcurrency("JSONPath"),
    MaxConcurrencyPath: path("input"),
    ToleratedFailureCount: toleratedCount("JSONPath"),
    ToleratedFailureCountPath: path("input"),
    ToleratedFailurePercentage: toleratedPercentage("JSONPath"),
    ToleratedFailurePercentagePath: path("input"),
    Assign: jsonpathAssign("selected"),
  },
  Succeed: jsonpathInput,
  Fail: {
    ...common,
    Error: text,
    ErrorPath: pathOrIntrinsic("input"),
    Cause: text,
    CausePath: pathOrIntrinsic("input"),
  },
};

const before = jsonataTemplate("before");
const after: Fields = { Assign: jsonataAssign("after"), Output: jsonataTemplate("after") };
const jsonataErrors: Fields = { Retry: retry, Catch: jsonataCatch };
const jsonataText = orExpression(jsonataExpression, all(text, before));
const jsonataSeconds = orExpression(jsonataExpression, number(seconds));

const jsonata: Readonly<Record<StateType, Fields>> = {
  Task: {
    ...common,
    ...after,
    ...jsonataErrors,
    ...moves,
    Resource: nonEmptyText,
    Arguments: before,
    Credentials: jsonataCredentials,
    TimeoutSeconds: jsonataSeconds,
    HeartbeatSeconds: jsonataSeconds,
  },
  Pass: { ...common, ...after, ...moves },
  Wait: {
    ...common,
    ...after,
    ...moves,
    Seconds: orExpression(jsonataExpression, number(secondsOrNone)),
    Timestamp: orExpression(jsonataExpression, timestamp),
  },
  Choice: { ...common, ...after, Choices: jsonataChoices, Default: nonEmptyText },
  Parallel: { ...common, ...after, ...jsonataErrors, ...moves, Branches: branches, Arguments: before },
  Map: {
    ...common,
    ...after,
    ...jsonataErrors,
    ...moves,
    ItemProcessor: itemProcessor,
    Items: items,
    ItemSelector: before,
    ItemReader: itemReader("JSONata"),
    ItemBatcher: itemBatcher("JSONata"),
    ResultWriter: resultWriter("JSONata"),
    Label: label,
    MaxConcurrency: maxConcurrency("JSONata"),
    ToleratedFailureCount: toleratedCount("JSONata"),
    ToleratedFailurePercentage: toleratedPercentage("JSONata"),
  },
  Succeed: { ...common, Output: jsonataTemplate("after") },
  Fail: { ...common, Error: jsonataText, Cause: jsonataText },
};

const table = (states: Readonly<Record<StateType, Fields>>): ReadonlyMap<string, FieldTable> =>
  new Map(Object.entries(states).map(([type, checks]) => [type, fields(checks)]));

/** The fields of each type of state in each language, complete. Source: Amazon States Language specification, "State Types". */
export const stateFields: Readonly<Record<Language, ReadonlyMap<string, FieldTable>>> = {
  JSONPath: table(jsonpath),
  JSONata: table(jsonata),
};

/** What each type of state cannot be without. */
export const requiredFields: Readonly<Record<StateType, readonly string[]>> = {
  Task: ["Resource"],
  Pass: [],
  Wait: [],
  Choice: ["Choices"],
  Parallel: ["Branches"],
  Map: [],
  Succeed: [],
  Fail: [],
};
