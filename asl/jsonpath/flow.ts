import type { DistributedMapError, DistributedMapOptions, ResultsOf } from "../builder/distributed-map.js";
import type { Duration } from "../builder/duration.js";
import type { AnyEnd, ErrorOf, Failed, OutputOf, Succeeded } from "../builder/ends.js";
import type { ErrorOutput } from "../builder/errors.js";
import type { Expr, ValueOf } from "../builder/expression.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { ChildInputs } from "../builder/item-source.js";
import type { ClosedPath, EndsOf } from "../builder/paths.js";
import type { StateOptions } from "../builder/state-options.js";
import type { WaitTarget } from "../builder/wait.js";
import type { Work } from "../builder/work.js";
import type { DataChoice, FinishedDataChoice } from "./choice.js";
import type { JsonataScope, JsonataTaskOptions } from "./jsonata-options.js";
import type { DataCasePath, DataCases, KnownDataCases, MatchPath } from "./match.js";
import type {
  AnyDataCatchers,
  ChangesVariables,
  EntryScope,
  ErrorOptions,
  ItemScope,
  MapOptions,
  ResultPath,
  SetsVariables,
  TaskLimitOptions,
  WorkOptions,
} from "./options.js";
import type { AfterPart, MeetsNeeds } from "./part.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath, OpenDataPath } from "./paths.js";
import type { WithResult } from "./result-path.js";
import type {
  AfterPaths,
  AfterWork,
  Answer,
  EntryAt,
  ErrorsOfBranches,
  Inner,
  ItemAt,
  Next,
  Results,
  Well,
} from "./results.js";
import type { Saga, SagaEnds, SagaSteps } from "./saga.js";
import type { AnyEarlier, FreshName, Reachable } from "./states.js";
import type { DataPath } from "./steps.js";
import type { TypeAt, ValidPath } from "./type-at.js";
import type { AfterAssign, NoVariables } from "./variables.js";

/**
 * A workflow being written in JSONPath mode: each state passes its data, of type `D`, on to the next, and what it does to the data
 * stands in the type. A flow never changes.
 *
 * `V` are the variables, `S` the earlier states of this path with the data that they begin with, `X` the ways in which it can already end.
 *
 * Source: AWS Step Functions Developer Guide, "Input and output processing in Step Functions".
 */
export interface DataFlow<D, V, S extends AnyEarlier, X extends AnyEnd> extends OpenDataPath<D, V, X> {
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
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    work: (scope: DataScope<D, V>) => Work<O, E, Envelope>,
    options?: TaskLimitOptions<DataScope<D, V>> & WorkOptions<Answer<O, Envelope>, V, A, P, B, E, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, E, C>;

  /** Puts literal or computed data at a path (ASL: a Pass state with `Parameters`), in place of all data by default. */
  pass<const Name extends string, const A, const P extends ResultPath = "$", const B = NoVariables>(
    state: FreshName<Name, S>,
    value: (scope: DataScope<D, V>) => A,
    options?: StateOptions & { readonly resultPath?: P } & SetsVariables<ValueOf<A>, V, B>,
  ): DataFlow<WithResult<D, P, ValueOf<A>>, AfterAssign<V, B>, Next<D, S, Name>, X>;

  /** Sets variables and leaves the data as it is (ASL: a Pass state with `Assign`); later states read them by `at("$name")`. */
  set<const Name extends string, const B>(
    state: FreshName<Name, S>,
    values: NonNullable<SetsVariables<D, V, B>["assign"]>,
    options?: StateOptions,
  ): DataFlow<D, AfterAssign<V, B>, Next<D, S, Name>, X>;

  /** Goes on with a part of the data alone (ASL: a Pass state with `InputPath`). */
  select<const Name extends string, const P extends string>(
    state: FreshName<Name, S>,
    path: ValidPath<D, V, P>,
    options?: StateOptions,
  ): DataFlow<TypeAt<D, V, P>, V, Next<D, S, Name>, X>;

  /** Passes on a part of the data alone, from the state right before (ASL: its `OutputPath`). */
  outputPath<const P extends string>(path: ValidPath<D, V, P>): DataFlow<TypeAt<D, V, P>, V, S, X>;

  /** Waits: for a duration, until a time, or for seconds or until a time that the data gives. */
  wait<const Name extends string, const B = NoVariables>(
    state: FreshName<Name, S>,
    target: Duration | WaitTarget | ((scope: DataScope<D, V>) => WaitTarget),
    options?: StateOptions & SetsVariables<D, V, B>,
  ): DataFlow<D, AfterAssign<V, B>, Next<D, S, Name>, X>;

  /** Goes the way of the first rule that holds. Paths that do not end come together after it. */
  choice<const Name extends string, P extends AnyDataPath, B = NoVariables>(
    state: FreshName<Name, S>,
    choose: (choice: DataChoice<D, V, Next<D, S, Name>, never>) => FinishedDataChoice<P>,
    options?: ChangesVariables<D, V, B>,
  ): AfterPaths<V, Next<D, S, Name>, X, P>;

  /**
   * Goes one way for each text that a path can find, all of them named; on each the data is known to be of that kind. `otherwise` is for
   * data that does not keep to its type.
   *
   * @example `.match("Size", "$.size", { small: (w) => w, large: (w) => w.fail("TooLarge", "TooLarge") }, (w) => w)`
   */
  match<
    const Name extends string,
    const P extends string,
    const C extends DataCases<D, V, Next<D, S, Name>, P>,
    Q extends AnyDataPath,
  >(
    state: FreshName<Name, S>,
    path: MatchPath<D, V, P>,
    cases: C & KnownDataCases<NoInfer<C>, D, V, P>,
    otherwise: (w: DataFlow<D, V, Next<D, S, Name>, never>) => Q,
    options?: StateOptions,
  ): AfterPaths<V, Next<D, S, Name>, X, Q | DataCasePath<C>>;

  /** Runs branches at the same time, each beginning with all data; the list of their results goes where `resultPath` says. */
  parallel<
    const Name extends string,
    const F extends readonly ((w: Inner<D, V>) => ClosedPath<AnyEnd>)[],
    const A = Results<F>,
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    branches: F,
    options?: WorkOptions<Results<F>, V, A, P, B, ErrorsOfBranches<F>, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, ErrorsOfBranches<F>, C>;

  /** As `parallel`, and each branch begins with what `parameters` makes of the data (ASL: `Parameters`). */
  parallelSelected<
    const Name extends string,
    const I,
    const F extends readonly ((w: Inner<ValueOf<I>, V>) => ClosedPath<AnyEnd>)[],
    const A = Results<F>,
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    parameters: (scope: DataScope<D, V>) => I,
    branches: F,
    options?: WorkOptions<Results<F>, V, A, P, B, ErrorsOfBranches<F>, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, ErrorsOfBranches<F>, C>;

  /** Runs a path for each item of a list; the list of what the runs come to goes where `resultPath` says. */
  map<
    const Name extends string,
    const ItemsPath extends string,
    F extends ClosedPath<AnyEnd>,
    const A = readonly OutputOf<EndsOf<F>>[],
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    items: ValidPath<D, V, ItemsPath>,
    each: (w: Inner<ItemAt<D, V, ItemsPath>, V>) => F,
    options?: MapOptions & WorkOptions<readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, ErrorOf<EndsOf<F>>, C>;

  /** As `map`, and each run begins with what `itemSelector` makes of its item (ASL: `ItemSelector`). */
  mapSelected<
    const Name extends string,
    const ItemsPath extends string,
    const Item,
    F extends ClosedPath<AnyEnd>,
    const A = readonly OutputOf<EndsOf<F>>[],
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    items: ValidPath<D, V, ItemsPath>,
    itemSelector: (scope: ItemScope<D, V, ItemAt<D, V, ItemsPath>>) => Item,
    each: (w: Inner<ValueOf<Item>, V>) => F,
    options?: MapOptions & WorkOptions<readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, ErrorOf<EndsOf<F>>, C>;

  /** As `mapSelected`, for each field of an object. */
  mapEntries<
    const Name extends string,
    const ItemsPath extends string,
    const Item,
    F extends ClosedPath<AnyEnd>,
    const A = readonly OutputOf<EndsOf<F>>[],
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    object: ValidPath<D, V, ItemsPath>,
    itemSelector: (scope: EntryScope<D, V, EntryAt<D, V, ItemsPath>>) => Item,
    each: (w: Inner<ValueOf<Item>, V>) => F,
    options?: MapOptions & WorkOptions<readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, ErrorOf<EndsOf<F>>, C>;

  /**
   * Runs a child execution of its own for each item, thousands at a time; it begins with the item, or what `select` and `inBatches` make of
   * it, and sees no variable from outside.
   *
   * @example
   * ```ts
   * .distributedMap("Send", () => s3Items.csv<Reader>(bucket("lists"), "readers.csv"), (w) => w.succeed("Sent"), { label: "Send" })
   * ```
   */
  distributedMap<
    const Name extends string,
    Input,
    F extends ClosedFlow<AnyEnd>,
    const R extends DistributedMapOptions = Record<never, never>,
    const A = ResultsOf<OutputOf<EndsOf<F>>, R>,
    const P extends ResultPath = "$",
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    source: (scope: DataScope<D, V>) => ChildInputs<Input>,
    each: (w: DataFlow<Input, NoVariables, never, never>) => F,
    run?: R,
    options?: WorkOptions<ResultsOf<OutputOf<EndsOf<F>>, R>, V, A, P, B, DistributedMapError, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, DistributedMapError, C>;

  /**
   * A Pass state in JSONata form: goes on with what an expression makes of the data and the variables.
   *
   * @example `.jsonataPass("Total", ({ input }) => ({ orderId: input.orderId, total: sum(mapList(input.lines, (line) => line.price)) }))`
   */
  jsonataPass<const Name extends string, const A, const B = NoVariables>(
    state: FreshName<Name, S>,
    output: (scope: JsonataScope<D, V>) => A,
    options?: StateOptions & { readonly assign?: (scope: JsonataScope<D, V>) => B },
  ): DataFlow<ValueOf<A>, AfterAssign<V, B>, Next<D, S, Name>, X>;

  /** A Task in JSONata form: goes on with its result, or with what `output` makes of data and result. */
  jsonataTask<
    const Name extends string,
    O,
    E extends string,
    const A = Expr<O>,
    const B = NoVariables,
    const C extends AnyDataCatchers<D, V, Next<D, S, Name>> = Record<never, never>,
  >(
    state: FreshName<Name, S>,
    work: (scope: JsonataScope<D, V>) => Work<O, E, string>,
    options?: JsonataTaskOptions<JsonataScope<D, V>, O, A, B> & ErrorOptions<E, C>,
  ): AfterWork<Well<D, V, A, "$", B>, Next<D, S, Name>, X, E, C>;

  /** Goes on with a reusable part: a function from a flow with the data that it needs (`DataPart`) to where it leads. */
  use<Needs, W, P extends AnyDataPath>(
    part: (w: DataFlow<Needs, W, never, never>) => P & MeetsNeeds<D, V, Needs, W>,
  ): AfterPart<{ data: D; variables: V }, S, X, P>;

  /**
   * Does steps that must all come about or be undone: each state that can fail catches any error, and leads through the undo steps that
   * are due, the latest first, to `failed`. An undo step that fails itself leads to `stuck`.
   *
   * @example
   * ```ts
   * .saga((saga) => saga.step(pay, refund).step(ship, cancel), { failed: (w) => w.fail("Failed", "NotSold"), stuck: (w) => w.fail("Stuck", "NotUndone") })
   * ```
   */
  saga<X2 extends AnyEnd, P, E extends ClosedPath<AnyEnd>, K extends ClosedPath<AnyEnd>>(
    steps: (saga: Saga<D, V, S, never, never>) => SagaSteps<X2, P>,
    ends: SagaEnds<D, V, E, K>,
  ): AfterPaths<V, S, X | X2 | EndsOf<E> | EndsOf<K>, P>;

  /** Ends well, with all data or with a part of it (ASL: `OutputPath`). */
  succeed<const Name extends string, const P extends string = "$">(
    state: FreshName<Name, S>,
    output?: ValidPath<D, V, P>,
    options?: StateOptions,
  ): ClosedFlow<X | Succeeded<TypeAt<D, V, P>>>;

  /** Ends with an error: its name and, for people, its cause; both may come from data. */
  fail<const Name extends string, const E extends string>(
    state: FreshName<Name, S>,
    error: E | ((scope: DataScope<D, V>) => Expr<E>),
    cause?: string | ((scope: DataScope<D, V>) => Expr<string>),
    options?: StateOptions,
  ): ClosedFlow<X | Failed<E>>;

  /** Goes back to an earlier state, whose data must be there. */
  goTo<const Name extends string>(state: Reachable<Name, S, D>): ClosedFlow<X>;
}

/** The path of a catcher, where what happened can be kept in the data. */
export interface DataCatchFlow<D, V, S extends AnyEarlier> extends DataFlow<D, V, S, never> {
  /** Puts the error at a reference path (ASL: the catcher's `ResultPath`). */
  as<const P extends `$.${string}` | "$">(path: P): DataFlow<WithResult<D, P, ErrorOutput>, V, S, never>;
}
