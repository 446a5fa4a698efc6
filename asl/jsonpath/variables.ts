import type { Arg, ValueOf } from "../builder/expression.js";
import type { Problem } from "../builder/problem.js";

declare const outer: unique symbol;

/** No variables yet. */
export type NoVariables = Record<never, never>;

/** The variables that a branch or an iteration sees: those outside it, which it cannot set. */
export type Outside<V> = V & { readonly [outer]: keyof V };

type OuterNames<V> = V extends { readonly [outer]: infer Names } ? Names : never;

/** Names that callbacks of states in JSONata form use for something else. */
type ReservedName = "input" | "result" | "states";

/** What may be assigned: new variables, and new values of their type for those that this path has. */
export type Assignable<B, V> = {
  readonly [Name in keyof B & string]: Name extends OuterNames<V>
    ? Problem<`the variable ${Name} is set outside this branch or iteration: it cannot be set here`>
    : Name extends ReservedName
      ? Problem<`the name ${Name} is reserved: choose another one`>
      : Name extends keyof V
        ? Arg<V[Name]>
        : B[Name];
};

/** New values for variables that this path has, each of its type. */
export type NewVariableValues<V> = { readonly [Name in Exclude<keyof V & string, OuterNames<V>>]?: Arg<V[Name]> };

/** The variables after some were assigned. */
export type AfterAssign<V, B> = [Exclude<keyof B, keyof V>] extends [never]
  ? V
  : V & { readonly [Name in Exclude<keyof B, keyof V>]: Widened<ValueOf<B[Name]>> };

/** The variables where paths come together: those that every path has. */
export type JoinedVariables<V, U> = [Exclude<keyof U, keyof V>] extends [never]
  ? V
  : V & Pick<U, Exclude<keyof U, keyof V>>;

// A variable may be set again, so one that starts with a literal holds any value of the literal's kind.
type Widened<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : T;
