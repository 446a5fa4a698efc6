import type { Data } from "../builder/expression.js";
import type { StateOptions } from "../builder/state-options.js";
import type { Given } from "../builder/variable-type.js";
import type { TaskLimitOptions } from "./options.js";
import type { Assignable } from "./variables.js";

/** What a state in JSONata form reads: the data as `input`, and each variable under its name. */
export type JsonataScope<D, V> = { readonly input: Data<D> } & {
  readonly [Name in Exclude<keyof V & string, "input">]: Data<V[Name]>;
};

/** What a Task in JSONata form may say; `S` is what its callbacks read, `V` are the variables. */
export interface JsonataTaskOptions<S, V, O, A, B> extends StateOptions, TaskLimitOptions<S> {
  /** What the state goes on with (ASL: `Output`); the task's result by default. */
  readonly output?: (scope: S & { readonly result: Data<O> }) => A & Given<A>;
  /** Sets variables (ASL: `Assign`). */
  readonly assign?: (scope: S & { readonly result: Data<O> }) => B & Assignable<B, V>;
}
