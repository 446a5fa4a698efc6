/** The values that a Choice operator compares with, by the operator's name. Source: Amazon States Language specification, "Choice State". */
interface Operands {
  readonly StringEquals: string;
  readonly StringLessThan: string;
  readonly StringGreaterThan: string;
  readonly StringLessThanEquals: string;
  readonly StringGreaterThanEquals: string;
  readonly StringMatches: string;
  readonly NumericEquals: number;
  readonly NumericLessThan: number;
  readonly NumericGreaterThan: number;
  readonly NumericLessThanEquals: number;
  readonly NumericGreaterThanEquals: number;
  readonly BooleanEquals: boolean;
  readonly TimestampEquals: string;
  readonly TimestampLessThan: string;
  readonly TimestampGreaterThan: string;
  readonly TimestampLessThanEquals: string;
  readonly TimestampGreaterThanEquals: string;
  readonly IsNull: boolean;
  readonly IsPresent: boolean;
  readonly IsNumeric: boolean;
  readonly IsString: boolean;
  readonly IsBoolean: boolean;
  readonly IsTimestamp: boolean;
}

/** Operators whose other side may be a path as well, named with `Path` at the end. */
type PathOperator = `${Exclude<keyof Operands, `Is${string}` | "StringMatches">}Path`;

/** An operator of a Choice rule in JSONPath form. */
export type ChoiceOperator = keyof Operands | PathOperator;

type Operand<O extends ChoiceOperator> = O extends keyof Operands ? Operands[O] : string;

/** A comparison of what a path finds: exactly one operator. */
export type Comparison = {
  readonly [O in ChoiceOperator]: { readonly Variable: string } & { readonly [K in O]: Operand<O> } & {
    readonly [K in Exclude<ChoiceOperator, O>]?: never;
  } & { readonly And?: never; readonly Or?: never; readonly Not?: never };
}[ChoiceOperator];

/** A condition in JSONPath form: a comparison, or several joined. */
export type ChoiceCondition =
  | Comparison
  | { readonly And: readonly ChoiceCondition[]; readonly Or?: never; readonly Not?: never; readonly Variable?: never }
  | { readonly Or: readonly ChoiceCondition[]; readonly And?: never; readonly Not?: never; readonly Variable?: never }
  | { readonly Not: ChoiceCondition; readonly And?: never; readonly Or?: never; readonly Variable?: never };
