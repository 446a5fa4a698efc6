import type { Json, JsonObject } from "../spec/index.js";
import { itemReaderFailed } from "./causes.js";
import type { Frame } from "./frame.js";
import { itemsFrom, type ObjectName, type ReadItems, readAll, uriOf } from "./item-files.js";
import { compileFormat } from "./item-formats.js";
import { type ReadManifest, readAthenaData, readInventory } from "./item-manifests.js";
import { isObject } from "./json.js";
import type { QueryLanguage } from "./language.js";
import { chain, type MaybePromise } from "./maybe-promise.js";
import { type ObjectStore, TaskFailure } from "./ports.js";
import type { NumberRange, Reader } from "./reader.js";

/** A compiled `ItemReader`: what to read is computed with the state's data, the items come later. */
export interface ItemReader {
  /** Evaluates what is to be read; the function it gives reads. Failures to read are `States.ItemReaderFailed`. */
  prepare(frame: Frame): MaybePromise<() => Promise<ReadItems>>;
}

const mostItems: NumberRange = { min: 0, max: 100_000_000, integer: true };

const readerFields = [
  "InputType",
  "Transformation",
  "ManifestType",
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
  const read = action === "listObjectsV2" ? readListing(config) : readObject(config ?? reader);
  return {
    prepare: (frame) =>
      chain(parameters(frame), (where) =>
        chain(limit?.(frame) ?? 0, (count) => async () => {
          const reading = attempt(() => read(storeOf(frame), isObject(where) ? where : {}));
          const { items, sourceOf } = await (frame.ports.clock.track?.(reading) ?? reading);
          if (config?.has("ItemsPointer") === true) frame.run.inspection?.note(frame, "afterItemsPointer", items);
          // As recorded on AWS, 0 is no limit.
          return { items: count === 0 ? items : items.slice(0, count), sourceOf };
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

type Read = (store: ObjectStore, parameters: JsonObject) => Promise<ReadItems>;

function storeOf(frame: Frame): ObjectStore {
  const { objects } = frame.run.ports;
  if (objects === undefined) throw itemReaderFailed("There is no object store here to read items from.");
  return objects;
}

/** The objects below a prefix, or what they hold. */
function readListing(config: Reader | undefined): Read {
  const transformation = config?.text("Transformation") ?? "NONE";
  if (transformation === "LOAD_AND_FLATTEN" && config !== undefined) {
    const read = compileFormat(config, config.text("InputType"));
    return async (store, parameters) => {
      const { bucket, listed } = await list(store, parameters);
      // What the console shows as a folder is an object without content.
      const objects = listed
        .filter(({ Key, Size }) => Size > 0 || !Key.endsWith("/"))
        .map(({ Key: key }) => ({ bucket, key }));
      return readAll(objects, (object) => read(store, object));
    };
  }
  if (transformation !== "NONE") config?.problem("Transformation", "must be NONE or LOAD_AND_FLATTEN.");
  return async (store, parameters) => {
    const { bucket, listed } = await list(store, parameters);
    const items = listed.map(({ Etag, Key, LastModified, Size, StorageClass }): Json => {
      return { Etag, Key, LastModified, Size, StorageClass };
    });
    return itemsFrom(`S3://${bucket}`, items);
  };
}

async function list(store: ObjectStore, { Bucket, Prefix: prefix }: JsonObject) {
  const bucket = String(Bucket);
  return { bucket, listed: await store.list({ bucket, ...(typeof prefix === "string" ? { prefix } : {}) }) };
}

/** What one object holds, or what the files hold that it names. */
function readObject(config: Reader): Read {
  if (config.has("Transformation") && config.text("Transformation") !== "NONE") {
    config.problem("Transformation", "is for ':s3:listObjectsV2' only.");
  }
  const readManifest = manifestOf(config);
  if (readManifest !== undefined) return (store, parameters) => readManifest(store, objectName(parameters));
  const read = compileFormat(config, config.text("InputType") ?? "JSON");
  return async (store, parameters) => {
    const object = objectName(parameters);
    return itemsFrom(uriOf(object), await read(store, object));
  };
}

function manifestOf(config: Reader): ReadManifest | undefined {
  const [inputType, manifestType] = [config.text("InputType"), config.text("ManifestType")];
  if (manifestType === "ATHENA_DATA") return readAthenaData(compileFormat(config, inputType, true));
  if (manifestType !== undefined && manifestType !== "S3_INVENTORY") {
    config.problem("ManifestType", "must be ATHENA_DATA or S3_INVENTORY.");
  }
  return inputType === "MANIFEST" || manifestType === "S3_INVENTORY" ? readInventory : undefined;
}

function objectName({ Bucket: bucket, Key: key, VersionId: versionId }: JsonObject): ObjectName {
  return {
    bucket: String(bucket),
    key: String(key),
    ...(typeof versionId === "string" ? { versionId } : {}),
  };
}
