import type { Expr, ValueOf } from "./expression.js";
import type { Problem } from "./problem.js";

/** The type of a variable that begins with a value: it may be set again, so one that begins with a literal holds any value of the literal's kind. */
export type VariableType<A> =
  A extends Expr<infer T>
    ? T
    : A extends string
      ? string
      : A extends number
        ? number
        : A extends boolean
          ? boolean
          : ValueOf<A>;

/** A variable's new value, which must be there when the workflow runs: a state whose `Assign` finds nothing fails. */
export type Present<Name, A> =
  A extends Expr<infer T>
    ? undefined extends T
      ? Problem<`the value of ${Name & string} may be missing: use orElse, or in JSONPath mode whenPresent`>
      : A
    : A;

/** What a state puts out or hands in, all of which must be there when the workflow runs: a field whose value is missing fails the state. */
export type Given<A> =
  A extends Expr<infer T>
    ? undefined extends T
      ? unknown extends T
        ? unknown
        : Problem<"this value may be missing: use orElse, or in JSONPath mode whenPresent">
      : unknown
    : A extends object
      ? { readonly [K in keyof A]: Given<A[K]> }
      : unknown;
