import { createHash } from "node:crypto";
import { parseJson } from "../../../../asl/interpreter/json.js";
import { isObject } from "../../../service.js";
import { toNumber, toText, type Value } from "./values.js";

/** What functions can ask of the message and of the engine. */
export interface Surroundings {
  readonly topic: string;
  /** Of the publisher; `n/a` where the message did not come over MQTT. */
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly accountId: string;
  readonly uuid: () => string;
  readonly random: () => number;
  /** The payload's bytes, for `encode(*, 'base64')`. */
  readonly payload: Uint8Array;
}

type SqlFunction = (args: readonly Value[], around: Surroundings) => Value;

/** A function of one number. */
function ofNumber(compute: (value: number) => number): SqlFunction {
  return ([value]) => {
    const number = toNumber(value);
    const result = number === undefined ? Number.NaN : compute(number);
    return Number.isFinite(result) ? result : undefined;
  };
}

/** A function of texts; without one of the first `count` there is no result. */
function ofTexts(count: number, compute: (texts: readonly string[], args: readonly Value[]) => Value): SqlFunction {
  return (args) => {
    const texts = args.slice(0, count).map(toText);
    const known = texts.filter((text) => text !== undefined);
    return known.length === count ? compute(known, args) : undefined;
  };
}

function hash(algorithm: string): SqlFunction {
  return ofTexts(1, ([text = ""]) => createHash(algorithm).update(text).digest("hex"));
}

function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

/**
 * The functions of AWS IoT SQL that run here, by their names in small letters.
 *
 * Regular expressions are JavaScript's here and Java's at AWS: what both know is the same in both.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html
 */
export const functions: Readonly<Record<string, SqlFunction>> = {
  abs: ofNumber(Math.abs),
  accountid: (_, { accountId }) => accountId,
  ceil: ofNumber(Math.ceil),
  clientid: (_, { clientId }) => clientId,
  concat: (args) => concat(args),
  decode: ([value, scheme]) => (scheme === "base64" && typeof value === "string" ? decode(value) : undefined),
  encode: ([value, scheme]) => (scheme === "base64" ? encode(toText(value)) : undefined),
  endswith: ofTexts(2, ([text = "", end = ""]) => text.endsWith(end)),
  floor: ofNumber(Math.floor),
  get: ([of, at]) => get(of, at),
  indexof: ofTexts(2, ([text = "", part = ""]) => text.indexOf(part)),
  isnull: ([value]) => value === null,
  isundefined: ([value]) => value === undefined,
  length: ofTexts(1, ([text = ""]) => text.length),
  lower: ofTexts(1, ([text = ""]) => text.toLowerCase()),
  ltrim: ofTexts(1, ([text = ""]) => text.trimStart()),
  md5: hash("md5"),
  mod: ([left, right]) => remainder(toNumber(left), toNumber(right)),
  newuuid: (_, { uuid }) => uuid(),
  numbytes: ofTexts(1, ([text = ""]) => Buffer.byteLength(text)),
  power: ([base, exponent]) => power(toNumber(base), toNumber(exponent)),
  rand: (_, { random }) => random(),
  regexp_matches: ofTexts(2, ([text = "", pattern = ""]) => expressionOf(pattern)?.test(text)),
  regexp_replace: ofTexts(3, ([text = "", pattern = "", by = ""]) => {
    const expression = expressionOf(pattern);
    return expression === undefined ? undefined : text.replace(new RegExp(expression, "gu"), by);
  }),
  regexp_substr: ofTexts(2, ([text = "", pattern = ""]) => expressionOf(pattern)?.exec(text)?.[0]),
  replace: ofTexts(3, ([text = "", part = "", by = ""]) => text.replaceAll(part, by)),
  round: ofNumber((value) => Math.sign(value) * Math.round(Math.abs(value))),
  rtrim: ofTexts(1, ([text = ""]) => text.trimEnd()),
  sha1: hash("sha1"),
  sha224: hash("sha224"),
  sha256: hash("sha256"),
  sha384: hash("sha384"),
  sha512: hash("sha512"),
  sign: ofNumber(Math.sign),
  sqrt: ofNumber(Math.sqrt),
  startswith: ofTexts(2, ([text = "", start = ""]) => text.startsWith(start)),
  substring: ofTexts(1, ([text = ""], [, from, to]) => substring(text, toNumber(from), to)),
  timestamp: (_, { now }) => now,
  topic: (args, { topic }) => (args.length === 0 ? topic : segment(topic, toNumber(args[0]))),
  trim: ofTexts(1, ([text = ""]) => text.trim()),
  trunc: ([value, places]) => trunc(toNumber(value), toNumber(places)),
  upper: ofTexts(1, ([text = ""]) => text.toUpperCase()),
};

function concat(args: readonly Value[]): Value {
  if (args.length < 2) return args[0];
  if (args.some(Array.isArray)) {
    return args.flatMap((arg) => (Array.isArray(arg) ? [...arg] : arg === undefined ? [] : [arg]));
  }
  const texts = args.map(toText);
  return texts.includes(undefined) || !args.some((arg) => typeof arg === "string") ? undefined : texts.join("");
}

/** What was encoded as JSON is addressable; a text that is no base64 gives Null. */
function decode(value: string): Value {
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(value)) return null;
  const text = Buffer.from(value, "base64").toString("utf8");
  return parseJson(text) ?? text;
}

function encode(text: string | undefined): Value {
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}

function get(of: Value, at: Value): Value {
  if (isObject(of)) return typeof at === "string" && Object.hasOwn(of, at) ? of[at] : undefined;
  const index = toNumber(at);
  if (index === undefined || index < 0) return undefined;
  if (Array.isArray(of)) return of[Math.trunc(index)];
  return typeof of === "string" ? of[Math.trunc(index)] : undefined;
}

function remainder(left: number | undefined, right: number | undefined): Value {
  return left === undefined || right === undefined || right === 0 ? undefined : left % right;
}

function power(base: number | undefined, exponent: number | undefined): Value {
  const result = base === undefined || exponent === undefined ? Number.NaN : base ** exponent;
  return Number.isFinite(result) ? result : undefined;
}

function substring(text: string, from: number | undefined, to: Value): Value {
  const end = to === undefined ? text.length : toNumber(to);
  if (from === undefined || end === undefined || from < 0 || from > end) return "";
  return text.slice(from, end);
}

/** The parts of a topic are counted from 1. */
function segment(topic: string, at: number | undefined): Value {
  return at === undefined ? undefined : topic.split("/")[Math.trunc(at) - 1];
}

function trunc(value: number | undefined, places: number | undefined): Value {
  if (value === undefined || places === undefined) return undefined;
  const scale = 10 ** Math.trunc(places);
  return Math.trunc(value * scale) / scale;
}
