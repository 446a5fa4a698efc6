/** A definition as a value: `compile` takes JSON text as well, and so does all that stands beside it. */
export function definitionOf(definition: unknown): unknown {
  return typeof definition === "string" ? JSON.parse(definition) : definition;
}
