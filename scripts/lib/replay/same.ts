import type { Json, JsonObject } from "../../../asl/spec/index.js";

/** Where two values differ. */
export interface FieldDifference {
  /** A path, such as `stateExitedEventDetails/output`. */
  readonly field: string;
  readonly recorded: Json;
  readonly actual: Json;
}

const date = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?(\d\d)?)/g;

/**
 * The first field in which two values differ. Times of day are alike, since those of the recording are not known to the
 * millisecond; a task token of this run is like any text, since each run has its own.
 */
export function fieldThatDiffers(
  recorded: Json,
  actual: Json,
  tokens: ReadonlySet<string>,
  field = "",
): FieldDifference | undefined {
  if (isObject(recorded) && isObject(actual)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(actual)])) {
      const path = field === "" ? key : `${field}/${key}`;
      const [left, right] = [recorded[key], actual[key]];
      if (left === undefined || right === undefined)
        return { field: path, recorded: left ?? null, actual: right ?? null };
      const inner = fieldThatDiffers(left, right, tokens, path);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length === actual.length) {
    for (const [index, item] of recorded.entries()) {
      const inner = fieldThatDiffers(item, actual[index] ?? null, tokens, `${field}[${index}]`);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (typeof recorded === "string" && typeof actual === "string" && isSameText(recorded, actual, tokens))
    return undefined;
  return recorded === actual ? undefined : { field, recorded, actual };
}

function isSameText(recorded: string, actual: string, tokens: ReadonlySet<string>): boolean {
  const [left, right] = [recorded.replace(date, "date"), actual.replace(date, "date")];
  if (left === right) return true;
  const used = [...tokens].filter((token) => right.includes(token));
  if (used.length === 0) return false;
  const pattern = used.reduce((text, token) => text.replaceAll(escaped(token), "[\\w+/=-]+"), escaped(right));
  return new RegExp(`^${pattern}$`).test(left);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
