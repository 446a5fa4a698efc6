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
  ? Omit<V, Name> & Bound<Name, NarrowedTo<TypeOf<V, Name>, Field, Value>>
  : never;

/**
 * Data in which a field is known to have that value: of a union, the kinds that can have it; of one kind with a field of several values, the
 * same with that one.
 */
export type NarrowedTo<T, Field, Value> = T extends unknown
  ? Value extends FieldOf<T, Field>
    ? [FieldOf<T, Field>] extends [Value]
      ? T
      : { readonly [K in keyof T]: K extends Field ? Value : T[K] }
    : never
  : never;

type FieldOf<T, Field> = T extends object ? T[Field & keyof T] : never;
