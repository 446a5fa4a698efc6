/**
 * Gives a value a type that the compiler cannot derive.
 *
 * This is the one place where the library does so. A builder's types say more than its data: which type a reference has, which
 * names are in scope, whether a path has ended. The data does not hold these, so they are stated where the data is made:
 * in `typed`, `reference` and `startFlow`, and nowhere else.
 */
export function assumeType<T>(value: unknown): T {
  return value as T;
}
