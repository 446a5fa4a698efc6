import { itemReaderFailed } from "./causes.js";
import { parseCsv } from "./csv.js";
import { type ObjectName, type ReadItems, readAll, readText, readZippedText, uriOf } from "./item-files.js";
import { type ReadFile, readParquet, rowsToItems } from "./item-formats.js";
import { isObject, parseJson } from "./json.js";
import { isList } from "./json-size.js";
import type { ObjectStore } from "./ports.js";

/** Reads what a manifest leads to. */
export type ReadManifest = (store: ObjectStore, manifest: ObjectName) => Promise<ReadItems>;

/**
 * The rows of an S3 inventory: its `manifest.json` names the columns, the bucket and the files. In CSV files, which S3
 * compresses, all values are texts as S3 wrote them: a key is URL-encoded.
 *
 * Source: Amazon S3 User Guide, "Locating your inventory list".
 */
export const readInventory: ReadManifest = async (store, manifest) => {
  const description = parseJson(await readText(store, manifest));
  const refuse = (problem: string) => itemReaderFailed(`The S3 inventory manifest ${uriOf(manifest)} ${problem}.`);
  if (!isObject(description)) throw refuse("is not a JSON object");
  const { fileFormat, fileSchema, destinationBucket, files } = description;
  if (fileFormat !== "CSV" && fileFormat !== "Parquet") {
    throw refuse(
      `lists files of the format ${JSON.stringify(fileFormat ?? null)}; only "CSV" and "Parquet" can be read`,
    );
  }
  if (typeof fileSchema !== "string" || typeof destinationBucket !== "string" || !isList(files)) {
    throw refuse("needs the fields 'fileSchema', 'destinationBucket' and 'files'");
  }
  const columns = fileSchema.split(",").map((column) => column.trim());
  const bucket = destinationBucket.split(":").at(-1) ?? "";
  const objects = files.map((file) => {
    if (isObject(file) && typeof file.key === "string") return { bucket, key: file.key };
    throw refuse(`names a file without a key: ${JSON.stringify(file)}`);
  });
  if (fileFormat === "Parquet") return readAll(objects, (object) => readParquet(store, object));
  return readAll(objects, async (object) => rowsToItems(parseCsv(await readZippedText(store, object), ","), columns));
};

/**
 * The rows of the files that Athena's `UNLOAD` wrote: its manifest has a file's URI in each line.
 *
 * Source: Amazon Athena User Guide, "Working with query results": "Data manifest file".
 */
export function readAthenaData(read: ReadFile): ReadManifest {
  return async (store, manifest) => {
    const objects = parseCsv(await readText(store, manifest), ",").map(([uri = ""]) => {
      const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri.trim()) ?? [];
      if (bucket !== undefined && key !== undefined) return { bucket, key };
      throw itemReaderFailed(`The data manifest ${uriOf(manifest)} has a line that is no S3 URI: ${uri.slice(0, 100)}`);
    });
    return readAll(objects, (object) => read(store, object));
  };
}
