import type { Json, JsonObject } from "../spec/index.js";
import { itemReaderFailed } from "./causes.js";
import { parseCsv } from "./csv.js";
import type { Frame } from "./frame.js";
import { isObject, parseJson } from "./json.js";
import { isList } from "./json-size.js";
import type { QueryLanguage } from "./language.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import { TaskFailure } from "./ports.js";
import type { NumberRange, Reader } from "./reader.js";

/** A compiled `ItemReader`: what to read is computed with the state's data, the items come later. */
export interface ItemReader {
  /** Evaluates what is to be read; the function it gives reads. Failures to read are `States.ItemReaderFailed`. */
  prepare(frame: Frame): MaybePromise<() => Promise<readonly Json[]>>;
}

/** How an object's text becomes items. */
type Parse = (text: string) => readonly Json[];

const mostItems: NumberRange = { min: 0, max: 100_000_000, integer: true };

const delimiters: Readonly<Record<string, string>> = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

const readerFields = [
  "InputType",
  "CSVHeaderLocation",
  "CSVHeaders",
  "CSVDelimiter",
  "MaxItems",
  "MaxItemsPath",
  "ItemsPointer",
];

/** Compiles `ItemReader`. Source: AWS Step Functions Developer Guide, "ItemReader (Map)". */
export function compileItemReader(state: Reader, language: QueryLanguage): ItemReader | undefined {
  const reader = state.nested("ItemReader");
  if (reader === undefined) return undefined;
  reader.allow(["Resource", language.parametersField, "ReaderConfig", "Comment"], "an item reader");
  const action = /:s3:(getObject|listObjectsV2)$/.exec(reader.requiredText("Resource"))?.[1];
  if (action === undefined) reader.problem("Resource", "must end in ':s3:getObject' or ':s3:listObjectsV2'.");
  const parameters = language.value(reader, language.parametersField, state) ?? (() => ({}));
  const config = reader.nested("ReaderConfig");
  config?.allow(readerFields, "a reader's configuration");
  const limit = config && language.number(config, "MaxItems", mostItems, state);
  const read = action === "listObjectsV2" ? listObjects : readObject(config ?? reader);
  return {
    prepare: (frame) =>
      chain(parameters(frame), (where) =>
        chain(limit?.(frame) ?? 0, (count) => async () => {
          const items = await attempt(() => read(frame, isObject(where) ? where : {}));
          // As recorded on AWS, 0 is no limit.
          return count === 0 ? items : items.slice(0, count);
        }),
      ),
  };
}

async function attempt<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (problem) {
    if (problem instanceof TaskFailure) throw itemReaderFailed(problem.cause ?? problem.message);
    throw problem;
  }
}

type Read = (frame: Frame, parameters: JsonObject) => Promise<readonly Json[]>;

function storeOf(frame: Frame) {
  const { objects } = frame.run.ports;
  if (objects === undefined) throw itemReaderFailed("There is no object store here to read items from.");
  return objects;
}

const listObjects: Read = async (frame, { Bucket: bucket, Prefix: prefix }) => {
  const listed = await storeOf(frame).list({
    bucket: String(bucket),
    ...(typeof prefix === "string" ? { prefix } : {}),
  });
  return listed.map(({ Etag, Key, LastModified, Size, StorageClass }) => ({
    Etag,
    Key,
    LastModified,
    Size,
    StorageClass,
  }));
};

function readObject(config: Reader): Read {
  const type = config.text("InputType") ?? "JSON";
  const parse = Object.hasOwn(parsers, type) ? parsers[type]?.(config) : undefined;
  if (parse === undefined) {
    config.problem("InputType", `'${type}' cannot be read here; use ${Object.keys(parsers).join(", ")}.`);
  }
  return async (frame, { Bucket: bucket, Key: key, VersionId: versionId }) => {
    const text = await storeOf(frame).get({
      bucket: String(bucket),
      key: String(key),
      ...(typeof versionId === "string" ? { versionId } : {}),
    });
    return parse?.(text) ?? [];
  };
}

/** What an object can hold, by `InputType`. */
export const parsers: Readonly<Record<string, (config: Reader) => Parse>> = {
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
      if (new Set(headers).size < headers.length) throw itemReaderFailed("CSV headers cannot contain duplicates.");
      return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""])));
    };
  },
};

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
