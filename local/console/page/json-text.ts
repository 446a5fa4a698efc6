/**
 * A value as JSON for reading, indented. A text that itself is a JSON object or list, as Step Functions keeps its data, is
 * shown as what it says.
 *
 * @example jsonText('{"a":1}'); // '{\n  "a": 1\n}'
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(opened(value), undefined, 2) ?? "";
}

function opened(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
