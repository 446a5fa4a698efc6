import type { Duration } from "../builder/duration.js";
import type { AnyEnd, Failed, Succeeded } from "../builder/ends.js";
import type { Expr, ValueOf } from "../builder/expression.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { ClosedPath, EndsOf } from "../builder/paths.js";
import type { StateOptions } from "../builder/state-options.js";
import type { Given } from "../builder/variable-type.js";
import type { WaitTarget } from "../builder/wait.js";
import type { Work } from "../builder/work.js";
import type { DataChoice, FinishedDataChoice } from "./choice.js";
import type { DataFanOut } from "./fan-out.js";
import type { JsonataScope, JsonataTaskOptions } from "./jsonata-options.js";
import type { DataCasePath, DataCases, KnownDataCases, MatchPath } from "./match.js";
import type {
  AnyDataCatchers,
  ErrorOptions,
  ResultPath,
  SetsVariables,
  TaskLimitOptions,
  WorkOptions,
} from "./options.js";
import type { AfterPart, MeetsNeeds } from "./part.js";
import type { DataScope } from "./path.js";
import type { AnyDataPath, OpenDataPath } from "./paths.js";
import type { PutPath, WithResult } from "./result-path.js";
import type { AfterPaths, AfterWork, Answer, Next, Well } from "./results.js";
import type { DataDefaultFlow } from "./rule-flow.js";
import type { Saga, SagaEnds, SagaSteps } from "./saga.js";
import type { AnyEarlier, FreshName, Reachable } from "./states.js";
import type { DataPath } from "./steps.js";
import type { FoundPath, TypeAt } from "./type-at.js";
import type { AfterAssign, Assignable, NoVariables } from "./variables.js";

/**
 * A workflow being written in JSONPath mode: each state passes its data, of type `D`, on to the next, and what it does to the data
 * stands in the type. A flow never changes.
 *
 * `V` are the variables, `S` the earlier states of this path with the data that they begin with, `X` the ways in which it can already end.
 *
 * Source: AWS Step Functions Developer Guide, "Input and output processing in Step Functions".
 */
export interface DataFlow<D, V, S extends AnyEarlier, X extends AnyEnd>
  extends OpenDataPath<D, V, X>,
    DataFanOut<D, V, S, X> {
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
    options?: TaskLimitOptions<DataScope<D, V>> & WorkOptions<D, Answer<O, Envelope>, V, A, P, B, E, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, E, C>;

  /** Puts literal or computed data at a path (ASL: a Pass state with `Parameters`), in place of all data by default. */
  pass<const Name extends string, const A, const P extends ResultPath = "$", const B = NoVariables>(
    state: FreshName<Name, S>,
    value: (scope: DataScope<D, V>) => A & Given<A>,
    options?: StateOptions & { readonly resultPath?: PutPath<D, P> } & SetsVariables<ValueOf<A>, V, B>,
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
    path: FoundPath<D, V, P>,
    options?: StateOptions,
  ): DataFlow<TypeAt<D, V, P>, V, Next<D, S, Name>, X>;

  /** Passes on a part of the data alone, from the state right before (ASL: its `OutputPath`). */
  outputPath<const P extends string>(path: FoundPath<D, V, P>): DataFlow<TypeAt<D, V, P>, V, S, X>;

  /** Waits: for a duration, until a time, or for seconds or until a time that the data gives. */
  wait<const Name extends string, const B = NoVariables>(
    state: FreshName<Name, S>,
    target: Duration | WaitTarget | ((scope: DataScope<D, V>) => WaitTarget),
    options?: StateOptions & SetsVariables<D, V, B>,
  ): DataFlow<D, AfterAssign<V, B>, Next<D, S, Name>, X>;

  /** Goes the way of the first rule that holds. Paths that do not end come together after it. */
  choice<const Name extends string, P extends AnyDataPath>(
    state: FreshName<Name, S>,
    choose: (choice: DataChoice<D, V, Next<D, S, Name>, never>) => FinishedDataChoice<P>,
    options?: StateOptions,
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
    otherwise: (w: DataDefaultFlow<D, V, Next<D, S, Name>>) => Q,
    options?: StateOptions,
  ): AfterPaths<V, Next<D, S, Name>, X, Q | DataCasePath<C>>;

  /**
   * A Pass state in JSONata form: goes on with what an expression makes of the data and the variables.
   *
   * @example `.jsonataPass("Total", ({ input }) => ({ orderId: input.orderId, total: sum(mapList(input.lines, (line) => line.price)) }))`
   */
  jsonataPass<const Name extends string, const A, const B = NoVariables>(
    state: FreshName<Name, S>,
    output: (scope: JsonataScope<D, V>) => A & Given<A>,
    options?: StateOptions & { readonly assign?: (scope: JsonataScope<D, V>) => B & Assignable<B, V> },
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
    options?: JsonataTaskOptions<JsonataScope<D, V>, V, O, A, B> & ErrorOptions<E, C>,
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
   * .saga(
   *   (saga) => saga.step(
   *     (w) => w.task("Pay", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" }),
   *     (w) => w.task("Refund", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: null }),
   *   ),
   *   { failed: (w) => w.fail("Failed", "NotSold"), stuck: (w) => w.fail("Stuck", "NotUndone") },
   * )
   * ```
   */
  saga<X2 extends AnyEnd, P, E extends ClosedPath<AnyEnd>, K extends ClosedPath<AnyEnd>>(
    steps: (saga: Saga<D, V, S, never, never>) => SagaSteps<X2, P>,
    ends: SagaEnds<D, V, E, K>,
  ): AfterPaths<V, S, X | X2 | EndsOf<E> | EndsOf<K>, P>;

  /** Ends well, with all data or with a part of it (ASL: `OutputPath`). */
  succeed<const Name extends string, const P extends string = "$">(
    state: FreshName<Name, S>,
    output?: FoundPath<D, V, P>,
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
