import { createHash } from "node:crypto";
import type jsonata from "jsonata";
import type { Environment } from "./environment.js";
import { parseJson } from "./json.js";
import { parseJsonata } from "./jsonata-library.js";
import { javaRandom } from "./random.js";

/** A failure inside a function, in the shape that JSONata gives to its own: it puts the message together of these. */
class FunctionError extends Error {
  readonly code: string;
  readonly token: string;
  /** Which argument is wrong, counted from 1. */
  readonly index: number;
  readonly value: unknown;

  constructor(code: string, token: string, index: number, value: unknown) {
    super(code);
    this.code = code;
    this.token = token;
    this.index = index;
    this.value = value;
  }
}

type Implementation = (...args: readonly unknown[]) => unknown;

const signatureError = (token: string, index: number): FunctionError =>
  new FunctionError("T0410", token, index, undefined);

/**
 * The functions that Step Functions adds to JSONata, and those that must follow the engine's clock and randomness.
 * Undefined takes a function away. Source: AWS Step Functions Developer Guide, "Transforming data with JSONata".
 */
export const awsFunctions: Readonly<Record<string, ((environment: Environment) => Implementation) | undefined>> = {
  eval: undefined,
  partition: () => (list, size) => partition(list, size),
  range: () => (first, last, step) => range(first, last, step),
  hash: () => (value, algorithm) => hash(value, algorithm),
  random: (environment) => (seed) => {
    if (seed === undefined) return environment.ports.random();
    if (typeof seed !== "number") throw signatureError("random", 1);
    return javaRandom(seed);
  },
  uuid: (environment) => () => environment.ports.uuid(),
  parse: () => (text) => parse(text),
  millis: (environment) => () => environment.ports.clock.now(),
  now: (environment) => (picture, timezone) => formatTime(environment.ports.clock.now(), picture, timezone),
};

let formatter: jsonata.Expression | undefined;

function formatTime(millis: number, picture: unknown, timezone: unknown): unknown {
  if (picture === undefined && timezone === undefined) return new Date(millis).toISOString();
  formatter ??= parseJsonata("$fromMillis($millisToFormat, $picture, $timezone)");
  return formatter.evaluate(undefined, { millisToFormat: millis, picture, timezone });
}

function partition(list: unknown, size: unknown): unknown {
  if (list === undefined) return undefined;
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  if (typeof size !== "number" || !Number.isFinite(size) || Math.trunc(size) < 1) throw signatureError("partition", 2);
  const length = Math.trunc(size);
  const chunks: unknown[] = [];
  for (let start = 0; start < items.length; start += length) chunks.push(items.slice(start, start + length));
  return chunks;
}

function range(...given: readonly unknown[]): unknown {
  // As measured on AWS (floci-io/floci, pull request 2676), a fraction is cut off.
  const [first, last, step] = [0, 1, 2].map((index) => {
    const value = given[index];
    if (typeof value !== "number") throw signatureError("range", index + 1);
    return Math.trunc(value);
  });
  if (first === undefined || last === undefined || step === undefined || step === 0) throw signatureError("range", 3);
  const count = Math.floor((last - first) / step) + 1;
  if (count > 1e6) throw new FunctionError("D2014", "range", 2, count);
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

function hash(value: unknown, algorithm: unknown): unknown {
  if (value === undefined) return undefined;
  if (typeof algorithm !== "string" || !Object.hasOwn(algorithms, algorithm)) throw signatureError("hash", 2);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return createHash(algorithms[algorithm] ?? "")
    .update(text)
    .digest("hex");
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== "string") throw signatureError("parse", 1);
  const value = parseJson(text);
  if (value === undefined) throw new FunctionError("D3120", "parse", 1, text);
  // JSON knows a negative zero, Step Functions does not.
  return value === 0 ? 0 : value;
}
