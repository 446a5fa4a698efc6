import type { Duration } from "../builder/duration.js";
import type { Failed } from "../builder/ends.js";
import type { Arg, Expr } from "../builder/expression.js";
import type { Handled, KnownErrors, Retry } from "../builder/options.js";
import type { DataCatchFlow } from "./flow.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath, DataEndsOf } from "./paths.js";
import type { AnyEarlier } from "./states.js";

/** Where a state's result goes: at a reference path, nowhere (`null`), or in place of all data (`"$"`). */
export type ResultPath = `$.${string}` | "$" | null;

/** What a state with work may say beside its work. `R` is its result, `A` what `resultSelector` makes of it. */
export interface WorkOptions<E extends string, R, A, P extends ResultPath, C> {
  readonly comment?: string;
  /** Makes another result out of the state's, before it is put anywhere. */
  readonly resultSelector?: (scope: DataScope<R>) => A;
  /** Where the result is put; `"$"`, in place of all data, by default. */
  readonly resultPath?: P;
  readonly retry?: readonly Retry<Handled<E>>[];
  /** Where each error leads, when no retry helped. The data goes on as it came in, unless `as` keeps the error in it. */
  readonly catch?: C & KnownErrors<NoInfer<C>, NoInfer<E>>;
}

/** What a Task may say beside its work. */
export interface TaskOptions<D, E extends string, R, A, P extends ResultPath, C> extends WorkOptions<E, R, A, P, C> {
  /** How long one attempt may take. */
  readonly timeout?: Duration | ((scope: DataScope<D>) => Expr<number>);
  /** How long it may be between two heartbeats of a task that sends them; shorter than `timeout`. */
  readonly heartbeat?: Duration | ((scope: DataScope<D>) => Expr<number>);
}

/** How the items of a Map run. */
export interface MapOptions {
  /** How many run at the same time; up to 40 by default. 0 means as many as possible, 1 one after the other. */
  readonly maxConcurrency?: Arg<number>;
  /** How many may fail before the Map does; none by default. */
  readonly toleratedFailureCount?: Arg<number>;
  /** What share of them may fail, from 0 to 100. */
  readonly toleratedFailurePercentage?: Arg<number>;
}

/** What the `itemSelector` of `mapSelected` destructures: `item` and `index` are the item and its place, from 0. */
export interface ItemScope<D, T> extends DataScope<D> {
  readonly item: Expr<T>;
  readonly index: Expr<number>;
}

/** Any ways on after errors. */
export interface AnyDataCatchers<D, S extends AnyEarlier> {
  readonly [errorName: string]: (w: DataCatchFlow<D, S>) => AnyDataPath;
}

/** The paths that catchers take. */
export type Caught<C> = { [K in keyof C]: C[K] extends (w: never) => infer P ? P : never }[keyof C];

type Uncaught<E extends string, C> = "States.ALL" extends keyof C ? never : Failed<Exclude<E, keyof C>>;

/** The ways to end that a state with work adds: errors that no catcher takes, and what its catchers come to. */
export type EndsOfWork<E extends string, C> = Uncaught<E, C> | DataEndsOf<Caught<C>>;
