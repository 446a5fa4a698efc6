import { visible } from "../../../asl/views/visible.js";
import type { Words } from "./words.js";

const entity = (sign: string) => `&#${sign.codePointAt(0)};`;

/** Addresses of pages are cut apart by an empty comment: the parser makes links of them even within `<code>`. */
const unlinked = (text: string) =>
  text.replace(/:(?=\/\/)/g, "&#58;<!-- -->").replace(/www(?=\.)/gi, (word) => `${word}<!-- -->`);

/**
 * A value in code style, in which GitHub makes no links and no mentions. A value with a sign that ends a code span or a table's cell
 * becomes HTML, with an entity for all that means something to Markdown, HTML or GitHub.
 */
export function code(text: string): string {
  const plain = visible(text);
  if (/^[^`|\\\s]+( [^`|\\\s]+)*$/.test(plain)) return `\`${plain}\``;
  return `<code>${unlinked(plain.replace(/[&<>|\\`*_{}[\]$~@#!"'^]/g, entity))}</code>`;
}

/** A value that is long is folded away. */
export function folded(text: string, longest = 120): string {
  if (text.length <= longest) return code(text);
  return `<details><summary>${text.length} characters</summary>${code(text)}</details>`;
}

/** Plain words, among which names from the files may stand: nothing in them acts as Markdown, HTML, a link or a mention. */
function plain(text: string): string {
  const escaped = text.replace(/\s+/g, " ").replace(/[&<>|\\`*_{}[\]$~^]/g, entity);
  return unlinked(escaped.replace(/@|#(?!\d+;)/g, (sign) => `${entity(sign)}<!-- -->`));
}

/** A sentence: values in code style. */
export function prose(words: Words): string {
  return words.map((part) => (typeof part === "string" ? plain(part) : code(part.value))).join("");
}

/** A table, if there is anything in it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line), ""];
}
