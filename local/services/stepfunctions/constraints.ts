import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { isObject } from "../../service.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { validationError } from "./errors.js";

interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  /** The most bytes of UTF-8. */
  readonly bytes?: number;
  readonly oneOf?: readonly string[];
  /** A regular expression that the whole text must match. */
  readonly pattern?: string;
}

interface ListLimits {
  readonly min?: number;
  readonly max?: number;
  /** What the model calls an item; a refusal of the list shows it. */
  readonly itemName: string;
}

/**
 * Reads the fields of a request and collects what breaks the API's model, which AWS checks before all else.
 *
 * @example
 * const read = new Constraints(input);
 * const executionArn = read.text("executionArn", { max: 256 });
 * read.done(); // throws ValidationException, all violations in one message
 */
export class Constraints {
  readonly #input: JsonObject;
  readonly #violations: string[];
  readonly #prefix: string;

  constructor(input: JsonObject, parent?: Constraints, prefix = "") {
    this.#input = input;
    this.#violations = parent ? parent.#violations : [];
    this.#prefix = parent ? `${parent.#prefix}${prefix}` : "";
  }

  /** A required text; empty when it is missing, which `done` then reports. */
  text(name: string, limits: TextLimits = {}): string {
    return this.optionalText(name, limits) ?? this.#missing(name, "");
  }

  /** A text that may be missing. */
  optionalText(name: string, { min = 0, max, bytes, oneOf, pattern }: TextLimits = {}): string | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw new JsonApiError(serializationException);
    if (value.length < min) this.#violate(name, value, `have length greater than or equal to ${min}`);
    if (max !== undefined && value.length > max) this.#violate(name, value, `have length less than or equal to ${max}`);
    if (oneOf && !oneOf.includes(value)) this.#violate(name, value, `satisfy enum value set: [${oneOf.join(", ")}]`);
    if (pattern !== undefined && value.length >= min && !new RegExp(pattern, "u").test(value)) {
      this.#violate(name, value, `satisfy regular expression pattern: ${pattern}`);
    }
    if (bytes !== undefined && Buffer.byteLength(value) > bytes) {
      const constraint = `Member must have size less than or equal to ${bytes} bytes in UTF-8 encoding`;
      this.#violations.push(`Value at '${this.#prefix}${name}' failed to satisfy constraint: ${constraint}`);
    }
    return value;
  }

  /** A required whole number from 0 to `max`; 0 when it is missing, which `done` then reports. */
  count(name: string, max: number): number {
    return this.optionalCount(name, max) ?? this.#missing(name, 0);
  }

  /** A whole number from `min` to `max` that may be missing. */
  optionalCount(name: string, max: number, min = 0): number | undefined {
    const value = this.optionalNumber(name, max, min);
    if (value === undefined || Number.isInteger(value)) return value;
    throw new JsonApiError(serializationException);
  }

  /** A number from `min` to `max` that may be missing. */
  optionalNumber(name: string, max: number, min = 0): number | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number") throw new JsonApiError(serializationException);
    if (value < min) this.#violate(name, String(value), `have value greater than or equal to ${min}`);
    if (value > max) this.#violate(name, String(value), `have value less than or equal to ${max}`);
    return value;
  }

  /** A truth value that may be missing. */
  optionalBoolean(name: string): boolean | undefined {
    const value = this.#value(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw new JsonApiError(serializationException);
  }

  /** Whether the answer has data, or facts about it alone: the field `includedData`. */
  withData(): boolean {
    return this.optionalText("includedData", { oneOf: ["ALL_DATA", "METADATA_ONLY"] }) !== "METADATA_ONLY";
  }

  /** A structure that may be missing; what is wrong inside is reported by this reader's `done`. */
  optionalObject(name: string): Constraints | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw new JsonApiError(serializationException);
    return new Constraints(value, this, `${name}.`);
  }

  /** A required list of structures; empty when it is missing, which `done` then reports. */
  objects(name: string, limits: ListLimits): readonly Constraints[] {
    return this.optionalObjects(name, limits) ?? this.#missing(name, []);
  }

  /** A list of structures that may be missing. */
  optionalObjects(name: string, { min = 0, max, itemName }: ListLimits): readonly Constraints[] | undefined {
    const list = this.#list(name);
    if (list === undefined) return undefined;
    const shown = () =>
      `[${list.map((item) => `${itemName}(${isObject(item) ? shownFields(item) : item})`).join(", ")}]`;
    if (list.length < min) this.#violate(name, shown(), `have length greater than or equal to ${min}`);
    if (max !== undefined && list.length > max) {
      this.#violate(name, shown(), `have length less than or equal to ${max}`);
    }
    return list.map((item, index) => {
      if (!isObject(item)) throw new JsonApiError(serializationException);
      return new Constraints(item, this, `${name}.${index + 1}.member.`);
    });
  }

  /** A required list of texts; empty when it is missing, which `done` then reports. */
  texts(name: string): readonly string[] {
    const list = this.#list(name) ?? this.#missing(name, []);
    return list.map((item) => {
      if (typeof item !== "string") throw new JsonApiError(serializationException);
      return item;
    });
  }

  /** Throws when anything was wrong. */
  done(): void {
    if (this.#violations.length > 0) throw validationError(this.#violations);
  }

  #value(name: string): Exclude<Json, null> | undefined {
    return this.#input[name] ?? undefined;
  }

  #list(name: string): readonly Json[] | undefined {
    const value = this.#value(name);
    if (value === undefined || Array.isArray(value)) return value;
    throw new JsonApiError(serializationException);
  }

  #missing<T>(name: string, instead: T): T {
    const where = `${this.#prefix}${name}`;
    this.#violations.push(`Value null at '${where}' failed to satisfy constraint: Member must not be null`);
    return instead;
  }

  #violate(name: string, value: string, constraint: string): void {
    const where = `${this.#prefix}${name}`;
    this.#violations.push(`Value '${value}' at '${where}' failed to satisfy constraint: Member must ${constraint}`);
  }
}

function shownFields(item: JsonObject): string {
  return Object.entries(item)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
