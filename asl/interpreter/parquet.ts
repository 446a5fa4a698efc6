import type { Json } from "../spec/index.js";

/**
 * The rows of a Parquet file, as JSON: a time or date becomes a text of RFC 3339.
 *
 * Throws an `Error` for what JSON cannot say without loss (a whole number above 2⁵³, bytes), and for a codec besides Snappy and gzip.
 */
export async function parseParquet(bytes: Uint8Array): Promise<readonly Json[]> {
  // Loaded for the first such file only.
  const [{ parquetReadObjects }, { gunzipSync }] = await Promise.all([import("hyparquet"), import("node:zlib")]);
  const file = new Uint8Array(bytes).buffer;
  const rows: unknown[] = await parquetReadObjects({ file, compressors: { GZIP: (input) => gunzipSync(input) } });
  return rows.map((row) => toJson(row, "row"));
}

function toJson(value: unknown, place: string): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "bigint" && BigInt(Number(value)) === value) return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toJson(item, place));
  if (typeof value === "object" && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field, `column '${key}'`)]));
  }
  throw new Error(`The ${place} holds what JSON cannot say: ${String(value).slice(0, 100)}`);
}
