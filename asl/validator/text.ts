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

interface Level {
  readonly pointer: string;
  /** The keys so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  index: number;
  key: string;
}

/** The keys that an object has twice, in a text that is known to be JSON. Nesting is kept in a list, so that it has no limit. */
export function duplicateKeys(text: string): { readonly pointer: string; readonly key: string }[] {
  const found: { pointer: string; key: string }[] = [];
  const levels: Level[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/gs;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [part] = match;
    const level = levels[levels.length - 1];
    if (part === "{" || part === "[") {
      const pointer =
        level === undefined
          ? ""
          : `${level.pointer}/${level.keys === undefined ? level.index : pointerPart(level.key)}`;
      levels.push({ pointer, keys: part === "{" ? new Set() : undefined, index: 0, key: "" });
    } else if (part === "}" || part === "]") levels.pop();
    else if (part === ",") {
      if (level !== undefined) level.index++;
    } else if (level?.keys !== undefined && /^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64))) {
      level.key = JSON.parse(part);
      if (level.keys.has(level.key))
        found.push({ pointer: `${level.pointer}/${pointerPart(level.key)}`, key: level.key });
      level.keys.add(level.key);
    }
  }
  return found;
}
