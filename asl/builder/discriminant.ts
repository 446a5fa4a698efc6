import type { Bound, TypeOf } from "./scope.js";

type LiteralKeys<T> = T extends object
  ? { [K in keyof T & string]: T[K] extends string ? (string extends T[K] ? never : K) : never }[keyof T & string]
  : never;

/** The fields of data in scope that have one of a few texts as value, written `name.field`, such as `"input.channel"`. */
export type Discriminant<V> = { [Name in keyof V & string]: `${Name}.${LiteralKeys<TypeOf<V, Name>>}` }[keyof V &
  string];

/** The texts that such a field can have. */
export type DiscriminantValue<V, On extends string> = On extends `${infer Name}.${infer Field}`
  ? FieldOf<TypeOf<V, Name>, Field> & string
  : never;

/** The names in scope where that field is known to have that value. */
export type Narrowed<V, On extends string, Value> = On extends `${infer Name}.${infer Field}`
  ? Omit<V, Name> & Bound<Name, Extract<TypeOf<V, Name>, { readonly [K in Field]: Value }>>
  : never;

type FieldOf<T, Field extends string> = T extends object ? T[Field & keyof T] : never;
