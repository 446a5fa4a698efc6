import { isObject, parseJson } from "../../../asl/interpreter/json.js";
import { isList } from "../../../asl/interpreter/json-size.js";
import type { Json, JsonObject } from "../../../asl/spec/index.js";

const date = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?(\d\d)?)/g;
const placeholder = /<[A-Za-z][\w-]*(:\d+)?>/g;
const timeKey = /timestamp|creationTime|ingestionTime/i;
// Hidden everywhere: they show their own name.
const hidden = new Set(["RequestId", "X-Amzn-Trace-Id", "x-amz-crc32", "x-amzn-RequestId"]);
// These come and go between recordings.
const ignored = new Set(["inputDetails", "outputDetails", "assignedVariablesDetails", "redriveCount", "timestamp"]);

/**
 * Where an actual value differs from a recorded one, as a path and both values; undefined where they agree. Key order does not
 * count, placeholders and masked words match anything, dates are alike, and a text that is a JSON object equals that object.
 */
export function difference(recorded: Json, actual: Json, masks: readonly string[], path = ""): string | undefined {
  if (typeof recorded === "string" && isWild(recorded, masks, path)) return undefined;
  if (typeof recorded === "string" && typeof actual === "string") {
    return matchesText(recorded, actual) ? undefined : tell(path, recorded, actual);
  }
  if (isObject(recorded) && typeof actual === "string") return difference(recorded, parsed(actual), masks, path);
  if (typeof recorded === "string" && isObject(actual)) return difference(parsed(recorded), actual, masks, path);
  if (isList(recorded) && isList(actual)) {
    if (recorded.length !== actual.length) return tell(path, recorded, actual);
    return first(recorded.map((item, index) => difference(item, actual[index] ?? null, masks, `${path}[${index}]`)));
  }
  if (isObject(recorded) && isObject(actual)) return objectDifference(recorded, actual, masks, path);
  return recorded === actual ? undefined : tell(path, recorded, actual);
}

function objectDifference(
  recorded: JsonObject,
  actual: JsonObject,
  masks: readonly string[],
  path: string,
): string | undefined {
  const keys = new Set([...Object.keys(recorded), ...Object.keys(actual)].filter((key) => !ignored.has(key)));
  return first(
    [...keys].map((key) => {
      const [left, right] = [recorded[key], actual[key]];
      if (left === undefined || right === undefined) return tell(`${path}/${key}`, told(left), told(right));
      return difference(left, right, masks, `${path}/${key}`);
    }),
  );
}

const told = (value: Json | undefined): Json => (value === undefined ? "(nothing)" : value);

function isWild(recorded: string, masks: readonly string[], path: string): boolean {
  if (masks.includes(recorded)) return true;
  const key = path.split("/").pop() ?? "";
  if ((recorded === key && hidden.has(key)) || (recorded === "date" && key === "Date")) return true;
  if (recorded === "timestamp" && timeKey.test(key)) return true;
  return recorded !== "<omitted>" && recorded.replace(placeholder, "") === "" && recorded !== "";
}

function matchesText(recorded: string, actual: string): boolean {
  const [left, right] = [recorded.replace(date, "date"), actual.replace(date, "date")];
  if (left === right) return true;
  const [leftJson, rightJson] = [parseJson(left), parseJson(right)];
  if (isObject(leftJson) && isObject(rightJson)) return difference(leftJson, rightJson, []) === undefined;
  const parts = left.split(/(?!<omitted>)<[A-Za-z][\w-]*(?::\d+)?>/);
  if (parts.length === 1) return false;
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]*")}$`).test(
    right,
  );
}

const parsed = (text: string): Json => parseJson(text) ?? "(no JSON)";

const first = (differences: readonly (string | undefined)[]): string | undefined =>
  differences.find((found) => found !== undefined);

function tell(path: string, recorded: Json, actual: Json): string {
  const short = (value: Json): string => JSON.stringify(value).slice(0, 160);
  return `${path || "/"}: recorded ${short(recorded)}, actual ${short(actual)}`;
}
