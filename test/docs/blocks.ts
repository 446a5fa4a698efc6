/** A fenced code block of a document: its language, what stands behind that, and its text. */
export interface Block {
  readonly language: string;
  /** E.g. a file's path, and what is special about it. */
  readonly words: readonly string[];
  readonly text: string;
  /** Where its text starts, for messages. */
  readonly line: number;
}

/** The code blocks of a Markdown document, in order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gmsu)].map((match) => ({
    language: match[1] ?? "",
    words: (match[2] ?? "").split(" ").filter((word) => word !== ""),
    text: match[3] ?? "",
    line: markdown.slice(0, match.index).split("\n").length + 1,
  }));
}

/**
 * Changes a text as a diff without line numbers says: each part (between lines of `@@`) stands for one place, which its
 * unchanged and removed lines name.
 *
 * @throws Error where that place is not there, or is there twice
 */
export function applyDiff(text: string, diff: string): string {
  return diff.split(/^@@\n/mu).reduce((changed, part) => {
    const lines = part.split("\n").slice(0, -1);
    const side = (sign: string) =>
      lines.flatMap((line) => (line.startsWith(" ") || line.startsWith(sign) ? [`${line.slice(1)}\n`] : [])).join("");
    const before = side("-");
    const places = changed.split(before).length - 1;
    if (places !== 1) throw new Error(`A part of the diff fits in ${places} places instead of one:\n${part}`);
    return changed.replace(before, () => side("+"));
  }, text);
}

/** Whether a text is as wanted; `…` stands for anything. */
export function fits(wanted: string, text: string): boolean {
  const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
  return new RegExp(`^${wanted.split("…").map(literal).join(".*")}$`, "su").test(text);
}

/** What differs between JSON and the JSON that is wanted, in which a text with `…` fits anything like it. */
export function differences(wanted: unknown, got: unknown, path = "$"): readonly string[] {
  if (typeof wanted === "string" && wanted.includes("…") && fits(wanted, String(got))) return [];
  if (typeof wanted !== "object" || wanted === null || typeof got !== "object" || got === null) {
    return wanted === got ? [] : [`${path} is ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`];
  }
  const keys = new Set([...Object.keys(wanted), ...Object.keys(got)]);
  return [...keys].flatMap((key) => differences(Reflect.get(wanted, key), Reflect.get(got, key), `${path}.${key}`));
}
