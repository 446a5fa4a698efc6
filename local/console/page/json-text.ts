/**
 * A value as JSON for reading, indented. A text that itself is a JSON object or list, as Step Functions keeps its data, is
 * shown as what it says.
 *
 * @example jsonText('{"a":1}'); // '{\n  "a": 1\n}'
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(opened(value), undefined, 2) ?? "";
}

/**
 * The cause of a failure for reading: JSON, as Lambda gives it, indented, and a sentence as it is.
 *
 * @example causeText("No robot came."); // "No robot came."
 */
export function causeText(cause: string): string {
  const value = opened(cause);
  return typeof value === "string" ? value : jsonText(value);
}

function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
