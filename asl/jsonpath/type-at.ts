import type { ContextObject } from "../builder/context.js";
import type { Problem } from "../builder/problem.js";

/**
 * The type of what a path literal finds in data of type `D`: `"$.payment.id"`, `"$.lines[0].sku"`, `"$.lines[*].sku"`; in the context object,
 * `"$$.Execution.Name"`; and among variables `V`, `"$payment.id"`. A field or variable that does not exist gives a sentence that nothing is
 * assignable to.
 *
 * Paths with filters, slices or `..` have no type of their own: use `anyPath` and declare one.
 */
export type TypeAt<D, V, P extends string> = P extends "$"
  ? D
  : P extends "$$"
    ? ContextObject
    : P extends `$$.${infer Rest}`
      ? Walk<ContextObject, Rest>
      : P extends `$.${infer Rest}`
        ? Walk<D, Rest>
        : P extends `$[${infer Rest}`
          ? Index<D, `[${Rest}`>
          : P extends `$${infer Rest}`
            ? VariableAt<V, Rest>
            : Problem<`${P} is not a path: begin it with $. or $$. or $ and the name of a variable`>;

/** A path literal, if it finds something in data of type `D` or among variables `V`; else the sentence that says what is missing. */
export type ValidPath<D, V, P extends string> = [TypeAt<D, V, P>] extends [Problem<infer Sentence>]
  ? Problem<Sentence>
  : P;

/** As `ValidPath`, if what it finds is always there: a state fails whose path finds nothing. */
export type FoundPath<D, V, P extends string> =
  ValidPath<D, V, P> extends P
    ? undefined extends TypeAt<D, V, P>
      ? unknown extends TypeAt<D, V, P>
        ? P
        : Problem<`${P} may be missing: ask for it by whenPresent of a choice`>
      : P
    : ValidPath<D, V, P>;

type VariableAt<V, P extends string> =
  NameIn<P> extends keyof V ? Walk<V, P> : Problem<`there is no variable ${NameIn<P>} here`>;

type NameIn<P extends string> = P extends `${infer Head}.${string}` ? BeforeBracket<Head> : BeforeBracket<P>;
type BeforeBracket<P extends string> = P extends `${infer Name}[${string}` ? Name : P;

type Walk<D, P extends string> = P extends `${infer Head}.${infer Rest}`
  ? Head extends `${string}[*]`
    ? Each<Walk<Item<Field<D, Head>>, Rest>>
    : Walk<Field<D, Head>, Rest>
  : Field<D, P>;

type Field<D, Name extends string> = [D] extends [Problem<string>]
  ? D
  : Name extends `${infer Key}[${infer Rest}`
    ? Index<Property<D, Key>, `[${Rest}`>
    : Property<D, Name>;

// None of these distributes over a union: a field counts only when every kind of data that may be here has it.
type Property<D, Key extends string> = [D] extends [object]
  ? Key extends keyof D
    ? D[Key]
    : Problem<`there is no field ${Key} here`>
  : Problem<`there is no field ${Key} here: what holds it may be missing or is no object`>;

type Index<D, P extends string> = P extends `[*]`
  ? [D] extends [readonly unknown[]]
    ? D
    : Problem<"[*] needs a list">
  : P extends `[${infer Position}]${infer Rest}`
    ? [D] extends [readonly (infer T)[]]
      ? Position extends `${number}`
        ? number extends D["length"]
          ? After<T, Rest>
          : Position extends keyof D
            ? After<D[Position], Rest>
            : Problem<`there is no item ${Position} in this list`>
        : Problem<`[${Position}] is not a position: use a number or *`>
      : Problem<`[${Position}] needs a list`>
    : Problem<`${P} is not a position: use a number or *`>;

type After<T, Rest extends string> = Rest extends ""
  ? T
  : Rest extends `.${infer Path}`
    ? Walk<T, Path>
    : Index<T, Rest>;

type Item<L> = [L] extends [readonly (infer T)[]] ? T : Problem<"[*] needs a list">;

type Each<T> = [T] extends [Problem<string>] ? T : readonly T[];
