import type { Json, JsonObject } from "../../../asl/spec/index.js";
import { JsonApiError, serializationException } from "../aws-json.js";
import { validationError } from "./errors.js";

interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  /** The most bytes of UTF-8. */
  readonly bytes?: number;
  readonly oneOf?: readonly string[];
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
  readonly #violations: string[] = [];

  constructor(input: JsonObject) {
    this.#input = input;
  }

  /** A required text; empty when it is missing, which `done` then reports. */
  text(name: string, limits: TextLimits = {}): string {
    const value = this.optionalText(name, limits);
    if (value === undefined) {
      this.#violations.push(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
    }
    return value ?? "";
  }

  /** A text that may be missing. */
  optionalText(name: string, { min = 0, max, bytes, oneOf }: TextLimits = {}): string | undefined {
    const value = this.#value(name, "string");
    if (typeof value !== "string") return undefined;
    if (value.length < min) this.#violate(name, value, `have length greater than or equal to ${min}`);
    if (max !== undefined && value.length > max) this.#violate(name, value, `have length less than or equal to ${max}`);
    if (oneOf && !oneOf.includes(value)) this.#violate(name, value, `satisfy enum value set: [${oneOf.join(", ")}]`);
    if (bytes !== undefined && Buffer.byteLength(value) > bytes) {
      const constraint = `Member must have size less than or equal to ${bytes} bytes in UTF-8 encoding`;
      this.#violations.push(`Value at '${name}' failed to satisfy constraint: ${constraint}`);
    }
    return value;
  }

  /** A whole number from 0 to `max` that may be missing. */
  optionalCount(name: string, max: number): number | undefined {
    const value = this.#value(name, "number");
    if (typeof value !== "number") return undefined;
    if (!Number.isInteger(value)) throw new JsonApiError(serializationException);
    if (value < 0) this.#violate(name, String(value), "have value greater than or equal to 0");
    if (value > max) this.#violate(name, String(value), `have value less than or equal to ${max}`);
    return value;
  }

  /** A truth value that may be missing. */
  optionalBoolean(name: string): boolean | undefined {
    const value = this.#value(name, "boolean");
    return typeof value === "boolean" ? value : undefined;
  }

  /** Throws when anything was wrong. */
  done(): void {
    if (this.#violations.length > 0) throw validationError(this.#violations);
  }

  #value(name: string, type: "string" | "number" | "boolean"): Json | undefined {
    const value = this.#input[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== type) throw new JsonApiError(serializationException);
    return value;
  }

  #violate(name: string, value: string, constraint: string): void {
    this.#violations.push(`Value '${value}' at '${name}' failed to satisfy constraint: Member must ${constraint}`);
  }
}
