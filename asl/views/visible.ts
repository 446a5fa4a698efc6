// Controls, invisible signs and those that turn the direction of text: they could hide or disguise what is changed.
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** A text on one line, in which nothing is hidden: such signs are written out, as `\\u202e`. */
export function visible(text: string): string {
  return text.replace(/\s+/g, " ").replace(hidden, (sign) => {
    return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}
