import type { jsonataFunctionNames } from "../spec/index.js";
import type { Data, Expr } from "./expression.js";
import type { Problem } from "./problem.js";

/** The names in scope, each with a typed reference: what a step's callback destructures. */
export type AnyScope = object;

/**
 * A scope by the types of its data: `Names<{ input: Order; robot: Robot }>`.
 *
 * @example `const tellOwner = (w: Flow<Names<{ input: Order }>, never, never>) => w.do("TellOwner", ({ input }) => sns.publish(topic("owner"), { orderId: input.orderId }))`
 */
export type Names<T> = { readonly [Name in keyof T]: Data<T[Name]> };

/** One name in scope. A scope grows by intersection with these, so that a new name costs the compiler the same each time. */
export type Bound<Name extends string, T> = { readonly [K in Name]: Data<T> };

/** The type of the data behind a name. */
export type TypeOf<V, Name> = Name extends keyof V ? (V[Name] extends Expr<infer T> ? T : never) : never;

/** JSONata's functions, `eval` that Step Functions leaves out among them: a variable `$sum` would hide `$sum(...)`. */
type FunctionName = (typeof jsonataFunctionNames)[number] | "eval";

/** Names that callbacks or expressions use for something else, so that no variable may have them. */
type ReservedName = "branch" | "map" | "mapEntries" | "states" | "errorOutput" | FunctionName;

/**
 * How a bound name is noted among the names that a path has used, beside its states' names, none of which begins with `$`. Looking a
 * name up there costs the compiler the same however many there are; `keyof` the scope would cost more for each.
 */
export type Mark<Name> = `$${Name & string}`;

/** How a name is noted that a branch or an iteration sees and cannot set: a variable outside it, or a Map's item. */
export type OuterMark<Name> = `$$${Name & string}`;

/** The marks of bound names, without the states' names, as a branch or an iteration sees them. */
export type OuterMarksOf<N extends string> = N extends `$$${string}`
  ? N
  : N extends `$${infer Name}`
    ? OuterMark<Name>
    : never;

/** A variable's name, if it is new on this path. */
export type FreshVariable<Name extends string, N extends string> =
  Mark<Name> extends N | Mark<"input">
    ? Problem<`the name ${Name} is already bound on this path`>
    : OuterMark<Name> extends N
      ? Problem<`the name ${Name} is already bound outside this branch or iteration`>
      : Name extends ReservedName
        ? Problem<`the name ${Name} is reserved: choose another one`>
        : Name;

/** A state's name, if no earlier state on this path has it. */
export type FreshState<Name extends string, States extends string> = Name extends States
  ? Problem<`there is already a state called ${Name}`>
  : Name;

/** A state's name, if it stands earlier on this path. */
export type KnownState<Name extends string, States extends string> =
  Name extends Exclude<States, `$${string}`> ? Name : Problem<`there is no earlier state called ${Name} on this path`>;
