import type { Json } from "../spec/index.js";
import { itemReaderFailed } from "./causes.js";
import type { ObjectStore } from "./ports.js";

/** An object of S3. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** Items, each with the place that it was read from. */
export interface ReadItems {
  readonly items: readonly Json[];
  /** As the context object names it: `STATE_DATA`, `S3://bucket` or `S3://bucket/key`. */
  sourceOf(index: number): string;
}

/** Items that are all from one place. */
export function itemsFrom(source: string, items: readonly Json[]): ReadItems {
  return { items, sourceOf: () => source };
}

/** An object's URI, in the way that the context object has it. Source: AWS Step Functions Developer Guide, "Context object data for Map states". */
export function uriOf({ bucket, key }: ObjectName): string {
  return `S3://${bucket}/${key}`;
}

/** An object's text; where the store gives bytes, they are UTF-8. */
export async function readText(store: ObjectStore, object: ObjectName): Promise<string> {
  return decoded(await store.get(object));
}

/** An object's bytes. Fails where the store gave text in their place: some of them are lost then. */
export async function readBytes(store: ObjectStore, object: ObjectName): Promise<Uint8Array> {
  return bytesOf(await store.get(object), object);
}

function bytesOf(body: string | Uint8Array, object: ObjectName): Uint8Array {
  if (typeof body !== "string") return body;
  throw itemReaderFailed(`The object ${uriOf(object)} is binary, but its store gave text: its 'get' must give bytes.`);
}

/** The text of an object that may be compressed by gzip, which is how S3 and Athena write data files. */
export async function readZippedText(store: ObjectStore, object: ObjectName): Promise<string> {
  const body = await store.get(object);
  if (typeof body === "string" ? !body.startsWith("\u001f") : body[0] !== 0x1f || body[1] !== 0x8b)
    return decoded(body);
  const bytes = bytesOf(body, object);
  try {
    const { gunzipSync } = await import("node:zlib");
    return decoded(gunzipSync(bytes));
  } catch (problem) {
    throw itemReaderFailed(`The object ${uriOf(object)} cannot be decompressed: ${String(problem)}`);
  }
}

/** Reads the items of several objects, one after another. */
export async function readAll(
  objects: readonly ObjectName[],
  read: (object: ObjectName) => Promise<readonly Json[]>,
): Promise<ReadItems> {
  const items: Json[] = [];
  const sources: string[] = [];
  for (const object of objects) {
    for (const item of await read(object)) {
      items.push(item);
      sources.push(uriOf(object));
    }
  }
  return { items, sourceOf: (index) => sources[index] ?? "" };
}

function decoded(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
