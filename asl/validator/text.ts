import { pointerPart } from "../graph.js";
import { closingQuote, codes, mostLevels } from "../spec/index.js";
import type { Report } from "./report.js";

/** Reads a definition's JSON text, and tells of keys that stand twice, which parsing would lose. */
export function readText(text: string, report: Report): unknown {
  if (text.trim() === "") {
    report.add("EMPTY_DEFINITION", "");
    return undefined;
  }
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
  const { duplicateKeys, levels } = lookThrough(text);
  if (levels > mostLevels) {
    report.add("TOO_DEEPLY_NESTED", "", mostLevels);
    return undefined;
  }
  for (const { pointer, key } of duplicateKeys) report.add("DUPLICATE_KEY", pointer, key);
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
  /** 1 for the outermost. */
  readonly number: number;
  /** The keys so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  index: number;
  key: string;
}

const { quote, comma, colon, openBracket, closeBracket, openBrace, closeBrace } = codes;

/**
 * The keys that an object has twice, and how many levels there are, in a text that is known to be JSON. It reads characters by their
 * codes, as it takes part in every validation of a text, and keeps nesting in a list, so that this has no limit.
 */
function lookThrough(text: string) {
  const duplicateKeys: { readonly pointer: string; readonly key: string }[] = [];
  let level: Level | undefined;
  let levels = 0;
  const enter = (keys: Level["keys"]): Level => {
    const number = (level?.number ?? 0) + 1;
    levels = Math.max(levels, number);
    return { outer: level, number, keys, index: 0, key: "" };
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = closingQuote(text, at);
      if (level?.keys !== undefined && isKey(text, end + 1)) {
        const key = keyIn(text.slice(at + 1, end));
        if (level.keys.has(key)) duplicateKeys.push({ pointer: `${pointerOf(level)}/${pointerPart(key)}`, key });
        level.keys.add(key);
        level.key = key;
      }
      at = end;
    } else if (code === openBrace) level = enter(new Set());
    else if (code === openBracket) level = enter(undefined);
    else if (code === closeBrace || code === closeBracket) level = level?.outer;
    else if (code === comma && level !== undefined) level.index++;
  }
  return { duplicateKeys, levels };
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
