import type { AnyVar, TypeOf, Var } from "./scope.js";

type LiteralKeys<T> = T extends object
  ? { [K in keyof T & string]: T[K] extends string ? (string extends T[K] ? never : K) : never }[keyof T & string]
  : never;

/** The fields of data in scope that have one of a few texts as value, written `name.field`, such as `"input.channel"`. */
export type Discriminant<V extends AnyVar> = V extends Var<infer Name, infer T> ? `${Name}.${LiteralKeys<T>}` : never;

/** The texts that such a field can have. */
export type DiscriminantValue<V extends AnyVar, On extends string> = On extends `${infer Name}.${infer Field}`
  ? TypeOf<V, Name & V["name"]> extends infer T
    ? T extends object
      ? T[Field & keyof T] & string
      : never
    : never
  : never;

/** The names in scope where that field is known to have that value. */
export type Narrowed<V extends AnyVar, On extends string, Value> = On extends `${infer Name}.${infer Field}`
  ? V extends Var<Name, infer T>
    ? Var<Name, Extract<T, { readonly [K in Field]: Value }>>
    : V
  : never;
