/** The same fields with what is made of their values; quicker than by way of entries, and `__proto__` is a field as any other. */
export function mapFields<T, U>(fields: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  const mapped: Record<string, U> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === "__proto__") {
      Object.defineProperty(mapped, name, { value: map(value), enumerable: true, configurable: true, writable: true });
    } else mapped[name] = map(value);
  }
  return mapped;
}
