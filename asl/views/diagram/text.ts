/**
 * Widths of the printable ASCII characters in hundredths of the font size, as DejaVu Sans draws them. It is wider than
 * the other system fonts that a browser falls back to, so what fits here fits everywhere.
 */
const regular = (
  "32 41 46 84 64 96 78 28 40 40 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 54 100 69 69 70 78 64 58 " +
  "78 76 30 30 66 56 87 75 79 61 79 70 64 62 74 69 99 69 62 69 40 34 40 84 50 50 62 64 55 64 62 36 64 64 28 28 58 28 98 " +
  "64 62 64 64 42 53 40 64 60 82 60 60 53 64 34 64 84"
)
  .split(" ")
  .map(Number);

/** How much wider bold text is than regular text, at the most. */
const boldness = 1.14;

/** Any other character: as wide as an emoji. */
const widest = 105;

/** How text is set: its size in pixels, and whether it is bold. */
export interface Font {
  readonly size: number;
  readonly bold?: boolean;
}

/** An upper bound of the width of a line of text, in pixels. */
export function textWidth(text: string, font: Font): number {
  let hundredths = 0;
  for (const character of text) hundredths += regular[(character.codePointAt(0) ?? 0) - 32] ?? widest;
  return (hundredths / 100) * font.size * (font.bold ? boldness : 1);
}

/** Shortens a line to a width; what was cut off is replaced by an ellipsis. */
function shorten(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`, font) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Where a word may end that is too long for a line: after punctuation, and before an inner capital (`SendEmail`). */
function pieces(word: string): string[] {
  return word.split(/(?<=[-_.,:/|])|(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
}

/** Cuts a piece that has no place to break into parts that fit. */
function chop(piece: string, width: number, font: Font): string[] {
  if (textWidth(piece, font) <= width) return [piece];
  const parts: string[] = [];
  let part = "";
  for (const character of piece) {
    if (part !== "" && textWidth(part + character, font) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}

/**
 * Breaks text into lines no wider than `width` pixels, at spaces, hyphens or inner capitals; what does not fit into
 * `maxLines` is cut off with an ellipsis.
 *
 * @example wrap("ReserveInventory", 70, { size: 13 }, 2) // ["Reserve", "Inventory"]
 */
export function wrap(text: string, width: number, font: Font, maxLines: number): readonly string[] {
  const clean = text.replace(/\s+/g, " ").trim();
  const lines: string[] = [];
  let line = "";
  const fits = (text: string) => textWidth(text.trimEnd(), font) <= width;
  const words = clean.split(/(?<=\s)/).flatMap((word) => (fits(word) ? [word] : pieces(word)));
  for (const piece of words.flatMap((piece) => chop(piece, width, font))) {
    if (line !== "" && !fits(line + piece)) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line === "" ? piece.trimStart() : piece;
  }
  if (line !== "" || lines.length === 0) lines.push(line.trimEnd());
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  return [...kept.slice(0, -1), shorten(`${kept.at(-1) ?? ""}…`, width, font)];
}
