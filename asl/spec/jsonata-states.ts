import type { Credentials, NoTransition, ProcessorConfig, Retrier, StatesOf, Transition, Without } from "./common.js";
import type { Json, JsonObject } from "./json.js";
import type { JsonataItemBatcher, JsonataItemReader, JsonataResultWriter } from "./map.js";

/** The fields that only states in JSONPath form have. */
type JsonpathField =
  | "InputPath"
  | "OutputPath"
  | "ResultPath"
  | "Parameters"
  | "ResultSelector"
  | "Result"
  | "ItemsPath"
  | "SecondsPath"
  | "TimestampPath"
  | "TimeoutSecondsPath"
  | "HeartbeatSecondsPath"
  | "MaxConcurrencyPath"
  | "ToleratedFailureCountPath"
  | "ToleratedFailurePercentagePath"
  | "ErrorPath"
  | "CausePath"
  | "Iterator";

interface Common extends Without<JsonpathField> {
  readonly Comment?: string;
  readonly QueryLanguage?: "JSONata";
}

interface Assigns {
  readonly Assign?: JsonObject;
}

interface Outputs {
  readonly Output?: Json;
}

/** One rule of `Catch` in JSONata form. Source: Amazon States Language specification, "Fallback states". */
export interface JsonataCatcher extends Assigns, Outputs {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Comment?: string;
  readonly ResultPath?: never;
}

interface HandlesErrors {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly JsonataCatcher[];
}

interface TaskFields extends Common, Assigns, Outputs, HandlesErrors {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number | string;
  readonly Credentials?: Credentials;
}

interface PassFields extends Common, Assigns, Outputs {
  readonly Type: "Pass";
}

interface WaitFields extends Common, Assigns, Outputs {
  readonly Type: "Wait";
}

interface ParallelFields extends Common, Assigns, Outputs, HandlesErrors {
  readonly Type: "Parallel";
  readonly Branches: readonly StatesOf<JsonataState>[];
  readonly Arguments?: Json;
}

interface MapFields extends Common, Assigns, Outputs, HandlesErrors {
  readonly Type: "Map";
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number | string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ItemProcessor: StatesOf<JsonataState> & { readonly ProcessorConfig?: ProcessorConfig };
  readonly ItemReader?: JsonataItemReader;
  readonly ItemBatcher?: JsonataItemBatcher;
  readonly ResultWriter?: JsonataResultWriter;
  readonly Label?: string;
}

/** Does one piece of work: a Lambda function, an AWS API call, an activity, an HTTP endpoint. */
export type JsonataTask = TaskFields & Transition;

/** Passes its input on, possibly changed. */
export type JsonataPass = PassFields & Transition;

/** Waits for a number of seconds or until a time. */
export type JsonataWait = WaitFields &
  Transition &
  (
    | { readonly Seconds: number | string; readonly Timestamp?: never }
    | { readonly Timestamp: string; readonly Seconds?: never }
  );

/** One rule of a Choice state in JSONata form. */
export interface JsonataChoiceRule extends Assigns, Outputs {
  readonly Condition: string | boolean;
  readonly Next: string;
  readonly Comment?: string;
}

/** Goes the way of the first rule whose condition holds. */
export interface JsonataChoice extends Common, Assigns, Outputs, NoTransition {
  readonly Type: "Choice";
  readonly Choices: readonly JsonataChoiceRule[];
  readonly Default?: string;
}

/** Runs several branches at once and gives the list of their results. */
export type JsonataParallel = ParallelFields & Transition;

/** Runs the same states for each item of a list and gives the list of their results. */
export type JsonataMap = MapFields & Transition;

/** Ends the execution, or its branch, well. */
export interface JsonataSucceed extends Common, Outputs, NoTransition {
  readonly Type: "Succeed";
}

/** Ends the execution, or its branch, with an error. */
export interface JsonataFail extends Common, NoTransition {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly Cause?: string;
}

/** A state in JSONata form, by its `Type`. */
export type JsonataState =
  | JsonataTask
  | JsonataPass
  | JsonataWait
  | JsonataChoice
  | JsonataParallel
  | JsonataMap
  | JsonataSucceed
  | JsonataFail;
