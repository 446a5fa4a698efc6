import type { Arg } from "../builder/expression.js";
import type { Problem } from "../builder/problem.js";
import type { Present, VariableType } from "../builder/variable-type.js";

declare const outer: unique symbol;

/** No variables yet. */
export type NoVariables = Record<never, never>;

/** The variables that a branch or an iteration sees: those outside it, which it cannot set. */
export type Outside<V> = V & { readonly [outer]: keyof V };

type OuterNames<V> = V extends { readonly [outer]: infer Names } ? Names : never;

/** Names that callbacks of states in JSONata form use for something else. */
type ReservedName = "input" | "result" | "states";

type NewValue<Name, V> =
  Name extends OuterNames<V>
    ? Problem<`the variable ${Name & string} is set outside this branch or iteration: it cannot be set here`>
    : Arg<V[Name & keyof V]>;

/** What may be assigned: new variables, and new values of their type for those that this path has. */
export type Assignable<B, V> = {
  readonly [Name in keyof B & string]: Name extends keyof V
    ? NewValue<Name, V>
    : Name extends ReservedName
      ? Problem<`the name ${Name} is reserved: choose another one`>
      : Present<Name, B[Name]>;
};

/** The variables after some were assigned. */
export type AfterAssign<V, B> = [Exclude<keyof B, keyof V>] extends [never]
  ? V
  : V & { readonly [Name in Exclude<keyof B, keyof V>]: VariableType<B[Name]> };

/** The variables where paths come together: those that every path has. */
export type JoinedVariables<V, U> = [Exclude<keyof U, keyof V>] extends [never]
  ? V
  : V & Pick<U, Exclude<keyof U, keyof V>>;
