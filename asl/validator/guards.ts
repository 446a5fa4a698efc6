/** A JSON object whose values are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON array. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Whether a value is text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Whether a text is a JSONata expression for Step Functions: `{% ... %}`, and nothing outside of it. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("{%") && value.endsWith("%}") && value.length >= 4;
}

/** What stands between `{%` and `%}`. */
export function expressionIn(text: string): string {
  return text.slice(2, -2).trim();
}

/** The field that a key of a payload template in JSONPath makes: `total.$` makes `total`. */
export function templateField(key: string): string {
  return key.endsWith(".$") ? key.slice(0, -2) : key;
}

/** A value as a message shows it, cut where it becomes long. */
export function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = typeof value;
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
