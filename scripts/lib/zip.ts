import { zipSync } from "fflate";

/**
 * Packs one file into a zip whose bytes depend on nothing but the name and the content, so that Lambda's
 * `source_code_hash` changes only when the code does. It is compressed by fflate and not by Node's zlib, whose output
 * may differ from one Node version or processor to the next.
 *
 * @example `zipOf("index.mjs", code)`
 */
export function zipOf(name: string, content: Uint8Array): Uint8Array {
  return zipSync(
    { [name]: content },
    { level: 9, mtime: EPOCH, os: UNIX, attrs: (REGULAR_FILE | READABLE_BY_ALL) << 16 },
  );
}

// A zip holds local time without a zone: the parts of this date are the same wherever it runs.
const EPOCH = new Date(1980, 0, 1);
const UNIX = 3;
const REGULAR_FILE = 0o100000;
const READABLE_BY_ALL = 0o644;
