/** A way in which a path can end: well, with an output. */
export interface Succeeded<Output> {
  readonly end: "succeeded";
  readonly output: Output;
}

/** A way in which a path can end: with an error of that name. */
export interface Failed<ErrorName extends string> {
  readonly end: "failed";
  readonly error: ErrorName;
}

/** Any way to end. */
export type AnyEnd = Succeeded<unknown> | Failed<string>;

/** What a path that ends well can give. */
export type OutputOf<X extends AnyEnd> = X extends Succeeded<infer Output> ? Output : never;

/** The names of the errors that a path can end with. */
export type ErrorOf<X extends AnyEnd> = X extends Failed<infer ErrorName> ? ErrorName : never;
