import type { DistributedMapError, DistributedMapOptions, ResultsOf } from "../builder/distributed-map.js";
import type { AnyEnd, ErrorOf, OutputOf } from "../builder/ends.js";
import type { ValueOf } from "../builder/expression.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { ChildInputs } from "../builder/item-source.js";
import type { ClosedPath, EndsOf } from "../builder/paths.js";
import type { Given } from "../builder/variable-type.js";
import type { DataFlow } from "./flow.js";
import type { AnyDataCatchers, EntryScope, ItemScope, MapOptions, ResultPath, WorkOptions } from "./options.js";
import type { DataScope } from "./path.js";
import type {
  AfterWork,
  EntriesPath,
  EntryAt,
  ErrorsOfBranches,
  Inner,
  ItemAt,
  ListPath,
  Next,
  Results,
  Well,
} from "./results.js";
import type { AnyEarlier, FreshName } from "./states.js";
import type { NoVariables } from "./variables.js";
/** The states of a flow in JSONPath mode that run paths of their own: branches, or one for each item. */
export interface DataFanOut<D, V, S extends AnyEarlier, X extends AnyEnd> {
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
    options?: WorkOptions<D, Results<F>, V, A, P, B, ErrorsOfBranches<F>, C>,
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
    parameters: (scope: DataScope<D, V>) => I & Given<I>,
    branches: F,
    options?: WorkOptions<D, Results<F>, V, A, P, B, ErrorsOfBranches<F>, C>,
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
    items: ListPath<D, V, ItemsPath>,
    each: (w: Inner<ItemAt<D, V, ItemsPath>, V>) => F,
    options?: MapOptions & WorkOptions<D, readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
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
    items: ListPath<D, V, ItemsPath>,
    itemSelector: (scope: ItemScope<D, V, ItemAt<D, V, ItemsPath>>) => Item & Given<Item>,
    each: (w: Inner<ValueOf<Item>, V>) => F,
    options?: MapOptions & WorkOptions<D, readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
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
    object: EntriesPath<D, V, ItemsPath>,
    itemSelector: (scope: EntryScope<D, V, EntryAt<D, V, ItemsPath>>) => Item & Given<Item>,
    each: (w: Inner<ValueOf<Item>, V>) => F,
    options?: MapOptions & WorkOptions<D, readonly OutputOf<EndsOf<F>>[], V, A, P, B, ErrorOf<EndsOf<F>>, C>,
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
    options?: WorkOptions<D, ResultsOf<OutputOf<EndsOf<F>>, R>, V, A, P, B, DistributedMapError, C>,
  ): AfterWork<Well<D, V, A, P, B>, Next<D, S, Name>, X, DistributedMapError, C>;
}
