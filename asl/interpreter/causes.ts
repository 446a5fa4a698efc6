import type { Json } from "../spec/index.js";
import { Failure, plain } from "./failure.js";
import { typeName } from "./json.js";

// The texts are those of recorded executions on AWS, unless their line says otherwise.

const evaluation = (location: string | undefined, text: string): Failure =>
  new Failure("evaluation", "States.QueryEvaluationError", text, { location });

/** What AWS puts before the cause of a failure that the state itself made. */
export const causePrefix = (state: string, enteredId: number): string =>
  `An error occurred while executing the state '${state}' (entered at the event id #${enteredId}). `;

/** An expression gave nothing. */
export const returnedNothing = (expression: string, field: string): Failure =>
  evaluation(
    field,
    `The JSONata expression '${expression}' specified for the field '${field}' returned nothing (undefined).`,
  );

/** An expression gave what JSON cannot say, such as a function. */
export const unsupportedResult = (expression: string, field: string): Failure =>
  evaluation(
    field,
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unsupported result type.`,
  );

/** An expression threw. `code` is JSONata's, where there is one. */
export const threw = (expression: string, field: string, code: string, message: string): Failure =>
  evaluation(
    field,
    `The JSONata expression '${expression}' specified for the field '${field}' threw an error during evaluation. ${code}: ${message}`,
  );

/** An expression gave a value of another type than its field has. */
export const unexpectedType = (expression: string, field: string, expected: string, value: Json): Failure =>
  evaluation(
    field,
    `The JSONata expression '${expression}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
  );

/** A Map state without `Items` whose input is no list. */
export const mapInputNotArray = (value: Json): Failure =>
  evaluation(undefined, `Map state input must be an array but was: ${JSON.stringify(value)}`);

/** A number outside of what its field allows. The text is ours: none is on record. */
export const numberOutOfRange = (field: string, allowed: string, value: Json): Failure =>
  evaluation(field, `The ${field} field must be ${allowed} but was: ${JSON.stringify(value)}`);

/** A text that is no time. */
export const timestampUnreadable = (text: string): Failure =>
  new Failure(
    "evaluation",
    "States.QueryEvaluationError",
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    { location: "Timestamp", afterEntering: true },
  );

/** A Wait state that would end more than 2^31-1 seconds ahead. */
export const waitTooLong = (): Failure => new Failure("runtime", "States.Runtime", "Wait state delay is too long");

/** No rule of a Choice state held, and it has no `Default`. The text is general knowledge. */
export const noChoiceMatched = (): Failure =>
  new Failure(
    "runtime",
    "States.Runtime",
    "Failed to transition out of the state. The state does not point to a next state.",
  );

/** More than 256 KiB came out of a state, or of the task `name`. Recorded of a Pass state, the text is the same for what goes in. */
export const dataLimitExceeded = (name: string): Failure =>
  plain(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

/** All variables together are too large. The text is ours: none is on record. */
export const variablesTooLarge = (limit: number): Failure =>
  plain(
    "States.DataLimitExceeded",
    `The variables of the execution exceed the maximum number of bytes service limit (${limit}).`,
  );

/** The history is full. The error name is general knowledge. */
export const historyFull = (limit: number): Failure =>
  new Failure("runtime", "States.Runtime", `The execution reached the maximum number of history events (${limit}).`, {
    complete: true,
  });

/** Something that is no failure of a task came out of a port or of the engine itself. */
export const unexpected = (problem: unknown): Failure =>
  new Failure("runtime", "States.Runtime", problem instanceof Error ? problem.message : String(problem));

const runtime = (text: string): Failure => new Failure("runtime", "States.Runtime", text);

/** A path that leads nowhere, in a payload template, `ErrorPath` or `CausePath`. */
export const pathNotFound = (path: string, field: string, data: Json): Failure =>
  runtime(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(data)}'`,
  );

/** A path that leads nowhere, in a field that selects data. */
export const invalidPath = (path: string, missing: string): Failure => runtime(`Invalid path '${path}' : ${missing}`);

/** A path that is applied to null. Told by users of AWS: awslabs/states-language, issue 29. */
export const pathIntoNull = (): Failure => runtime("Unable to apply Path transformation to null or empty input.");

/** A path to compare that leads nowhere. The text is general knowledge. */
export const choicePathInvalid = (path: string): Failure =>
  runtime(`Invalid path '${path}': The choice state's condition path references an invalid value.`);

/** A value that a Wait state cannot wait for. */
export const waitPathUnusable = (field: string, problem: string): Failure =>
  runtime(`The ${field} parameter ${problem}`);

/** A value of a `...Path` field that is no number of its kind. */
export const pathNotNumber = (field: string, kind: string, path: string, value: Json): Failure =>
  runtime(
    `The ${field} field refers to value "${typeof value === "string" ? value : JSON.stringify(value)}" which is not a valid ${kind}: ${path}`,
  );

/** A number outside of its range. */
export const pathOutOfRange = (field: string, allowed: string): Failure => runtime(`${field} must be ${allowed}.`);

/** A result that has no place in the input. The text is general knowledge. */
export const resultPathUnusable = (path: string, data: Json): Failure =>
  runtime(`Unable to apply step "${path}" to input ${JSON.stringify(data)}`);

/** A function that cannot take its arguments. The text is ours. */
export const causeOfIntrinsic = (call: string, problem: string): Failure =>
  runtime(`The function '${call}' had the following error: ${problem}`);

/** A Map state whose items are no list. As recorded on AWS, a path into the context object is told like one into the input. */
export const itemsNotArray = (path: string): Failure =>
  runtime(`Reference path "${path.replace(/^\$\$/, "$")}" must point to array.`);

/** A path to an error name or a cause that leads to something else than a text. The text is ours. */
export const unexpectedText = (field: string, path: string, value: Json): Failure =>
  runtime(`The ${field} field refers to value ${JSON.stringify(value)} which is not a string: ${path}`);

/** The items of a distributed Map state cannot be read. */
export const itemReaderFailed = (cause: string): Failure => plain("States.ItemReaderFailed", cause);

/** The results of a distributed Map state cannot be written. */
export const resultWriterFailed = (cause: string): Failure => plain("States.ResultWriterFailed", cause);

/** More items failed than a distributed Map state tolerates. */
export const toleranceExceeded = (): Failure =>
  plain("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
