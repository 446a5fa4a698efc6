import type { AnyEnd, Succeeded } from "../builder/ends.js";
import type { ClosedFlow } from "../builder/flow.js";
import type { Problem } from "../builder/problem.js";
import type { DataFlow } from "./flow.js";
import type { DataEndsOf, DataOf, OpenDataOf, VariablesOf } from "./paths.js";
import type { Flat } from "./result-path.js";
import type { AnyEarlier } from "./states.js";
import type { JoinedVariables, NoVariables } from "./variables.js";

declare const others: unique symbol;

/** Stands for the fields that the data has beside those that a part names, for as long as they are in it. */
interface Others {
  readonly [others]: true;
}

/**
 * Where a reusable part begins in JSONPath mode: data with these fields, and perhaps more, and these variables. What else is in the data
 * goes on after the part, unless a state of it replaces all data.
 *
 * @example
 * ```ts
 * const charge = (w: DataPart<{ orderId: string }>) =>
 *   w.task("Charge", ({ at }) => invoke.payloadOnly(pay, { orderId: at("$.orderId") }), { resultPath: "$.payment" });
 * ```
 */
export type DataPart<Needs, Variables = NoVariables> = DataFlow<Needs & Others, Variables, never, never>;

/** Refuses a part whose needs are not met here. */
export type MeetsNeeds<D, V, Needs, W> = [D] extends [{ readonly [K in Exclude<keyof Needs, keyof Others>]: Needs[K] }]
  ? [V] extends [W]
    ? unknown
    : Problem<`this part needs a variable that is not set here, or is of another type: ${Exclude<keyof W, keyof V> & string}`>
  : Problem<`this part needs data that is not here, or is of another type: ${Exclude<keyof Needs, keyof D | keyof Others> & string}`>;

/** The flow after a part: the data that it did not touch is there again. */
export type AfterPart<F extends { data: unknown; variables: unknown }, S extends AnyEarlier, X extends AnyEnd, P> = [
  OpenDataOf<P>,
] extends [never]
  ? ClosedFlow<X | RestoredEnds<F["data"], DataEndsOf<P>>>
  : DataFlow<
      Restored<F["data"], DataOf<P>>,
      JoinedVariables<F["variables"], VariablesOf<P>>,
      S,
      X | RestoredEnds<F["data"], DataEndsOf<P>>
    >;

type RestoredEnds<D, X extends AnyEnd> = X extends Succeeded<infer Output> ? Succeeded<Restored<D, Output>> : X;

type Restored<D, T> = T extends Others
  ? D extends unknown
    ? Flat<
        { readonly [K in keyof D as Exclude<K, keyof T>]: D[K] } & {
          readonly [K in keyof T as Exclude<K, keyof Others>]: T[K];
        }
      >
    : never
  : T;
