import type { Json } from "../../spec/index.js";
import { isObject, parseJson } from "../json.js";
import { isList } from "../json-size.js";
import type { ListedObject, ObjectStore } from "../ports.js";

/** A store that holds the data of a test, whatever is asked for: one object, or the answer of a listing. */
export function readerData(text: string): ObjectStore {
  return {
    get: async () => text,
    async list() {
      const listed = parseJson(text);
      return isList(listed) && listed.every(isListed)
        ? listed.map(listedObject)
        : [listedObject({ Key: "data", Size: 1 })];
    },
    async put() {},
  };
}

const isListed = (value: Json): boolean => isObject(value) && typeof value.Key === "string";

function listedObject(value: Json): ListedObject {
  const { Etag, ETag, Key, LastModified, Size, StorageClass } = isObject(value) ? value : {};
  return {
    Etag: String(Etag ?? ETag ?? ""),
    Key: String(Key),
    LastModified: Number(LastModified ?? 0),
    Size: Number(Size ?? 0),
    StorageClass: String(StorageClass ?? "STANDARD"),
  };
}
