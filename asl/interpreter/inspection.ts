import type { Json, JsonObject } from "../spec/index.js";
import type { Frame } from "./frame.js";

/** What a state passes through on its way from input to output, as `TestState` names it. */
export type InspectedValue =
  | "afterInputPath"
  | "afterParameters"
  | "afterArguments"
  | "afterItemsPath"
  | "afterItemsPointer"
  | "afterItemSelector"
  | "afterItemBatcher"
  | "result"
  | "afterResultSelector"
  | "afterResultPath"
  | "maxConcurrency"
  | "toleratedFailureCount"
  | "toleratedFailurePercentage"
  | "retryIndex"
  | "retryBackoffIntervalSeconds";

/** One state under test: what it is told instead of the truth, and who watches it. */
export interface Inspection {
  note(frame: Frame, name: InspectedValue, value: Json): void;
  context(frame: Frame): JsonObject;
  readonly variables: JsonObject;
  /** How often each retrier was used before. */
  readonly retries: number;
  /** The result in place of the state's work; throws the failure in place of it. Undefined: the work is done. */
  readonly mock: (() => Json) | undefined;
  /** Whether there is something to read for the item reader of a Map state. */
  readonly hasReaderData: boolean;
  /** Is told how many items a Map state has. */
  readonly counted: (items: number) => void;
  /** How many iterations of a Map state failed. */
  readonly failedIterations: number | undefined;
}
