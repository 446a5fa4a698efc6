/** How many bytes a definition has as JSON in UTF-8, without white space where it is an object. */
export function definitionSize(definition: unknown): number {
  const text = typeof definition === "string" ? definition : toText(definition);
  // No character of UTF-16 takes more than three bytes, so that most texts need not be counted.
  if (text.length * 3 <= 1_048_576) return text.length;
  return new TextEncoder().encode(text).length;
}

function toText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // Not JSON at all, such as a cycle: other findings tell.
    return "";
  }
}
