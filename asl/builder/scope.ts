import type { Data } from "./expression.js";
import type { Problem } from "./problem.js";

/** A name in scope and the type of what it holds: the workflow's `input`, or a variable that a step has bound. */
export interface Var<Name extends string, T> {
  readonly name: Name;
  readonly type: T;
}

/** Any name in scope. */
export type AnyVar = Var<string, unknown>;

/** What a step's callback destructures: a typed reference for each name in scope. */
export type Scope<V extends AnyVar> = { readonly [X in V as X["name"]]: Data<X["type"]> };

/** The type that a name in scope holds. */
export type TypeOf<V extends AnyVar, Name extends V["name"]> = Extract<V, { readonly name: Name }>["type"];

/** Names that callbacks use for something else, so that no variable may have them. */
export type ReservedName = "branch" | "map" | "states";

/** A variable's name, if it is new on this path. */
export type FreshVariable<Name extends string, V extends AnyVar> = Name extends V["name"]
  ? Problem<`the name ${Name} is already bound on this path`>
  : Name extends ReservedName
    ? Problem<`the name ${Name} is reserved: choose another one`>
    : Name;

/** A state's name, if no earlier state on this path has it. */
export type FreshState<Name extends string, States extends string> = Name extends States
  ? Problem<`there is already a state called ${Name}`>
  : Name;

/** The name of a state to go to, if it stands earlier on this path. */
export type KnownState<Name extends string, States extends string> = Name extends States
  ? Name
  : Problem<`there is no earlier state called ${Name} on this path`>;
