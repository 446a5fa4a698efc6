import type { ChoiceCondition } from "./choice-rule.js";
import type { Credentials, NoTransition, ProcessorConfig, Retrier, StatesOf, Transition, Without } from "./common.js";
import type { Json, JsonObject } from "./json.js";
import type { JsonataState } from "./jsonata-states.js";
import type { JsonpathItemBatcher, JsonpathItemReader, JsonpathResultWriter } from "./map.js";

/** The fields that only states in JSONata form have. */
type JsonataField = "Arguments" | "Output" | "Items" | "Condition";

interface Common extends Without<JsonataField> {
  readonly Comment?: string;
  readonly QueryLanguage?: "JSONPath";
  /** Which part of the state's input it sees: a path, or null for none of it. */
  readonly InputPath?: string | null;
  /** Which part of what it has made it passes on. */
  readonly OutputPath?: string | null;
}

interface Assigns {
  readonly Assign?: JsonObject;
}

interface MakesInput {
  readonly Parameters?: Json;
}

interface KeepsResult {
  /** Where in the input the result is put: a reference path, or null to drop it. */
  readonly ResultPath?: string | null;
}

interface SelectsResult {
  readonly ResultSelector?: JsonObject;
}

/** One rule of `Catch` in JSONPath form. Source: Amazon States Language specification, "Fallback states". */
export interface JsonpathCatcher extends Assigns, KeepsResult {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Comment?: string;
  readonly Output?: never;
}

interface HandlesErrors {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly JsonpathCatcher[];
}

/** A number that stands in the definition, or a path to where the data has it; never both. */
type OrPath<Field extends string> =
  | ({ readonly [K in Field]?: number } & { readonly [K in `${Field}Path`]?: never })
  | ({ readonly [K in Field]?: never } & { readonly [K in `${Field}Path`]: string });

interface TaskFields extends Common, Assigns, MakesInput, SelectsResult, KeepsResult, HandlesErrors {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Credentials?: Credentials;
}

interface PassFields extends Common, Assigns, MakesInput, KeepsResult {
  readonly Type: "Pass";
  readonly Result?: Json;
}

interface WaitFields extends Common, Assigns {
  readonly Type: "Wait";
}

interface ParallelFields extends Common, Assigns, MakesInput, SelectsResult, KeepsResult, HandlesErrors {
  readonly Type: "Parallel";
  readonly Branches: readonly StatesOf<JsonpathState>[];
}

type Processor = StatesOf<JsonpathState> & { readonly ProcessorConfig?: ProcessorConfig };

interface MapFields extends Common, Assigns, SelectsResult, KeepsResult, HandlesErrors {
  readonly Type: "Map";
  readonly ItemsPath?: string;
  readonly ItemSelector?: JsonObject;
  readonly ItemReader?: JsonpathItemReader;
  readonly ItemBatcher?: JsonpathItemBatcher;
  readonly ResultWriter?: JsonpathResultWriter;
  readonly Label?: string;
  /** Older names of `ItemSelector` and `ItemProcessor`, which Step Functions still takes. */
  readonly Parameters?: JsonObject;
}

/** Does one piece of work: a Lambda function, an AWS API call, an activity, an HTTP endpoint. */
export type JsonpathTask = TaskFields & Transition & OrPath<"TimeoutSeconds"> & OrPath<"HeartbeatSeconds">;

/** Passes its input on, possibly changed. */
export type JsonpathPass = PassFields & Transition;

type WaitForm = "Seconds" | "SecondsPath" | "Timestamp" | "TimestampPath";

/** Waits: in exactly one of four forms. */
export type JsonpathWait = WaitFields &
  Transition &
  {
    readonly [F in WaitForm]: { readonly [K in F]: F extends "Seconds" ? number : string } & Without<
      Exclude<WaitForm, F>
    >;
  }[WaitForm];

/** One rule of a Choice state in JSONPath form. */
export type JsonpathChoiceRule = ChoiceCondition & Assigns & { readonly Next: string; readonly Comment?: string };

/** Goes the way of the first rule that holds. */
export interface JsonpathChoice extends Common, Assigns, NoTransition {
  readonly Type: "Choice";
  readonly Choices: readonly JsonpathChoiceRule[];
  readonly Default?: string;
}

/** Runs several branches at once and gives the list of their results. */
export type JsonpathParallel = ParallelFields & Transition;

/** Runs the same states for each item of a list and gives the list of their results. */
export type JsonpathMap = MapFields &
  Transition &
  OrPath<"MaxConcurrency"> &
  OrPath<"ToleratedFailureCount"> &
  OrPath<"ToleratedFailurePercentage"> &
  (
    | { readonly ItemProcessor: Processor; readonly Iterator?: never }
    | { readonly Iterator: StatesOf<JsonpathState>; readonly ItemProcessor?: never }
  );

/** Ends the execution, or its branch, well. */
export interface JsonpathSucceed extends Common, NoTransition {
  readonly Type: "Succeed";
}

/** Ends the execution, or its branch, with an error that stands in the definition or, by a path, in the data. */
export type JsonpathFail = {
  readonly Type: "Fail";
  readonly Comment?: string;
  readonly QueryLanguage?: "JSONPath";
} & NoTransition &
  ({ readonly Error?: string; readonly ErrorPath?: never } | { readonly Error?: never; readonly ErrorPath: string }) &
  ({ readonly Cause?: string; readonly CausePath?: never } | { readonly Cause?: never; readonly CausePath: string });

/** A state of a machine in JSONPath form. It may be in JSONata form when it says so itself. */
export type JsonpathState =
  | JsonpathTask
  | JsonpathPass
  | JsonpathWait
  | JsonpathChoice
  | JsonpathParallel
  | JsonpathMap
  | JsonpathSucceed
  | JsonpathFail
  | (JsonataState & { readonly QueryLanguage: "JSONata" });
