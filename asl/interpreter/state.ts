import type { Json } from "../spec/index.js";
import type { Frame } from "./frame.js";
import type { HistoryEventType } from "./history.js";
import type { MaybePromise } from "./maybe-promise.js";

/** The state types of the language. */
export const stateTypes = ["Task", "Pass", "Wait", "Choice", "Parallel", "Map", "Succeed", "Fail"] as const;

/** One of the state types. */
export type StateType = (typeof stateTypes)[number];

/** True: the state was left and its frame stands at the next one. False: it waits, and whatever ends that goes on. */
export type Progress = MaybePromise<boolean>;

/** Does the work of a state, or the next part of it. Throws, or rejects with, a {@link Failure}. */
export type Step = (frame: Frame) => Progress;

/** Leaves a state with its result. */
export type Exit = (frame: Frame, result: Json) => Progress;

/** Where a transition leads; `state` is filled in once all states are compiled, undefined means the end. */
export interface Link {
  state: State | undefined;
}

/** A compiled rule of `Retry`. Durations are in seconds. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly interval: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelay: number;
  readonly fullJitter: boolean;
}

/** A compiled rule of `Catch`. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly exit: Exit;
}

/** A compiled state. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  readonly enteredEvent: HistoryEventType;
  readonly run: Step;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** The event that says that the state as a whole failed, where its type has one. */
  readonly failedEvent: HistoryEventType | undefined;
  /** The event that says that the state was given up from outside, where its type has one. */
  readonly abortedEvent: HistoryEventType | undefined;
}

/** A compiled definition, branch or item processor. */
export interface Body {
  readonly start: Link;
}
