/** A value in an AWS query answer: text, a structure, a list (`member` elements) or a map (`entry` elements). */
export type XmlValue = string | XmlFields | readonly XmlValue[] | ReadonlyMap<string, XmlValue>;

/** The fields of a structure. One that is `undefined` is left out. */
export interface XmlFields {
  readonly [name: string]: XmlValue | undefined;
}

/**
 * Writes an element as the AWS query protocol does.
 *
 * @example xmlElement("Result", { Names: ["a"] }) // <Result><Names><member>a</member></Names></Result>
 */
export function xmlElement(name: string, value: XmlValue, namespace?: string): string {
  const attributes = namespace === undefined ? "" : ` xmlns="${escapeText(namespace)}"`;
  return `<${name}${attributes}>${xmlContent(value)}</${name}>`;
}

function xmlContent(value: XmlValue): string {
  if (typeof value === "string") return escapeText(value);
  if (isList(value)) return value.map((member) => xmlElement("member", member)).join("");
  if (isMap(value)) {
    return [...value].map(([key, entry]) => xmlElement("entry", { key, value: entry })).join("");
  }
  return Object.entries(value)
    .map(([name, field]) => (field === undefined ? "" : xmlElement(name, field)))
    .join("");
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function isMap(value: XmlValue): value is ReadonlyMap<string, XmlValue> {
  return value instanceof Map;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML 1.0 cannot hold become U+FFFD, or the client could not read the answer at all. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/\r/g, "&#xD;")
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");
}
