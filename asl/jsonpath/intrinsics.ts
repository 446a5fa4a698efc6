import { type Arg, type Expr, type JsonArg, toExpression, typed, type ValueOf } from "../builder/expression.js";

function intrinsic<T>(name: string, ...args: readonly unknown[]): Expr<T> {
  return typed({ kind: "intrinsic", name, arguments: args.map((argument) => toExpression(argument)) });
}

/**
 * The intrinsic functions of JSONPath states, by their names in the language.
 *
 * Source: Amazon States Language specification, "Intrinsic Functions".
 *
 * @example `intrinsics.format("Order {} for {}", at("$.orderId"), at("$.name"))`
 */
export const intrinsics = {
  /** A text with `{}` replaced by the arguments, in order. */
  format: (template: string, ...values: readonly Arg<string | number | boolean | null>[]): Expr<string> =>
    intrinsic("States.Format", template, ...values),
  /** What a JSON text says; the type is what you expect. */
  stringToJson: <T>(text: Arg<string>): Expr<T> => intrinsic("States.StringToJson", text),
  /** The JSON text of a value. */
  jsonToString: (value: JsonArg): Expr<string> => intrinsic("States.JsonToString", value),
  /** A list of the arguments. */
  array: <const A extends readonly (Expr<unknown> | string | number | boolean | null)[]>(
    ...items: A
  ): Expr<readonly ValueOf<A[number]>[]> => intrinsic("States.Array", ...items),
  /** A list cut into lists of at most so many items. */
  arrayPartition: <T>(items: Expr<readonly T[]>, size: Arg<number>): Expr<readonly (readonly T[])[]> =>
    intrinsic("States.ArrayPartition", items, size),
  /** Whether a list has an item. */
  arrayContains: <T>(items: Expr<readonly T[]>, item: Arg<NoInfer<T>>): Expr<boolean> =>
    intrinsic("States.ArrayContains", items, item),
  /** The whole numbers from one to another, both included when a step hits them. */
  arrayRange: (first: Arg<number>, last: Arg<number>, step: Arg<number>): Expr<readonly number[]> =>
    intrinsic("States.ArrayRange", first, last, step),
  /** The item at a position, from 0. */
  arrayGetItem: <T>(items: Expr<readonly T[]>, index: Arg<number>): Expr<T> =>
    intrinsic("States.ArrayGetItem", items, index),
  /** How many items a list has. */
  arrayLength: (items: Expr<readonly unknown[]>): Expr<number> => intrinsic("States.ArrayLength", items),
  /** A list without repeated items. */
  arrayUnique: <T>(items: Expr<readonly T[]>): Expr<readonly T[]> => intrinsic("States.ArrayUnique", items),
  /** A text, up to 10,000 characters, in Base64. */
  base64Encode: (text: Arg<string>): Expr<string> => intrinsic("States.Base64Encode", text),
  /** The text that a Base64 text stands for. */
  base64Decode: (text: Arg<string>): Expr<string> => intrinsic("States.Base64Decode", text),
  /** The hexadecimal hash of a text or of a value's JSON. */
  hash: (value: JsonArg, algorithm: "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"): Expr<string> =>
    intrinsic("States.Hash", value, algorithm),
  /** Two objects as one, the second's fields before the first's; only the top level is merged. */
  jsonMerge: <A extends object, B extends object>(first: Expr<A>, second: Expr<B>): Expr<Omit<A, keyof B> & B> =>
    intrinsic("States.JsonMerge", first, second, false),
  /** A whole random number from the first (included) to the second (excluded); the same each time for the same seed. */
  mathRandom: (first: Arg<number>, end: Arg<number>, seed?: Arg<number>): Expr<number> =>
    seed === undefined ? intrinsic("States.MathRandom", first, end) : intrinsic("States.MathRandom", first, end, seed),
  /** The sum of two whole numbers; a negative one subtracts. */
  mathAdd: (first: Arg<number>, second: Arg<number>): Expr<number> => intrinsic("States.MathAdd", first, second),
  /** The parts of a text between separators: each character of the separator separates. */
  stringSplit: (text: Arg<string>, separator: Arg<string>): Expr<readonly string[]> =>
    intrinsic("States.StringSplit", text, separator),
  /** A random UUID. */
  uuid: (): Expr<string> => intrinsic("States.UUID"),
};
