import type { Duration } from "../builder/duration.js";
import type { AnyEnd, ErrorOf, Failed, OutputOf, Succeeded } from "../builder/ends.js";
import type { ErrorOutput } from "../builder/errors.js";
import type { Expr, ValueOf } from "../builder/expression.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { ClosedPath, EndsOf } from "../builder/paths.js";
import type { Problem } from "../builder/problem.js";
import type { WaitTarget } from "../builder/wait.js";
import type { Work } from "../builder/work.js";
import type {
  AnyDataCatchers,
  Caught,
  EndsOfWork,
  ItemScope,
  MapOptions,
  ResultPath,
  TaskOptions,
  WorkOptions,
} from "./options.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath, DataEndsOf, DataOf, OpenDataOf, OpenDataPath } from "./paths.js";
import type { WithResult } from "./result-path.js";
import type { Rule } from "./rules.js";
import type { AnyEarlier, Earlier, FreshName, Reachable } from "./states.js";
import type { DataPath } from "./steps.js";
import type { TypeAt, ValidPath } from "./type-at.js";

/** The service's answer as a state in JSONPath mode sees it. */
type Answer<O, Envelope extends string> = [Envelope] extends [never] ? O : { readonly [K in Envelope]: O };

/** The flow after some paths come together: closed when none of them falls through. */
export type AfterPaths<S extends AnyEarlier, X extends AnyEnd, P> = [OpenDataOf<P>] extends [never]
  ? ClosedFlow<X | DataEndsOf<P>>
  : DataFlow<DataOf<P>, S, X | DataEndsOf<P>>;

type Next<D, S extends AnyEarlier, State extends string> = S | Earlier<State, D>;

/**
 * A workflow being written in JSONPath mode: each state passes its data, of type `D`, on to the next, and what it does to the data
 * stands in the type. A flow never changes.
 *
 * `S` are the earlier states of this path with the data that they begin with, `X` the ways in which it can already end.
 *
 * Source: AWS Step Functions Developer Guide, "Input and output processing in Step Functions".
 */
export interface DataFlow<D, S extends AnyEarlier, X extends AnyEnd> extends OpenDataPath<D, X> {
  /** The path so far as plain, frozen data. */
  readonly data: DataPath;

  /**
   * Does work. Its arguments (ASL: `Parameters`) take data by path; its result goes where `resultPath` says.
   *
   * @example
   * ```ts
   * .task("ProcessPayment", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" })
   * ```
   */
  task<
    const Name extends string,
    O,
    E extends string,
    Envelope extends string,
    const A = Answer<O, Envelope>,
    const P extends ResultPath = "$",
    const C extends AnyDataCatchers<D, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    work: (scope: DataScope<D>) => Work<O, E, Envelope>,
    options?: TaskOptions<D, E, Answer<O, Envelope>, A, P, C>,
  ): AfterWork<Next<D, S, Name>, X, WithResult<D, P, ValueOf<A>>, E, C>;

  /** Puts literal or computed data at a path (ASL: a Pass state with `Parameters`), in place of all data by default. */
  pass<const Name extends string, const A, const P extends ResultPath = "$">(
    state: FreshName<Name, S>,
    value: (scope: DataScope<D>) => A,
    options?: { readonly comment?: string; readonly resultPath?: P },
  ): DataFlow<WithResult<D, P, ValueOf<A>>, Next<D, S, Name>, X>;

  /** Goes on with a part of the data alone (ASL: a Pass state with `InputPath`). */
  select<const Name extends string, const P extends string>(
    state: FreshName<Name, S>,
    path: ValidPath<D, P>,
  ): DataFlow<TypeAt<D, P>, Next<D, S, Name>, X>;

  /** Waits: for a duration, until a time, or for seconds or until a time that the data gives. */
  wait<const Name extends string>(
    state: FreshName<Name, S>,
    target: Duration | WaitTarget | ((scope: DataScope<D>) => WaitTarget),
  ): DataFlow<D, Next<D, S, Name>, X>;

  /** Goes the way of the first rule that holds. Paths that do not end come together after it. */
  choice<const Name extends string, P extends AnyDataPath>(
    state: FreshName<Name, S>,
    choose: (choice: DataChoice<D, Next<D, S, Name>, never>) => FinishedDataChoice<P>,
  ): AfterPaths<Next<D, S, Name>, X, P>;

  /** Runs branches at the same time, each beginning with all data; the list of their results goes where `resultPath` says. */
  parallel<
    const Name extends string,
    const B extends readonly ((w: DataFlow<D, never, never>) => ClosedPath<AnyEnd>)[],
    const A = Results<B>,
    const P extends ResultPath = "$",
    const C extends AnyDataCatchers<D, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    branches: B,
    options?: WorkOptions<ErrorOf<EndsOfBranches<B>>, Results<B>, A, P, C>,
  ): AfterWork<Next<D, S, Name>, X, WithResult<D, P, ValueOf<A>>, ErrorOf<EndsOfBranches<B>>, C>;

  /** Runs a path for each item of a list; the list of what the runs come to goes where `resultPath` says. */
  map<
    const Name extends string,
    const ItemsPath extends string,
    F extends ClosedPath<AnyEnd>,
    const A = readonly OutputOf<EndsOf<F>>[],
    const P extends ResultPath = "$",
    const C extends AnyDataCatchers<D, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    items: ValidPath<D, ItemsPath>,
    each: (w: DataFlow<ItemAt<D, ItemsPath>, never, never>) => F,
    options?: MapOptions & WorkOptions<ErrorOf<EndsOf<F>>, readonly OutputOf<EndsOf<F>>[], A, P, C>,
  ): AfterWork<Next<D, S, Name>, X, WithResult<D, P, ValueOf<A>>, ErrorOf<EndsOf<F>>, C>;

  /** As `map`, and each run begins with what `itemSelector` makes of its item (ASL: `ItemSelector`). */
  mapSelected<
    const Name extends string,
    const ItemsPath extends string,
    const Item,
    F extends ClosedPath<AnyEnd>,
    const A = readonly OutputOf<EndsOf<F>>[],
    const P extends ResultPath = "$",
    const C extends AnyDataCatchers<D, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    items: ValidPath<D, ItemsPath>,
    itemSelector: (scope: ItemScope<D, ItemAt<D, ItemsPath>>) => Item,
    each: (w: DataFlow<ValueOf<Item>, never, never>) => F,
    options?: MapOptions & WorkOptions<ErrorOf<EndsOf<F>>, readonly OutputOf<EndsOf<F>>[], A, P, C>,
  ): AfterWork<Next<D, S, Name>, X, WithResult<D, P, ValueOf<A>>, ErrorOf<EndsOf<F>>, C>;

  /** Goes on with a reusable part: a function from flow to flow. */
  use<P>(part: (w: DataFlow<D, S, X>) => P): P;

  /** Ends well, with all data or with a part of it (ASL: `OutputPath`). */
  succeed<const Name extends string, const P extends string = "$">(
    state: FreshName<Name, S>,
    output?: ValidPath<D, P>,
  ): ClosedFlow<X | Succeeded<TypeAt<D, P>>>;

  /** Ends with an error: its name and, for people, its cause; both may come from data. */
  fail<const Name extends string, const E extends string>(
    state: FreshName<Name, S>,
    error: E | ((scope: DataScope<D>) => Expr<E>),
    cause?: string | ((scope: DataScope<D>) => Expr<string>),
  ): ClosedFlow<X | Failed<E>>;

  /** Goes back to an earlier state, whose data must be there. */
  goTo<const Name extends string>(state: Reachable<Name, S, D>): ClosedFlow<X>;
}

/** The path of a catcher, where what happened can be kept in the data. */
export interface DataCatchFlow<D, S extends AnyEarlier> extends DataFlow<D, S, never> {
  /** Puts the error at a reference path (ASL: the catcher's `ResultPath`). */
  as<const P extends `$.${string}` | "$">(path: P): DataFlow<WithResult<D, P, ErrorOutput>, S, never>;
}

/** A Choice state being written. */
export interface DataChoice<D, S extends AnyEarlier, P> {
  /** Adds a rule; rules are tried in order. */
  when<Q extends AnyDataPath>(
    rule: (scope: DataScope<D>) => Rule,
    path: (w: DataFlow<D, S, never>) => Q,
  ): DataChoice<D, S, P | Q>;
  /** The way when no rule holds (ASL: `Default`). */
  otherwise<Q extends AnyDataPath>(path: (w: DataFlow<D, S, never>) => Q): FinishedDataChoice<P | Q>;
}

declare const finished: unique symbol;

/** A Choice state with all its ways. */
export interface FinishedDataChoice<out P> {
  readonly [finished]: P;
}

type AfterWork<S extends AnyEarlier, X extends AnyEnd, Result, E extends string, C> = DataFlow<
  Result | DataOf<Caught<C>>,
  S,
  X | EndsOfWork<E, C>
>;

type EndsOfBranches<B extends readonly unknown[]> = B[number] extends (w: never) => infer P ? EndsOf<P> : never;
type Results<B extends readonly unknown[]> = {
  readonly [I in keyof B]: B[I] extends (w: never) => infer P ? OutputOf<EndsOf<P>> : never;
};
type ItemAt<D, P extends string> = TypeAt<D, P> extends readonly (infer T)[] ? T : Problem<`${P} is no list`>;
