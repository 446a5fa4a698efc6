import type { Arg } from "./expression.js";
import type { Problem } from "./problem.js";
import type { AnyScope, OuterMark, TypeOf } from "./scope.js";

/** What any state may say of itself. */
export interface StateOptions {
  readonly comment?: string;
}

/** No new values. */
export type Nothing = Record<never, never>;

/** The new value of a name that is bound: one of its type, where this path may set it. */
export type NewValue<Name, V extends AnyScope, N extends string> = Name extends "input"
  ? Problem<"the input is what the execution was started with: it cannot be set">
  : OuterMark<Name> extends N
    ? Problem<`the name ${Name & string} is bound outside this branch or iteration: it cannot be set here`>
    : Arg<TypeOf<V, Name>>;

type NewValues<A, V extends AnyScope, N extends string> = {
  readonly [Name in keyof A]: Name extends keyof V
    ? NewValue<Name, V, N>
    : Problem<`the name ${Name & string} is not bound here: bind it by set`>;
};

/** What a state may do on the way out, beside its own work. */
export interface AssignOptions<V extends AnyScope, N extends string, A> extends StateOptions {
  /**
   * Gives bound names new values as the state ends (ASL: `Assign`); `set` binds new ones.
   *
   * @example `.set("Begin", () => ({ tries: 0 })).wait("Pause", seconds(5), { assign: ({ tries }) => ({ tries: add(tries, 1) }) })`
   */
  readonly assign?: (scope: V) => A & NewValues<A, V, N>;
}
