import type { Json } from "../../../../asl/spec/index.js";

/** The operators between two operands. */
export type BinaryOperator = "AND" | "OR" | "IN" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

/** An expression of a rule's SQL. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  /** `*`: the whole payload. */
  | { readonly kind: "payload" }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly at: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "cast"; readonly of: Expression; readonly type: string }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "minus"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "case";
      readonly of: Expression;
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly fields: readonly { readonly name: string; readonly value: Expression }[] };

/** One item of a SELECT: everything, or an expression with the name that it gets. */
export type Selected = "*" | { readonly name: string; readonly value: Expression };

/** A rule's statement. */
export interface Statement {
  /** The items of `SELECT a, b`, or the one expression of `SELECT VALUE a`. */
  readonly select: readonly Selected[] | { readonly value: Expression };
  /** The topic filter. */
  readonly from: string;
  readonly where: Expression | undefined;
}
