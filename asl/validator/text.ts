import { pointerPart } from "../graph.js";
import type { Report } from "./report.js";

/** Reads a definition's JSON text, and tells of keys that stand twice, which parsing would lose. */
export function readText(text: string, report: Report): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const filled = quotePlaceholders(text);
    if (filled === text) {
      report.add("INVALID_JSON", "", error instanceof Error ? error.message : "it cannot be read");
      return undefined;
    }
    return readText(filled, report);
  }
  for (const { pointer, key } of duplicateKeys(text)) report.add("DUPLICATE_KEY", pointer, key);
  return json;
}

/** A template may put in a number or a whole object, and then its `${Name}` stands without quotes: it is given some. */
function quotePlaceholders(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\$\{[A-Za-z_][\w.:-]*\}/gs, (part) =>
    part.startsWith('"') ? part : `"${part}"`,
  );
}

/** An object or a list that the reading is inside of. */
interface Level {
  readonly outer: Level | undefined;
  /** The keys so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  index: number;
  key: string;
}

const quote = 34;
const comma = 44;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/**
 * The keys that an object has twice, in a text that is known to be JSON. It reads characters by their codes, as it takes part in every
 * validation of a text, and keeps nesting in a list, so that this has no limit.
 */
export function duplicateKeys(text: string): { readonly pointer: string; readonly key: string }[] {
  const found: { pointer: string; key: string }[] = [];
  let level: Level | undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = closingQuote(text, at);
      if (level?.keys !== undefined && isKey(text, end + 1)) {
        const key = keyIn(text.slice(at + 1, end));
        if (level.keys.has(key)) found.push({ pointer: `${pointerOf(level)}/${pointerPart(key)}`, key });
        level.keys.add(key);
        level.key = key;
      }
      at = end;
    } else if (code === openBrace) level = { outer: level, keys: new Set(), index: 0, key: "" };
    else if (code === openBracket) level = { outer: level, keys: undefined, index: 0, key: "" };
    else if (code === closeBrace || code === closeBracket) level = level?.outer;
    else if (code === comma && level !== undefined) level.index++;
  }
  return found;
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) at += code === backslash ? 2 : 1;
  return at;
}

/** Whether a colon is next, after white space. */
function isKey(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return text.charCodeAt(at) === colon;
}

function keyIn(written: string): string {
  return written.includes("\\") ? JSON.parse(`"${written}"`) : written;
}

function pointerOf(level: Level): string {
  const parts: string[] = [];
  for (let { outer } = level; outer !== undefined; { outer } = outer) {
    parts.unshift(outer.keys === undefined ? String(outer.index) : pointerPart(outer.key));
  }
  return parts.map((part) => `/${part}`).join("");
}
