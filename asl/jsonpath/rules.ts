import type { Expression } from "../builder/expression.js";
import { type Expr, isExpr, toExpression } from "../builder/expression.js";
import type { ChoiceOperator } from "../spec/index.js";

/** A condition of a Choice state in JSONPath form, as plain data. */
export type RuleData =
  | {
      readonly kind: "comparison";
      readonly variable: Expression;
      readonly operator: ChoiceOperator;
      readonly operand: Expression;
    }
  | { readonly kind: "and" | "or"; readonly rules: readonly RuleData[] }
  | { readonly kind: "not"; readonly rule: RuleData };

/** A condition of a Choice state in JSONPath form. Made by the functions of `rules`. */
export interface Rule {
  readonly rule: RuleData;
}

type OperatorWithPath = Extract<ChoiceOperator, `${string}Path`> extends `${infer Name}Path` ? Name : never;

function compare(operator: OperatorWithPath, variable: Expr<unknown>, operand: unknown): Rule {
  return comparison(isExpr(operand) ? `${operator}Path` : operator, variable, operand);
}

function comparison(operator: ChoiceOperator, variable: Expr<unknown>, operand: unknown): Rule {
  return {
    rule: { kind: "comparison", variable: toExpression(variable), operator, operand: toExpression(operand) },
  };
}

/** The other side of a comparison: a literal, or a path to where the data has it. */
type Side<T> = T | Expr<T>;
type Text = Expr<string>;
type Num = Expr<number>;

/**
 * The operators of Choice rules in JSONPath form, by their names in the language; each takes a path on the left, and a literal or a path on the right
 * where the language has both. Comparing data of another type is `false` when the workflow runs, and an error when it compiles.
 *
 * Source: Amazon States Language specification, "Data-test expression".
 */
export const rules = {
  stringEquals: <T extends string>(variable: Expr<T>, value: Side<NoInfer<T>>) =>
    compare("StringEquals", variable, value),
  stringLessThan: (variable: Text, value: Side<string>) => compare("StringLessThan", variable, value),
  stringGreaterThan: (variable: Text, value: Side<string>) => compare("StringGreaterThan", variable, value),
  stringLessThanEquals: (variable: Text, value: Side<string>) => compare("StringLessThanEquals", variable, value),
  stringGreaterThanEquals: (variable: Text, value: Side<string>) => compare("StringGreaterThanEquals", variable, value),
  /** `*` stands for any characters; `\\*` for the character itself. */
  stringMatches: (variable: Text, pattern: string) => comparison("StringMatches", variable, pattern),
  numericEquals: (variable: Num, value: Side<number>) => compare("NumericEquals", variable, value),
  numericLessThan: (variable: Num, value: Side<number>) => compare("NumericLessThan", variable, value),
  numericGreaterThan: (variable: Num, value: Side<number>) => compare("NumericGreaterThan", variable, value),
  numericLessThanEquals: (variable: Num, value: Side<number>) => compare("NumericLessThanEquals", variable, value),
  numericGreaterThanEquals: (variable: Num, value: Side<number>) =>
    compare("NumericGreaterThanEquals", variable, value),
  booleanEquals: (variable: Expr<boolean>, value: Side<boolean>) => compare("BooleanEquals", variable, value),
  timestampEquals: (variable: Text, value: Side<string>) => compare("TimestampEquals", variable, value),
  timestampLessThan: (variable: Text, value: Side<string>) => compare("TimestampLessThan", variable, value),
  timestampGreaterThan: (variable: Text, value: Side<string>) => compare("TimestampGreaterThan", variable, value),
  timestampLessThanEquals: (variable: Text, value: Side<string>) => compare("TimestampLessThanEquals", variable, value),
  timestampGreaterThanEquals: (variable: Text, value: Side<string>) =>
    compare("TimestampGreaterThanEquals", variable, value),
  isNull: (variable: Expr<unknown>, is = true) => comparison("IsNull", variable, is),
  isPresent: (variable: Expr<unknown>, is = true) => comparison("IsPresent", variable, is),
  isNumeric: (variable: Expr<unknown>, is = true) => comparison("IsNumeric", variable, is),
  isString: (variable: Expr<unknown>, is = true) => comparison("IsString", variable, is),
  isBoolean: (variable: Expr<unknown>, is = true) => comparison("IsBoolean", variable, is),
  isTimestamp: (variable: Expr<unknown>, is = true) => comparison("IsTimestamp", variable, is),
  /** Whether all rules hold. */
  and: (...all: readonly Rule[]): Rule => ({ rule: { kind: "and", rules: all.map(({ rule }) => rule) } }),
  /** Whether at least one rule holds. */
  or: (...any: readonly Rule[]): Rule => ({ rule: { kind: "or", rules: any.map(({ rule }) => rule) } }),
  /** Whether a rule does not hold. */
  not: ({ rule }: Rule): Rule => ({ rule: { kind: "not", rule } }),
};
