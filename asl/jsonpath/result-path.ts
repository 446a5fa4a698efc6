/**
 * The data after a result of type `R` was put at a reference path: `null` drops it, `"$"` replaces everything, `"$.payment"` adds a field, and
 * `"$.payment.receipt"` one deeper down. Source: Amazon States Language specification, "ResultPath".
 */
export type WithResult<D, P extends string | null, R> = P extends null
  ? D
  : P extends "$"
    ? R
    : P extends `$.${infer Path}`
      ? Put<D, Path, R>
      : never;

type Put<D, Path extends string, R> = Path extends `${infer Head}.${infer Rest}`
  ? SetField<D, Head, Put<FieldOf<D, Head>, Rest, R>>
  : SetField<D, Path, R>;

/** Data with a field of another type. Distributive, so that data of several kinds stays of several kinds. */
export type SetField<D, Name extends string, R> = D extends unknown
  ? { readonly [K in keyof D | Name]: K extends Name ? R : K extends keyof D ? D[K] : never }
  : never;

/** The type of a field; of one that is not there yet, that of an empty object. */
export type FieldOf<D, Name extends string> = Name extends keyof D ? D[Name] : Record<never, never>;
