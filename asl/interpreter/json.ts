import { closingQuote, codes, type Json, type JsonObject, mostLevels } from "../spec/index.js";

/** A JSON text's value; undefined when it is not JSON, or nested more than 1,000 levels deep. */
export function parseJson(text: string): Json | undefined {
  if (text.length > 2 * mostLevels && levelsOf(text) > mostLevels) return undefined;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** How deep a JSON text is nested at the most. It reads characters by their codes, as it takes part in the parsing of long texts. */
function levelsOf(text: string): number {
  let level = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === codes.quote) at = closingQuote(text, at);
    else if (code === codes.openBracket || code === codes.openBrace) deepest = Math.max(deepest, ++level);
    else if (code === codes.closeBracket || code === codes.closeBrace) level--;
  }
  return deepest;
}

/** Whether a value is a JSON object, not a list and not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name of a value's JSON type, as AWS's messages have it. */
export function typeName(value: Json): "array" | "object" | "string" | "number" | "boolean" | "null" {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    default:
      return "object";
  }
}

/**
 * A plain JSON copy of whatever a JSONata evaluation gave: its lists carry marks that would change later evaluations.
 * Undefined fields are dropped; undefined as a whole for what JSON cannot say, a function.
 */
export function toPlainJson(value: unknown): Json | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  // As measured on AWS (floci-io/floci, issue 2737), `1/0` is the text "Infinity".
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) {
    const copy: Json[] = [];
    for (const item of value) {
      const plain = toPlainJson(item);
      if (plain === undefined) return undefined;
      copy.push(plain);
    }
    return copy;
  }
  if (typeof value !== "object" || isJsonataFunction(value)) return undefined;
  const copy: Record<string, Json> = {};
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const plain = toPlainJson(field);
    if (plain === undefined) return undefined;
    // A field called __proto__ must become data, not the prototype.
    Object.defineProperty(copy, key, { value: plain, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

function isJsonataFunction(value: object): boolean {
  return "_jsonata_function" in value || "_jsonata_lambda" in value;
}
