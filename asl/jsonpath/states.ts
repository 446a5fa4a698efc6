import type { Problem } from "../builder/problem.js";

/** A state that stands earlier on a path, and the data that it begins with. */
export interface Earlier<Name extends string, D> {
  readonly name: Name;
  readonly data: D;
}

/** Any earlier state. */
export type AnyEarlier = Earlier<string, unknown>;

/** A state's name, if no earlier state on this path has it. */
export type FreshName<Name extends string, S extends AnyEarlier> = Name extends S["name"]
  ? Problem<`there is already a state called ${Name}`>
  : Name;

/** A state's name, if it stands earlier on this path and the data here has all that it begins with. */
export type Reachable<Name extends string, S extends AnyEarlier, D> = Name extends S["name"]
  ? [D] extends [Extract<S, { readonly name: Name }>["data"]]
    ? Name
    : Problem<`the data here lacks what ${Name} begins with`>
  : Problem<`there is no earlier state called ${Name} on this path`>;
