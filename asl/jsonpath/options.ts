import type { Credentials } from "../builder/credentials.js";
import type { Failed } from "../builder/ends.js";
import type { Arg, Data, Expr, ValueOf } from "../builder/expression.js";
import type { Handled, KnownErrors, Limit, Retry } from "../builder/options.js";
import type { StateOptions } from "../builder/state-options.js";
import type { Given } from "../builder/variable-type.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath, DataEndsOf } from "./paths.js";
import type { PutPath } from "./result-path.js";
import type { DataCatchFlow } from "./rule-flow.js";
import type { AnyEarlier } from "./states.js";
import type { Assignable } from "./variables.js";

/** Where a state's result goes: at a reference path, nowhere (`null`), or in place of all data (`"$"`). */
export type ResultPath = `$.${string}` | "$" | null;

/** What a state with data `D` may say of its result, of type `R`. */
interface ResultOptions<D, R, V, A, P extends ResultPath> extends StateOptions {
  /** Makes another result out of the state's, before it is put anywhere. */
  readonly resultSelector?: (scope: DataScope<R, V>) => A & Given<A>;
  /** Where the result is put; `"$"`, in place of all data, by default. */
  readonly resultPath?: PutPath<D, P>;
}

/** What a state with work may say of its errors. */
export interface ErrorOptions<E extends string, C> {
  readonly retry?: readonly Retry<Handled<E>>[];
  /** Where each error leads, when no retry helped. The data goes on as it came in, unless `as` keeps the error in it. */
  readonly catch?: C & KnownErrors<NoInfer<C>, NoInfer<E>>;
}

/** Which variables a state sets as it ends. */
export interface SetsVariables<D, V, B> {
  /**
   * Sets variables (ASL: `Assign`): `$` is the state's result after `resultSelector`, or its data where it has no result. Later states read
   * them by `at("$name")`.
   */
  readonly assign?: (scope: DataScope<D, V>) => B & Assignable<B, V>;
}

/** What a state with work and data `D` may say beside its work: of its result `R`, of variables, and of its errors `E`. */
export type WorkOptions<D, R, V, A, P extends ResultPath, B, E extends string, C> = ResultOptions<D, R, V, A, P> &
  SetsVariables<ValueOf<A>, V, B> &
  ErrorOptions<E, C>;

/** What only a Task may say. */
export interface TaskLimitOptions<S> {
  /** How long one attempt may take. */
  readonly timeout?: Limit<S>;
  /** How long it may be between two heartbeats of a task that sends them; shorter than `timeout`. */
  readonly heartbeat?: Limit<S>;
  /** The role, often of another account, whose rights the call has. */
  readonly credentials?: Credentials<S>;
}

/** How the items of a Map run. */
export interface MapOptions {
  /** How many run at the same time; up to 40 by default. 0 means as many as possible, 1 one after the other. */
  readonly maxConcurrency?: Arg<number>;
}

/** What the `itemSelector` of `mapSelected` destructures: `item` and `index` are the item and its place, from 0. */
export interface ItemScope<D, V, T> extends DataScope<D, V> {
  readonly item: Data<T>;
  readonly index: Expr<number>;
}

/** What the `itemSelector` of `mapEntries` destructures: `item` is a field's value and `key` its name. */
export interface EntryScope<D, V, T> extends ItemScope<D, V, T> {
  readonly key: Expr<string>;
}

/** Any ways on after errors. */
export interface AnyDataCatchers<D, V, S extends AnyEarlier> {
  readonly [errorName: string]: (w: DataCatchFlow<D, V, S>) => AnyDataPath;
}

/** The paths that catchers take. */
export type Caught<C> = { [K in keyof C]: C[K] extends (w: never) => infer P ? P : never }[keyof C];

type Uncaught<E extends string, C> = "States.ALL" extends keyof C ? never : Failed<Exclude<E, keyof C>>;

/** The ways to end that a state with work adds: errors that no catcher takes, and what its catchers come to. */
export type EndsOfWork<E extends string, C> = Uncaught<E, C> | DataEndsOf<Caught<C>>;
