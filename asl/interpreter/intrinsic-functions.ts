import { createHash } from "node:crypto";
import type { Json, JsonObject } from "../spec/index.js";
import type { Environment } from "./environment.js";
import { isObject, parseJson } from "./json.js";
import { isList } from "./json-size.js";

/** An intrinsic function; throws an Error that says which argument it cannot take. */
export type IntrinsicFunction = (args: readonly Json[], environment: Environment) => Json;

const wrong = (name: string, problem: string): Error => new Error(`Invalid arguments in States.${name}: ${problem}`);

const list = (name: string, value: Json | undefined): readonly Json[] => {
  if (isList(value)) return value;
  throw wrong(name, "the first argument must be an array");
};

/** A number, rounded where it is no whole one. */
const integer = (name: string, value: Json | undefined): number => {
  if (typeof value !== "number") throw wrong(name, `a number is needed, but there is ${JSON.stringify(value)}`);
  return Math.round(value);
};

const text = (name: string, value: Json | undefined): string => {
  if (typeof value !== "string") throw wrong(name, `a string is needed, but there is ${JSON.stringify(value)}`);
  return value;
};

const object = (name: string, value: Json | undefined): JsonObject => {
  if (isObject(value)) return value;
  throw wrong(name, "the arguments must be objects");
};

/** Whether two values are the same JSON, objects with their fields in any order. */
function same(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => same(item, right[index] ?? null));
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key] ?? null, right[key] ?? null))
  );
}
const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A value as `States.Format` shows it. As recorded on AWS, objects and lists look as Java prints them: `{a=1, b=[]}`. */
function shown(value: Json): string {
  if (isList(value)) return `[${value.map(shown).join(", ")}]`;
  if (!isObject(value)) return asText(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}=${shown(field)}`)
    .join(", ")}}`;
}

/** The longest list that a function makes, and the longest text that it encodes or hashes. */
const maxItems = 1000;
const maxCharacters = 10_000;

const limited = (name: string, value: string): string => {
  if (value.length > maxCharacters) throw wrong(name, `a text has at most ${maxCharacters} characters here`);
  return value;
};

const hashes: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** The intrinsic functions, by name without `States.`. Source: AWS Step Functions Developer Guide, "Intrinsics for JSONPath". */
export const intrinsicFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  Array: (args) => args,
  ArrayPartition([items, size]) {
    const values = list("ArrayPartition", items);
    const length = integer("ArrayPartition", size);
    if (length < 1) throw wrong("ArrayPartition", "the size must be positive");
    const count = Math.ceil(values.length / length);
    return Array.from({ length: count }, (_, index) => values.slice(index * length, (index + 1) * length));
  },
  ArrayContains: ([items, value = null]) => list("ArrayContains", items).some((item) => same(item, value)),
  ArrayRange([first, last, step]) {
    const [start, end, by] = [first, last, step].map((value) => integer("ArrayRange", value));
    if (start === undefined || end === undefined || by === undefined || by === 0) {
      throw wrong("ArrayRange", "the step must not be 0");
    }
    const length = Math.max(0, Math.floor((end - start) / by) + 1);
    if (length > maxItems) throw wrong("ArrayRange", `at most ${maxItems} items`);
    return Array.from({ length }, (_, index) => start + index * by);
  },
  ArrayGetItem([items, index]) {
    if (!Number.isInteger(index)) throw wrong("ArrayGetItem", "the index must be a whole number");
    const value = list("ArrayGetItem", items)[Number(index)];
    if (value === undefined) throw wrong("ArrayGetItem", "the index is outside the array");
    return value;
  },
  ArrayLength: ([items]) => list("ArrayLength", items).length,
  ArrayUnique([items]) {
    const values = list("ArrayUnique", items);
    return values.filter((value, index) => values.findIndex((other) => same(other, value)) === index);
  },
  Base64Encode: ([value]) => Buffer.from(limited("Base64Encode", text("Base64Encode", value))).toString("base64"),
  // As MIME has it, characters of another alphabet, such as line ends, are left out.
  Base64Decode: ([value]) => Buffer.from(limited("Base64Decode", text("Base64Decode", value)), "base64").toString(),
  Hash([value = null, algorithm]) {
    const name = hashes[text("Hash", algorithm)];
    if (name === undefined) throw wrong("Hash", `unknown algorithm ${JSON.stringify(algorithm)}`);
    return createHash(name)
      .update(limited("Hash", asText(value)))
      .digest("hex");
  },
  JsonMerge([left, right, deep]) {
    if (deep !== false) throw wrong("JsonMerge", "only shallow merging (false) is supported");
    return { ...object("JsonMerge", left), ...object("JsonMerge", right) };
  },
  StringToJson([value]) {
    const source = text("StringToJson", value);
    // As recorded on AWS, a blank text is null.
    const json = source.trim() === "" ? null : parseJson(source);
    if (json === undefined) throw wrong("StringToJson", "the text is no JSON");
    return json;
  },
  JsonToString: ([value = null]) => JSON.stringify(value),
  MathRandom([start, end, seed], { ports }) {
    const [from, to] = [integer("MathRandom", start), integer("MathRandom", end)];
    if (to <= from) throw wrong("MathRandom", "the end must be after the start");
    const random = seed === undefined ? ports.random() : fraction(integer("MathRandom", seed));
    return from + Math.floor(random * (to - from));
  },
  MathAdd: ([left, right]) => integer("MathAdd", left) + integer("MathAdd", right),
  StringSplit([value, separators]) {
    const characters = new Set(text("StringSplit", separators));
    // Any of the characters separates, and nothing between two of them is no part.
    const parts: string[] = [""];
    for (const character of text("StringSplit", value)) {
      if (characters.has(character)) parts.push("");
      else parts[parts.length - 1] += character;
    }
    return parts.filter((part) => part !== "");
  },
  UUID: (_, { ports }) => ports.uuid(),
  Format: ([template, ...values]) => fill(text("Format", template).split("{}"), values),
};

/** `States.Format`: puts values between the parts of a template. */
export function fill([first = "", ...rest]: readonly string[], values: readonly Json[]): string {
  if (rest.length > values.length) throw wrong("Format", "there are more {} than arguments");
  if (rest.length < values.length) throw wrong("Format", "there are more arguments than {}");
  return first + rest.map((part, index) => shown(values[index] ?? null) + part).join("");
}

/** A number in [0, 1) from a seed: the same seed, the same number. */
function fraction(seed: number): number {
  return Number.parseInt(createHash("sha256").update(String(seed)).digest("hex").slice(0, 12), 16) / 2 ** 48;
}
