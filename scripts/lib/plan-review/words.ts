import { visible } from "../../../asl/views/visible.js";

/** A sentence in pieces: plain text is ours, a value comes from the files and may hold anything. */
export type Words = readonly (string | { readonly value: string })[];

/**
 * Writes a sentence. What stands between the braces is kept apart as a value (numbers and sentences excepted), so that each view
 * can show it in its own way, and none of it can act as Markdown, HTML or a terminal's control sequence.
 *
 * @example
 * ```ts
 * toText(say`the table ${"orders"} loses ${3} items`); // "the table orders loses 3 items"
 * ```
 */
export function say(texts: TemplateStringsArray, ...values: readonly (string | number | Words)[]): Words {
  return texts.flatMap((text, index) => {
    const value = values[index];
    const own = text === "" ? [] : [text];
    if (value === undefined) return own;
    if (typeof value === "object") return [...own, ...value];
    return [...own, typeof value === "number" ? String(value) : { value }];
  });
}

/** Joins sentences, or values, as a list: `a, b and c`. */
export function list(items: readonly (string | Words)[], last = "and"): Words {
  return items.flatMap((item, index) => {
    const words = typeof item === "string" ? [{ value: item }] : item;
    const sign = index === 0 ? "" : index === items.length - 1 && last !== "," ? ` ${last} ` : ", ";
    return sign === "" ? words : [sign, ...words];
  });
}

/** At most so many items, then how many more there are. */
export function some(items: readonly (string | Words)[], most = 5): Words {
  const more = items.length - most;
  return more <= 1 ? list(items) : [...list(items.slice(0, most), ","), ` and ${more} more`];
}

/** `1 state`, `2 states`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A sentence as plain text. */
export function toText(words: Words): string {
  return words.map((part) => visible(typeof part === "string" ? part : part.value)).join("");
}
