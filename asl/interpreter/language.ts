import type { Json } from "../spec/index.js";
import type { Frame } from "./frame.js";
import type { HistoryEventType } from "./history.js";
import type { MaybePromise } from "./maybe-promise.js";
import type { NumberRange, Reader } from "./reader.js";
import type { Exit, Link, StateType } from "./state.js";

/** Something that a state computes from its data. */
export type Compute<T> = (frame: Frame) => MaybePromise<T>;

/**
 * A query language: how a definition says what a state computes. The states themselves do not know which it is.
 * `reader` reads the state, or a rule of it.
 */
export interface QueryLanguage {
  readonly name: string;
  /** The fields that a state of each type may have, besides `Type`, `Comment` and `QueryLanguage`. */
  readonly fields: Readonly<Record<StateType, readonly string[]>>;
  /** The fields of a Choice state's rule. */
  readonly ruleFields: readonly string[];
  /** The fields of a catcher. */
  readonly catcherFields: readonly string[];
  /** What the work of a state is given; for states that do none, what they pass on. */
  work(reader: Reader): Compute<Json>;
  /** How a state is left: its output, its variables, its next state. */
  exit(reader: Reader, event: HistoryEventType, next: Link): Exit;
  /** How a rule of a Choice state leaves it. */
  ruleExit(rule: Reader, state: Reader, event: HistoryEventType, next: Link): Exit;
  /** How a catcher leaves its state. */
  catcherExit(reader: Reader, event: HistoryEventType, next: Link): Exit;
  /** A number that may be computed; undefined when the field is not there. `reader` reads the state, or an object in it. */
  number(reader: Reader, field: string, range: NumberRange, state?: Reader): Compute<number> | undefined;
  /** A text that may be computed; undefined when the field is not there. */
  text(reader: Reader, field: string): Compute<string> | undefined;
  /** Whether a rule of a Choice state holds. */
  condition(rule: Reader, state: Reader): Compute<boolean>;
  /** The name of the field that holds what is sent to a service: `Arguments` or `Parameters`. */
  readonly parametersField: string;
  /** Any value that may hold expressions, in an object of a state; undefined when the field is not there. */
  value(reader: Reader, field: string, state: Reader): Compute<Json> | undefined;
  /** The items of a Map state. */
  items(reader: Reader): Compute<readonly Json[]>;
  /** The input of an iteration; undefined when it is the item itself. */
  itemSelector(reader: Reader): Compute<Json> | undefined;
  /** The time of a Wait state, in milliseconds since 1970; undefined when it does not wait until a time. */
  timestamp(reader: Reader): Compute<number> | undefined;
  /** What a Task state takes on, with a `RoleArn`. */
  credentials(reader: Reader): Compute<Json> | undefined;
}
