import type { Json } from "../spec/index.js";
import { itemReaderFailed } from "./causes.js";
import { parseCsv } from "./csv.js";
import { type ObjectName, readBytes, readText, readZippedText, uriOf } from "./item-files.js";
import { isObject, parseJson } from "./json.js";
import { isList } from "./json-size.js";
import { parseParquet } from "./parquet.js";
import type { ObjectStore } from "./ports.js";
import type { Reader } from "./reader.js";

/** Reads the items that an object holds. */
export type ReadFile = (store: ObjectStore, object: ObjectName) => Promise<readonly Json[]>;

/** How an object's text becomes items. */
type Parse = (text: string) => readonly Json[];

const delimiters: Readonly<Record<string, string>> = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

/** The longest CSV header, in bytes. Source: AWS Step Functions Developer Guide, "ItemReader (Map)". */
const longestHeader = 10 * 1024;

/** What an object that is text can hold, by `InputType`. */
const textFormats: Readonly<Record<string, (config: Reader) => Parse>> = {
  JSON(config) {
    const pointer = config.text("ItemsPointer") ?? "";
    return (text) => {
      const value = parseJson(text);
      if (value === undefined) throw itemReaderFailed("The object is not JSON.");
      const items = pointed(value, pointer);
      if (isList(items)) return items;
      throw itemReaderFailed("Attempting to map over non-iterable node.");
    };
  },
  JSONL: () => (text) =>
    text.split("\n").flatMap((line) => {
      if (line.trim() === "") return [];
      const value = parseJson(line);
      if (value === undefined) throw itemReaderFailed(`A line is not JSON: ${line.slice(0, 100)}`);
      return [value];
    }),
  CSV(config) {
    const location = config.text("CSVHeaderLocation");
    if (location !== "FIRST_ROW" && location !== "GIVEN") {
      config.problem("CSVHeaderLocation", "must be FIRST_ROW or GIVEN.");
    }
    const given = (config.list("CSVHeaders") ?? []).filter((header) => typeof header === "string");
    if (location === "GIVEN" && given.length === 0) config.problem("CSVHeaders", "must be a list of texts.");
    const name = config.text("CSVDelimiter") ?? "COMMA";
    const delimiter = Object.hasOwn(delimiters, name) ? delimiters[name] : undefined;
    if (delimiter === undefined)
      config.problem("CSVDelimiter", `must be one of ${Object.keys(delimiters).join(", ")}.`);
    return (text) => {
      const rows = parseCsv(text, delimiter ?? ",");
      const headers = location === "GIVEN" ? given : (rows.shift() ?? []);
      if (Buffer.byteLength(headers.join(",")) > longestHeader) {
        throw itemReaderFailed(`CSV headers can have at most ${longestHeader} bytes.`);
      }
      if (new Set(headers).size < headers.length) throw itemReaderFailed("CSV headers cannot contain duplicates.");
      return rowsToItems(rows, headers);
    };
  },
};

/** What an object can hold: the values of `InputType`. */
export const formats: readonly string[] = [...Object.keys(textFormats), "PARQUET"];

/** Reads objects of one `InputType`. `zipped`: those of text may be compressed by gzip. */
export function compileFormat(config: Reader, inputType: string | undefined, zipped = false): ReadFile {
  if (inputType === "PARQUET") return readParquet;
  const format = inputType !== undefined && Object.hasOwn(textFormats, inputType) ? textFormats[inputType] : undefined;
  if (format === undefined) {
    const wrong = inputType === undefined ? "is missing" : `is ${JSON.stringify(inputType)}`;
    config.problem("InputType", `must say what the files hold, ${formats.join(", ")}, but ${wrong}.`);
  }
  const parse = format?.(config) ?? (() => []);
  const read = zipped ? readZippedText : readText;
  return async (store, object) => parse(await read(store, object));
}

/** The rows of a Parquet file. */
export const readParquet: ReadFile = async (store, object) => {
  const bytes = await readBytes(store, object);
  try {
    return await parseParquet(bytes);
  } catch (problem) {
    const what = problem instanceof Error ? problem.message : String(problem);
    throw itemReaderFailed(`The Parquet file ${uriOf(object)} cannot be read: ${what}`);
  }
};

/** Rows as items, whose values are texts. What a row has too little is empty, what it has too much is left out. */
export function rowsToItems(rows: readonly (readonly string[])[], headers: readonly string[]): readonly Json[] {
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""])));
}

/** Follows a JSON pointer (RFC 6901). */
function pointed(value: Json, pointer: string): Json | undefined {
  let place: Json | undefined = value;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isList(place)) place = place[Number(key)];
    else if (isObject(place) && Object.hasOwn(place, key)) place = place[key];
    else return undefined;
  }
  return place;
}
