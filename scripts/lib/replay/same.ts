import type { Json, JsonObject } from "../../../asl/spec/index.js";

/** Where two values differ. */
export interface FieldDifference {
  /** A path, such as `stateExitedEventDetails/output`. */
  readonly field: string;
  readonly recorded: Json;
  readonly actual: Json;
}

const date = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?(\d\d)?)/g;

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** The pattern of all that is of the kind of a task token or UUID. */
const anyLike = (issued: string): string => (new RegExp(`^${uuid}$`).test(issued) ? uuid : "[\\w+/=-]+");

/**
 * The first field in which two values differ. Times of day are alike, since those of the recording are not known to the
 * millisecond; what this run has issued is like any other of its kind, a task token like any text and a UUID like any UUID, since each run has its own.
 */
export function fieldThatDiffers(
  recorded: Json,
  actual: Json,
  issued: ReadonlySet<string>,
  field = "",
): FieldDifference | undefined {
  if (isObject(recorded) && isObject(actual)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(actual)])) {
      const path = field === "" ? key : `${field}/${key}`;
      const [left, right] = [recorded[key], actual[key]];
      if (left === undefined || right === undefined)
        return { field: path, recorded: left ?? null, actual: right ?? null };
      const inner = fieldThatDiffers(left, right, issued, path);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (Array.isArray(recorded) && Array.isArray(actual) && recorded.length === actual.length) {
    for (const [index, item] of recorded.entries()) {
      const inner = fieldThatDiffers(item, actual[index] ?? null, issued, `${field}[${index}]`);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  if (typeof recorded === "string" && typeof actual === "string" && isSameText(recorded, actual, issued))
    return undefined;
  return recorded === actual ? undefined : { field, recorded, actual };
}

function isSameText(recorded: string, actual: string, issued: ReadonlySet<string>): boolean {
  const [left, right] = [recorded.replace(date, "date"), actual.replace(date, "date")];
  if (left === right) return true;
  const used = [...issued].filter((token) => right.includes(token));
  if (used.length === 0) return false;
  const pattern = used.reduce((text, token) => text.replaceAll(escaped(token), anyLike(token)), escaped(right));
  return new RegExp(`^${pattern}$`).test(left);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
