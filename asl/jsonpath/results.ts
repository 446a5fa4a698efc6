import type { AnyEnd, ErrorOf, OutputOf } from "../builder/ends.js";
import type { ValueOf } from "../builder/expression.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { EndsOf } from "../builder/paths.js";
import type { Problem } from "../builder/problem.js";
import type { DataFlow } from "./flow.js";
import type { Caught, EndsOfWork, ResultPath } from "./options.js";
import type { DataEndsOf, DataOf, OpenDataOf, VariablesOf } from "./paths.js";
import type { WithResult } from "./result-path.js";
import type { AnyEarlier, Earlier } from "./states.js";
import type { FoundPath, TypeAt } from "./type-at.js";
import type { AfterAssign, JoinedVariables, Outside } from "./variables.js";

/** The earlier states once a path has come to one more. */
export type Next<D, S extends AnyEarlier, State extends string> = S | Earlier<State, D>;

/** A branch, or what a Map runs: it begins with data `D` and reads the variables outside it. */
export type Inner<D, V> = DataFlow<D, Outside<V>, never, never>;

/** Where a state with work leads when all is well: the data with the result `A` put at `P`, and the variables with `B`. */
export interface Well<D, V, A, P extends ResultPath, B> {
  readonly data: WithResult<D, P, ValueOf<A>>;
  readonly before: V;
  readonly variables: AfterAssign<V, B>;
}

/** The service's answer as a state in JSONPath mode sees it. */
export type Answer<O, Envelope extends string> = [Envelope] extends [never] ? O : { readonly [K in Envelope]: O };

/** The flow after some paths come together: closed when none of them falls through. */
export type AfterPaths<V, S extends AnyEarlier, X extends AnyEnd, P> = [OpenDataOf<P>] extends [never]
  ? ClosedFlow<X | DataEndsOf<P>>
  : DataFlow<DataOf<P>, JoinedVariables<V, VariablesOf<P>>, S, X | DataEndsOf<P>>;

/** The flow after a state with work and its catchers; `F` is what it goes on with when all is well. */
export type AfterWork<
  F extends { data: unknown; before: unknown; variables: unknown },
  S extends AnyEarlier,
  X extends AnyEnd,
  E extends string,
  C,
> = DataFlow<
  F["data"] | DataOf<Caught<C>>,
  JoinedVariables<F["before"], F["variables"] | VariablesOf<Caught<C>>>,
  S,
  X | EndsOfWork<E, C>
>;

/** What branches end with. */
export type EndsOfBranches<B extends readonly unknown[]> = B[number] extends (w: never) => infer P ? EndsOf<P> : never;

/** The errors that branches end with. */
export type ErrorsOfBranches<B extends readonly unknown[]> = ErrorOf<EndsOfBranches<B>>;

/** The list of what branches give. */
export type Results<B extends readonly unknown[]> = {
  readonly [I in keyof B]: B[I] extends (w: never) => infer P ? OutputOf<EndsOf<P>> : never;
};

/** The items of the list at a path. */
export type ItemAt<D, V, P extends string> = TypeAt<D, V, P> extends readonly (infer T)[] ? T : never;

/** A path literal, if it finds a list. */
export type ListPath<D, V, P extends string> =
  FoundPath<D, V, P> extends P
    ? [TypeAt<D, V, P>] extends [readonly unknown[]]
      ? P
      : Problem<`${P} is no list`>
    : FoundPath<D, V, P>;

/** The values of the fields of the object at a path. */
export type EntryAt<D, V, P extends string> = TypeAt<D, V, P> extends { readonly [key: string]: infer T } ? T : never;

/** A path literal, if it finds an object with fields of any name. */
export type EntriesPath<D, V, P extends string> =
  FoundPath<D, V, P> extends P
    ? [TypeAt<D, V, P>] extends [readonly unknown[]]
      ? Problem<`${P} is a list: use map`>
      : [TypeAt<D, V, P>] extends [{ readonly [key: string]: unknown }]
        ? P
        : Problem<`${P} is no object with fields of any name`>
    : FoundPath<D, V, P>;
