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
    const sign = index === 0 ? "" : index === items.length - 1 ? ` ${last} ` : ", ";
    return sign === "" ? words : [sign, ...words];
  });
}

/** `1 state`, `2 states`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

// Controls, invisible signs and those that turn the direction of text: they could hide or disguise what is changed.
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** A value on one line, in which nothing is hidden. */
export function visible(text: string): string {
  return text.replace(/\s+/g, " ").replace(hidden, (sign) => {
    return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}

/** A sentence as plain text. */
export function toText(words: Words): string {
  return words.map((part) => visible(typeof part === "string" ? part : part.value)).join("");
}
