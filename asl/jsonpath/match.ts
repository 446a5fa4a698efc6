import type { NarrowedTo } from "../builder/discriminant.js";
import type { Problem } from "../builder/problem.js";
import type { AnyDataPath } from "./paths.js";
import type { FieldOf, SetField } from "./result-path.js";
import type { DataRuleFlow } from "./rule-flow.js";
import type { AnyEarlier } from "./states.js";
import type { TypeAt } from "./type-at.js";

/** A path literal that finds one of a few texts; else the sentence that says why not. */
export type MatchPath<D, V, P extends string> = [TypeAt<D, V, P>] extends [Problem<infer Sentence>]
  ? Problem<Sentence>
  : [TypeAt<D, V, P>] extends [string]
    ? string extends TypeAt<D, V, P>
      ? Problem<`${P} may be any text: use choice`>
      : P
    : Problem<`${P} is not always a text: use choice`>;

type TextsAt<D, V, P extends string> = TypeAt<D, V, P> & string;

/** A way for each text. */
export type DataCases<D, V, S extends AnyEarlier, P extends string> = {
  readonly [Value in TextsAt<D, V, P>]: (w: DataRuleFlow<NarrowedAt<D, P, Value>, V, S>) => AnyDataPath;
};

/** Refuses a way for a text that is never there. */
export type KnownDataCases<C, D, V, P extends string> = {
  readonly [K in keyof C]: K extends TextsAt<D, V, P> ? C[K] : Problem<`${P} never has the value ${K & string}`>;
};

/** The paths that the ways take. */
export type DataCasePath<C> = { [K in keyof C]: C[K] extends (w: never) => infer P ? P : never }[keyof C];

/** Data in which a path is known to find that text. */
type NarrowedAt<D, P extends string, Value> = P extends `$.${infer Rest}` ? NarrowedField<D, Rest, Value> : D;

type NarrowedField<D, P extends string, Value> = P extends `${infer Head}.${infer Rest}`
  ? D extends unknown
    ? SetField<D, Head, NarrowedField<FieldOf<D, Head>, Rest, Value>>
    : never
  : NarrowedTo<D, P, Value>;
