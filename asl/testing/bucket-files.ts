import { type ListedObject, type ObjectStore, TaskFailure } from "../interpreter/index.js";

/** The files of a test. */
export interface BucketFiles extends ObjectStore {
  /** What the files hold now, by `bucket/key`: a `ResultWriter`'s, too. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * S3 for one test: what `ItemReader` reads and `ResultWriter` writes.
 *
 * @param files - Texts by `bucket/key`.
 * @example `runWorkflow(definition, { objects: bucketFiles({ "orders/today.csv": "id\n1\n2" }) })`
 */
export function bucketFiles(files: Readonly<Record<string, string>> = {}): BucketFiles {
  const held = new Map(Object.entries(files));
  return {
    files: held,
    async get({ bucket, key }) {
      const text = held.get(`${bucket}/${key}`);
      if (text === undefined) {
        throw new TaskFailure("S3.NoSuchKeyException", `There is no '${bucket}/${key}' among the test's files.`);
      }
      return text;
    },
    async list({ bucket, prefix = "" }) {
      return [...held]
        .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
        .map(([name, text]) => listed(name.slice(bucket.length + 1), text))
        .sort((one, other) => (one.Key < other.Key ? -1 : 1));
    },
    async put({ bucket, key, body }) {
      held.set(`${bucket}/${key}`, body);
    },
  };
}

function listed(key: string, text: string): ListedObject {
  const size = new TextEncoder().encode(text).length;
  return { Etag: `"${size}"`, Key: key, LastModified: 1_767_225_600, Size: size, StorageClass: "STANDARD" };
}
