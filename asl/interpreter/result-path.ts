import type { Json } from "../spec/index.js";
import { resultPathUnusable } from "./causes.js";
import { isObject } from "./json.js";
import { scan, type Token } from "./json-path-scan.js";

/** Puts a result into a copy of the data. */
export type PutResult = (data: Json, result: Json) => Json;

/** Compiles a `ResultPath`: `$` replaces, null drops, a reference path sets a field and makes what is missing on the way. */
export function compileResultPath(path: string | null): PutResult {
  if (path === null) return (data) => data;
  const { root, tokens } = scan(path);
  if (root !== "$" || !tokens.every(({ kind }) => kind === "name" || kind === "index")) {
    throw new Error(`'ResultPath' must be a reference path, with names and indexes only: ${path}`);
  }
  return (data, result) => put(data, tokens, result, path);
}

function put(data: Json | undefined, tokens: readonly Token[], result: Json, path: string): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return result;
  if (token.kind === "name" && (data === undefined || isObject(data))) {
    return { ...data, [token.name]: put(data?.[token.name], rest, result, path) };
  }
  if (token.kind === "index" && Array.isArray(data) && token.index < data.length) {
    const copy: Json[] = [...data];
    copy[token.index] = put(copy[token.index], rest, result, path);
    return copy;
  }
  throw resultPathUnusable(path, data ?? null);
}
