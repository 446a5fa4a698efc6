/**
 * The input of an AWS SDK command as Step Functions takes it: every key in PascalCase at every depth, dates and bytes as
 * text. Keys that are data, as those of a DynamoDB item, stay as they are.
 *
 * Source: AWS Step Functions Developer Guide, "Integrating services with Step Functions", "AWS SDK service integrations".
 */
export type AslInput<T> = T extends Date | Uint8Array | Stream
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly AslInput<Item>[]
      : T extends object
        ? { readonly [K in keyof T as PascalCase<K>]: AslInput<T[K]> }
        : T;

/** A stream or a file, as the SDK takes and gives the body of an object; only streams have one of these methods. */
type Stream = { [Method in "pipe" | "getReader" | "arrayBuffer"]: { [K in Method]: (...args: never) => unknown } }[
  | "pipe"
  | "getReader"
  | "arrayBuffer"];

/** The answer of an AWS SDK command as Step Functions gives it: shaped like its input, without the SDK's own metadata. */
export type AslOutput<T> = AslInput<Omit<T, "$metadata">>;

type PascalCase<K> = K extends string ? (string extends K ? K : Capitalize<K>) : never;
