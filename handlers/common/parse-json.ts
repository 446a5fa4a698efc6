/**
 * Reads JSON, of bytes in UTF-8 alone; `undefined` for what is none, which no JSON is.
 *
 * @example `parseJson('{"a":1}') // { a: 1 }`
 */
export function parseJson(json: string | Uint8Array | undefined): unknown {
  try {
    if (json === undefined) return undefined;
    return JSON.parse(typeof json === "string" ? json : new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    return undefined;
  }
}
