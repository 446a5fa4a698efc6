import type { Expr, ValueOf } from "./expression.js";

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
