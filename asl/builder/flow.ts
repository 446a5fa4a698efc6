import type { Choice, FinishedChoice } from "./choice.js";
import type { Discriminant, DiscriminantValue, Narrowed } from "./discriminant.js";
import type { Duration } from "./duration.js";
import type { AnyEnd, ErrorOf, Failed, OutputOf, Succeeded } from "./ends.js";
import type { Arg, Expr, ValueOf } from "./expression.js";
import type { CaughtPath, WorkOptions } from "./options.js";
import type { AnyPath, ClosedPath, EndsOf, Joined, NewNames, OpenOf, OpenPath } from "./paths.js";
import type { Problem } from "./problem.js";
import type { Assignable, Assigned, DefaultFlow, RuleFlow } from "./rule-flow.js";
import type {
  AnyScope,
  Bound,
  FreshState,
  FreshVariable,
  KnownState,
  Mark,
  Names,
  OuterMark,
  OuterMarksOf,
  TypeOf,
} from "./scope.js";
import type { AssignOptions, Nothing, StateOptions } from "./state-options.js";
import type { Path } from "./steps.js";
import type { Given } from "./variable-type.js";
import type { WaitTarget } from "./wait.js";
import type { Work } from "./work.js";

/**
 * What the callback of a step with work destructures: the names in scope; `branch`, where a branch of `parallel` starts; and `map`
 * and `mapEntries`, which run a path for each item of a list and each field of an object.
 */
export type WorkScope<V extends AnyScope, N extends string> = V & {
  readonly branch: Flow<V, OuterMarksOf<N>, never>;
  readonly map: MapWork<V, OuterMarksOf<N>>;
  readonly mapEntries: MapEntriesWork<V, OuterMarksOf<N>>;
};

/**
 * Runs the same path for each item of a list and gives the list of what the runs come to. The path reads the names in scope
 * outside it, the item under its name, and its index (from 0) under the name with `Index` behind it.
 *
 * @example
 * ```ts
 * .let("reserved", "ReserveInventory", ({ input, map }) =>
 *   map("line", input.lines, (w) => w.do("TakeFromStock", ({ line }) => invoke(take, { sku: line.sku })).succeed("Taken", ({ line }) => line.sku)))
 * ```
 */
export type MapWork<V extends AnyScope, N extends string> = <const K extends string, T, P extends ClosedPath<AnyEnd>>(
  item: FreshVariable<K, N>,
  items: Expr<readonly T[]>,
  each: (w: Flow<V & Bound<K, T> & Bound<`${K}Index`, number>, N | OuterMark<K | `${K}Index`>, never>) => P,
  options?: MapOptions,
) => Work<readonly OutputOf<EndsOf<P>>[], ErrorOf<EndsOf<P>>>;

/**
 * As `map`, for each field of an object: the path reads its value under the name, its key under the name with `Key` behind it, and its
 * place under the name with `Index`.
 *
 * Source: AWS Step Functions Developer Guide, "ItemsPath (Map, JSONPath only)", "Accessing execution data from the Context object".
 */
export type MapEntriesWork<V extends AnyScope, N extends string> = <
  const K extends string,
  T,
  P extends ClosedPath<AnyEnd>,
>(
  item: FreshVariable<K, N>,
  object: Expr<{ readonly [key: string]: T }>,
  each: (
    w: Flow<
      V & Bound<K, T> & Bound<`${K}Key`, string> & Bound<`${K}Index`, number>,
      N | OuterMark<K | `${K}Key` | `${K}Index`>,
      never
    >,
  ) => P,
  options?: MapOptions,
) => Work<readonly OutputOf<EndsOf<P>>[], ErrorOf<EndsOf<P>>>;

/** How the items of a Map run. */
export interface MapOptions {
  /** How many run at the same time; up to 40 by default. 0 means as many as possible, 1 one after the other. */
  readonly maxConcurrency?: Arg<number>;
}

/** A flow that has ended: nothing follows it. At the top of a workflow it is the workflow. */
export interface ClosedFlow<out X extends AnyEnd> extends ClosedPath<X> {
  /** The path as plain, frozen data. */
  readonly data: Path;
}

/** The flow after a choice: closed when none of its paths falls through. */
export type AfterChoice<V extends AnyScope, N extends string, X extends AnyEnd, P> = [OpenOf<P>] extends [never]
  ? ClosedFlow<X | EndsOf<P>>
  : Flow<Joined<V, P>, N | Mark<NewNames<V, P>>, X | EndsOf<P>>;

type Uncaught<E extends string, C> = "States.ALL" extends keyof C ? never : Failed<Exclude<E, keyof C>>;

/** The ways to end that a step with work adds: errors that no catcher takes, and what its catchers come to. */
export type EndsOfWork<E extends string, C> = Uncaught<E, C> | EndsOf<CaughtPath<C>>;

/**
 * A workflow being written: each method adds a state and gives a new flow; a flow never changes.
 *
 * `V` are the names in scope, `N` the names of the states on this path, `X` the ways in which it can already end.
 */
export interface Flow<V extends AnyScope, N extends string, X extends AnyEnd> extends OpenPath<V, X> {
  /** The path so far as plain, frozen data. */
  readonly data: Path;

  /**
   * Does work and keeps its result under a name, typed, for every later state (ASL: `Assign`). The state's output is its
   * unchanged input. A catcher must end or go back, since the name would have no value after it.
   */
  let<
    const K extends string,
    const S extends string,
    O,
    E extends string,
    const C extends object = Record<never, never>,
    A = Nothing,
  >(
    name: FreshVariable<K, N>,
    state: FreshState<S, N>,
    work: (scope: WorkScope<V, N>) => Work<O, E, string>,
    options?: WorkOptions<V, N | S, E, C, ClosedPath<AnyEnd>, A>,
  ): Flow<V & Bound<K, O>, N | S | Mark<K>, X | EndsOfWork<E, C>>;

  /** Does work and drops its result: the state's output is its unchanged input. A catcher may fall through. */
  do<const S extends string, O, E extends string, const C extends object = Record<never, never>, A = Nothing>(
    state: FreshState<S, N>,
    work: (scope: WorkScope<V, N>) => Work<O, E, string>,
    options?: WorkOptions<V, N | S, E, C, AnyPath, A>,
  ): Flow<V, N | S, X | EndsOfWork<E, C>>;

  /** Waits: for a duration, `until` a time or `forSeconds` that the data gives. */
  wait<const S extends string, A = Nothing>(
    state: FreshState<S, N>,
    target: Duration | WaitTarget | ((scope: V) => WaitTarget),
    options?: AssignOptions<V, N, A>,
  ): Flow<V, N | S, X>;

  /** Binds names to values computed from data (ASL: a Pass state with `Assign`), or gives bound ones a new value of their type. */
  set<const S extends string, const A extends { readonly [name: string]: unknown }>(
    state: FreshState<S, N>,
    values: (scope: V) => A & Assignable<A, V, N>,
    options?: StateOptions,
  ): Flow<V & Assigned<A, V>, N | S | Mark<keyof A>, X>;

  /**
   * Goes the way of the first condition that holds. Paths that do not end come together after it, with the names in scope
   * that all of them have bound.
   *
   * @example
   * ```ts
   * .choice("Size", (c) => c
   *   .when(({ input }) => gt(input.total, 1000), (w) => w.do("AskManager", ({ input }) => sqs.sendMessage(queue("manager"), input)))
   *   .otherwise((w) => w))
   * ```
   */
  choice<const S extends string, P extends AnyPath>(
    state: FreshState<S, N>,
    rules: (choice: Choice<V, N | S, never>) => FinishedChoice<P>,
    options?: StateOptions,
  ): AfterChoice<V, N | S, X, P>;

  /**
   * Goes one way for each value of a field, all of them named; on each the data is known to be of that kind. `otherwise` is for
   * data that does not keep to its type, since an execution's input comes from outside.
   *
   * @example `.match("Size", "input.size", { small: (w) => w, large: (w) => w.do("Charge", charge) }, (w) => w.fail("NoSize", "NoSize"))`
   */
  match<
    const S extends string,
    const On extends Discriminant<V>,
    const C extends Cases<V, N | S, On>,
    P extends AnyPath,
  >(
    state: FreshState<S, N>,
    on: On,
    cases: C & KnownCases<NoInfer<C>, DiscriminantValue<V, On>, On>,
    otherwise: (w: DefaultFlow<V, N | S>) => P,
    options?: StateOptions,
  ): AfterChoice<V, N | S, X, P | CasePath<C>>;

  /**
   * Goes on with a reusable part: a function from a flow that has the names it needs to where it leads. Names of states and
   * variables are its own, so a part is used once in a workflow, or takes its names as arguments.
   *
   * @example
   * ```ts
   * const pause = (w: Part<{ input: Order }>) => w.wait("Pause", ({ input }) => forSeconds(input.total));
   * workflow<Order>("orders").use(pause).succeed("Done");
   * ```
   */
  use<W extends AnyScope, P extends AnyPath>(
    part: (w: Flow<W, never, never>) => P & (V extends W ? unknown : Problem<Needed<V, W>>),
  ): AfterChoice<V, N, X, P>;

  /** Ends well, with an output or with the unchanged input. */
  succeed<const S extends string>(
    state: FreshState<S, N>,
    options?: StateOptions,
  ): ClosedFlow<X | Succeeded<InputOf<V>>>;
  succeed<const S extends string, const A>(
    state: FreshState<S, N>,
    output: (scope: V) => A & Given<A>,
    options?: StateOptions,
  ): ClosedFlow<X | Succeeded<ValueOf<A>>>;

  /** Ends with an error: its name and, for people, its cause. A failed execution has no output; its `Cause` may hold JSON. */
  fail<const S extends string, const E extends string>(
    state: FreshState<S, N>,
    error: E | ((scope: V) => Arg<E>),
    cause?: string | ((scope: V) => Arg<string>),
    options?: StateOptions,
  ): ClosedFlow<X | Failed<E>>;

  /** Goes back to an earlier state of this path, or to the state that the path left. */
  goTo<const S extends string>(state: KnownState<S, N>): ClosedFlow<X>;
}

type Needed<V, W> = `this part needs a name that is not bound here, or is of another type: ${Lacking<V, W> & string}`;
type Lacking<V, W> = { [K in keyof W]: K extends keyof V ? (V[K] extends W[K] ? never : K) : K }[keyof W];

/** Where a reusable part begins: a flow with these names in scope, and perhaps more. */
export type Part<Needs> = Flow<Names<Needs>, never, never>;

type InputOf<V extends AnyScope> = TypeOf<V, "input">;

type Cases<V extends AnyScope, N extends string, On extends string> = {
  readonly [Value in DiscriminantValue<V, On>]: (w: RuleFlow<Narrowed<V, On, Value>, N>) => AnyPath;
};

type KnownCases<C, Values extends string, On extends string> = {
  readonly [K in keyof C]: K extends Values ? C[K] : Problem<`${On} never has the value ${K & string}`>;
};

type CasePath<C> = { [K in keyof C]: C[K] extends (w: never) => infer P ? P : never }[keyof C];
