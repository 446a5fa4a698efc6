import type { Arg } from "./expression.js";
import type { AnyScope, OuterMark, TypeOf } from "./scope.js";

/** What any state may say of itself. */
export interface StateOptions {
  readonly comment?: string;
}

/** New values for names that this path has bound already, each of its type. The input cannot be set, nor what is bound outside a branch. */
export type NewValues<V extends AnyScope, N extends string> = {
  readonly [Name in keyof V as Settable<Name, N>]?: Arg<TypeOf<V, Name>>;
};

type Settable<Name, N extends string> = Name extends "input" ? never : OuterMark<Name> extends N ? never : Name;

/** What a state may do on the way out, beside its own work. */
export interface AssignOptions<V extends AnyScope, N extends string> extends StateOptions {
  /**
   * Gives bound names new values as the state ends (ASL: `Assign`); `set` binds new ones.
   *
   * @example `.wait("Pause", seconds(5), { assign: ({ tries }) => ({ tries: add(tries, 1) }) })`
   */
  readonly assign?: (scope: V) => NewValues<V, N>;
}
