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
      ? Problem<`the value of ${Name & string} may be missing: use orElse, or ask for it by a choice first`>
      : A
    : A;
