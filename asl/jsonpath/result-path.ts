import type { Problem } from "../builder/problem.js";

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

/** A reference path, if a result can be put there; else the sentence that says why not. */
export type PutPath<D, P extends string | null> = P extends `$.${infer Path}`
  ? [PutProblem<D, Path>] extends [never]
    ? P
    : PutProblem<D, Path>
  : P;

type PutProblem<D, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? NameProblem<Head> | (Head extends keyof D ? HolderProblem<D[Head], Head, Rest> : PutProblem<unknown, Rest>)
  : NameProblem<Path>;

type HolderProblem<T, Name extends string, Rest extends string> = [T] extends [
  string | number | boolean | readonly unknown[],
]
  ? Problem<`${Name} is no object: nothing can be put into it`>
  : PutProblem<T, Rest>;

type NameProblem<Name extends string> = Name extends "" | `${string}${" " | "[" | "*" | "@" | "'"}${string}`
  ? Problem<"a result is put at names with dots between them, such as $.payment.receipt">
  : never;

type Put<D, Path extends string, R> = Path extends `${infer Head}.${infer Rest}`
  ? SetField<D, Head, Put<FieldOf<D, Head>, Rest, R>>
  : SetField<D, Path, R>;

/** Data with a field of another type. Distributive, so that data of several kinds stays of several kinds. */
export type SetField<D, Name extends string, R> = D extends unknown
  ? Flat<{ readonly [K in keyof D as Exclude<K, Name>]: D[K] } & { readonly [K in Name]: R }>
  : never;

/** An intersection as one object, which keeps which fields may be missing. */
export type Flat<T> = { readonly [K in keyof T]: T[K] };

/** A path literal to fields, any of which may be missing; else the sentence that says which never exists. */
export type OptionalPath<D, P extends string> = P extends `$.${infer Path}`
  ? [OptionalProblem<D, Path>] extends [never]
    ? P
    : OptionalProblem<D, Path>
  : Problem<`${P} names no field: begin it with $.`>;

type OptionalProblem<D, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof D
    ? OptionalProblem<Exclude<D[Head], undefined>, Rest>
    : Problem<`there is no field ${Head} here`>
  : Path extends keyof D
    ? never
    : Problem<`there is no field ${Path} here`>;

/** The data where that path is known to find something. */
export type PresentAt<D, P extends string> = P extends `$.${infer Path}` ? Present<D, Path> : D;

type Present<D, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? SetField<D, Head, Present<Exclude<FieldOf<D, Head>, undefined>, Rest>>
  : SetField<D, Path, Exclude<FieldOf<D, Path>, undefined>>;

/** The type of a field; of one that is not there yet, that of an empty object. */
export type FieldOf<D, Name extends string> = Name extends keyof D ? D[Name] : Record<never, never>;
