import { type Arg, type Expression, toExpression } from "../builder/expression.js";
import { ItemSource } from "../builder/item-source.js";
import type { Bucket } from "../builder/map-results.js";
import type { PermissionTarget } from "../builder/resources.js";
import { allow, attributeOf } from "./task.js";

/** How items are read. */
export interface ReadOptions {
  /** Only so many of them; up to 100,000,000. */
  readonly maxItems?: Arg<number>;
}

/** How a file of comma-separated values is read. */
export interface CsvOptions extends ReadOptions {
  /** The names of the columns; by default the first row gives them. */
  readonly headers?: readonly string[];
  /** `COMMA` by default. */
  readonly delimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
}

/** How a JSON file is read. */
export interface JsonOptions extends ReadOptions {
  /** Where in the file the list stands, as a JSON pointer such as `/orders/open`; the file itself is the list by default. */
  readonly pointer?: `/${string}`;
}

/** An object of a bucket, as a listing has it. Source: AWS Step Functions Developer Guide, "ItemReader (Map)". */
export interface ListedObject {
  readonly Etag: string;
  readonly Key: string;
  readonly LastModified: number;
  readonly Size: number;
  readonly StorageClass: string;
}

/** A row of a CSV file: all its values are text. */
export type CsvRow = Readonly<Record<string, string>>;

function reader<T>(
  action: "getObject" | "listObjectsV2",
  input: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
  permissions: readonly ReturnType<typeof allow>[],
): ItemSource<T, T> {
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  const fields = given.map(([field, value]): [string, Expression] => [field, toExpression(value, field)]);
  return new ItemSource<T, T>({
    from: {
      kind: "reader",
      action,
      arguments: toExpression(input, "arguments"),
      config: Object.fromEntries(fields),
      permissions,
    },
  });
}

/** An object's ARN, or those of all objects where only the data says which it is. */
function objectArn(source: Bucket, key: Arg<string>, end = ""): PermissionTarget {
  const suffix = typeof key === "string" ? `/${key}${end}` : "/*";
  return { kind: "innerArn", resource: { kind: source.kind, name: source.name }, suffix };
}

function file<T>(source: Bucket, key: Arg<string>, config: Readonly<Record<string, unknown>>): ItemSource<T, T> {
  const input = { Bucket: attributeOf(source, "name"), Key: key };
  return reader<T>("getObject", input, config, [allow(["s3:GetObject"], objectArn(source, key))]);
}

function json<T>(source: Bucket, key: Arg<string>, { pointer, maxItems }: JsonOptions = {}): ItemSource<T, T> {
  return file<T>(source, key, { InputType: "JSON", ItemsPointer: pointer, MaxItems: maxItems });
}

function jsonLines<T>(source: Bucket, key: Arg<string>, { maxItems }: ReadOptions = {}): ItemSource<T, T> {
  return file<T>(source, key, { InputType: "JSONL", MaxItems: maxItems });
}

function csv<Row extends CsvRow = CsvRow>(
  source: Bucket,
  key: Arg<string>,
  { headers, delimiter, maxItems }: CsvOptions = {},
): ItemSource<Row, Row> {
  return file<Row>(source, key, {
    InputType: "CSV",
    CSVHeaderLocation: headers ? "GIVEN" : "FIRST_ROW",
    CSVHeaders: headers,
    CSVDelimiter: delimiter,
    MaxItems: maxItems,
  });
}

function parquet<T>(source: Bucket, key: Arg<string>, { maxItems }: ReadOptions = {}): ItemSource<T, T> {
  return file<T>(source, key, { InputType: "PARQUET", MaxItems: maxItems });
}

function inventory<T = CsvRow>(
  source: Bucket,
  manifestKey: Arg<string>,
  { maxItems }: ReadOptions = {},
): ItemSource<T, T> {
  const input = { Bucket: attributeOf(source, "name"), Key: manifestKey };
  const config = { InputType: "MANIFEST", ManifestType: "S3_INVENTORY", MaxItems: maxItems };
  // The manifest names the files that hold the inventory itself, and only it knows which.
  const permission = allow(["s3:GetObject"], {
    kind: "innerArn",
    resource: { kind: source.kind, name: source.name },
    suffix: "/*",
  });
  return reader<T>("getObject", input, config, [permission]);
}

function listing(
  source: Bucket,
  prefix: Arg<string>,
  { maxItems }: ReadOptions = {},
): ItemSource<ListedObject, ListedObject> {
  const input = { Bucket: attributeOf(source, "name"), Prefix: prefix };
  return reader<ListedObject>("listObjectsV2", input, { MaxItems: maxItems }, [allow(["s3:ListBucket"], source)]);
}

function contents<T>(
  source: Bucket,
  prefix: Arg<string>,
  inputType: "JSON" | "JSONL" | "CSV" | "PARQUET",
  { maxItems }: ReadOptions = {},
): ItemSource<T, T> {
  const input = { Bucket: attributeOf(source, "name"), Prefix: prefix };
  const config = {
    InputType: inputType,
    Transformation: "LOAD_AND_FLATTEN",
    CSVHeaderLocation: inputType === "CSV" ? "FIRST_ROW" : undefined,
    MaxItems: maxItems,
  };
  return reader<T>("listObjectsV2", input, config, [
    allow(["s3:ListBucket"], source),
    allow(["s3:GetObject"], objectArn(source, prefix, "*")),
  ]);
}

/**
 * Items that a distributed Map reads from S3 (ASL: `ItemReader`): the lines of a file (`json`, `jsonLines`, `csv`, `parquet`), of the files that an S3
 * inventory's manifest names (`inventory`), the objects below a prefix (`listing`), or the lines of all of these (`contents`).
 *
 * You declare the type of an item: what stands in a bucket is not checked.
 *
 * Source: AWS Step Functions Developer Guide, "ItemReader (Map)".
 *
 * @example `s3Items.csv<{ name: string; email: string }>(bucket("lists"), "readers.csv", { delimiter: "SEMICOLON" })`
 */
export const s3Items = { json, jsonLines, csv, parquet, inventory, listing, contents };
