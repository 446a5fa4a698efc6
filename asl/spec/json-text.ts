/** How many lists and objects may stand in each other: what walks a value calls itself once a level, and must come back. */
export const mostLevels = 1000;

/** The characters that JSON is built of, by their codes, for what reads long texts one by one. */
export const codes = {
  quote: 34,
  comma: 44,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** Where the string of a JSON text that begins at a quote ends; the text's length where it does not. */
export function closingQuote(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === codes.backslash) first--;
  return (at - first) % 2 === 1;
}
