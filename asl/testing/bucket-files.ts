import { type ListedObject, type ObjectStore, TaskFailure } from "../interpreter/index.js";

/** The files of a test. */
export interface BucketFiles extends ObjectStore {
  /** The texts of the files as they are now, by `bucket/key`: a `ResultWriter`'s, too. Files of bytes are not among them. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * S3 for one test: what `ItemReader` reads and `ResultWriter` writes.
 *
 * @param files - Texts, or bytes such as those of a compressed file, by `bucket/key`.
 * @example `runWorkflow(definition, { objects: bucketFiles({ "orders/today.csv": "id\n1\n2" }) })`
 */
export function bucketFiles(files: Readonly<Record<string, string | Uint8Array>> = {}): BucketFiles {
  const held = new Map(Object.entries(files));
  return {
    get files() {
      return new Map([...held].flatMap(([name, body]) => (typeof body === "string" ? [[name, body]] : [])));
    },
    async get({ bucket, key }) {
      const body = held.get(`${bucket}/${key}`);
      if (body === undefined) {
        throw new TaskFailure("S3.NoSuchKeyException", `There is no '${bucket}/${key}' among the test's files.`);
      }
      return body;
    },
    async list({ bucket, prefix = "" }) {
      return [...held]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, body]) => listed(name.slice(bucket.length + 1), body))
        .sort((one, other) => (one.Key < other.Key ? -1 : 1));
    },
    async put({ bucket, key, body }) {
      held.set(`${bucket}/${key}`, body);
    },
  };
}

function listed(key: string, body: string | Uint8Array): ListedObject {
  const size = Buffer.byteLength(body);
  return { Etag: `"${size}"`, Key: key, LastModified: 1_767_225_600, Size: size, StorageClass: "STANDARD" };
}
