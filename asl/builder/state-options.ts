import type { Arg } from "./expression.js";
import type { AnyScope, TypeOf } from "./scope.js";

/** What any state may say of itself. */
export interface StateOptions {
  readonly comment?: string;
}

/** New values for names that are bound already, each of its type. The input cannot be set. */
export type NewValues<V extends AnyScope> = { readonly [Name in Exclude<keyof V, "input">]?: Arg<TypeOf<V, Name>> };

/** What a state may do on the way out, beside its own work. */
export interface AssignOptions<V extends AnyScope> extends StateOptions {
  /**
   * Gives bound names new values as the state ends (ASL: `Assign`); `set` binds new ones.
   *
   * @example `.wait("Pause", seconds(5), { assign: ({ tries }) => ({ tries: add(tries, 1) }) })`
   */
  readonly assign?: (scope: V) => NewValues<V>;
}
