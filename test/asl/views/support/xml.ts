const token = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(.)/gs;
const entities = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** What keeps a text from being well-formed XML; `undefined` when nothing does. */
export function xmlProblem(text: string): string | undefined {
  const open: string[] = [];
  for (const [whole, closing, name, attributes, alone, words, stray] of text.matchAll(token)) {
    if (stray !== undefined) return `stray '${stray}'`;
    if (entities.test(words ?? attributes ?? "")) return `a bare & in '${whole.slice(0, 60)}'`;
    if (name === undefined || alone === "/") continue;
    if (closing === "") open.push(name);
    else if (open.pop() !== name) return `</${name}> closes what it did not open`;
  }
  return open.length === 0 ? undefined : `<${open.at(-1)}> is not closed`;
}
