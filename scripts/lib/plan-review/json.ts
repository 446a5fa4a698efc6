import type { Review } from "./model.js";
import { toText, type Words } from "./words.js";

function isWords(value: unknown): value is Words {
  const isPiece = (piece: unknown) =>
    typeof piece === "string" || (typeof piece === "object" && piece !== null && Object.keys(piece).join() === "value");
  return Array.isArray(value) && value.length > 0 && value.every(isPiece);
}

/** A review as JSON: sentences as plain text. */
export function reviewJson(review: Review): string {
  const sentences: ReadonlySet<string> = new Set(["text", "who", "loss"]);
  const replacer = (key: string, value: unknown) => (sentences.has(key) && isWords(value) ? toText(value) : value);
  return `${JSON.stringify(review, replacer, 2)}\n`;
}
