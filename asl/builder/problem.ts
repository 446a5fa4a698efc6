/**
 * A type that no value has, whose only property is a sentence: a parameter that asks for it makes the compiler print
 * the sentence at the place of the mistake.
 *
 * @example
 * ```ts
 * type Fresh<S extends string, Names> = S extends Names ? Problem<`there is already a state called ${S}`> : S;
 * ```
 */
export interface Problem<Sentence extends string> {
  readonly [problem]: Sentence;
}

declare const problem: unique symbol;
