/** Freezes a plain value through and through and returns it, so that what a builder gives out stays as it was built. */
export function freeze<const T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}
