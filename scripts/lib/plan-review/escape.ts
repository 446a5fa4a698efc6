import { visible, type Words } from "./words.js";

const entity = (sign: string) => `&#${sign.codePointAt(0)};`;

/**
 * A value in code style. All that Markdown, HTML, a table or GitHub would read as a sign is an entity; within `<code>` GitHub makes no
 * mentions and no links to issues. Addresses of pages are cut apart, because the parser links those even there.
 */
export function code(text: string): string {
  const plain = visible(text)
    .replace(/[&<>|\\`*_{}[\]$~@#!"'^]/g, entity)
    .replace(/:(?=\/\/)/g, "&#58;<!-- -->")
    .replace(/www(?=\.)/gi, (word) => `${word}<!-- -->`);
  return `<code>${plain}</code>`;
}

/** A value that is long is folded away. */
export function folded(text: string, longest = 120): string {
  if (text.length <= longest) return code(text);
  return `<details><summary>${text.length} characters</summary>${code(text)}</details>`;
}

/** A sentence: our own words as they are, values in code style. */
export function prose(words: Words): string {
  return words
    .map((part) => (typeof part === "string" ? part.replace(/[&<>|`*_[\]\\]/g, entity) : code(part.value)))
    .join("");
}

/** A sentence from the semantic diff: plain words among which names of states stand, which must not act as Markdown or as a mention. */
export function sentence(text: string): string {
  return visible(text)
    .replace(/[&<>|\\`*_{}[\]$~^]/g, entity)
    .replace(/[@#]/g, (sign) => `${entity(sign)}<!-- -->`)
    .replace(/:(?=\/\/)/g, "&#58;<!-- -->")
    .replace(/www(?=\.)/gi, (word) => `${word}<!-- -->`);
}

/** A table, if there is anything in it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line), ""];
}
