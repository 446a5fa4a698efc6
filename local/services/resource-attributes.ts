import type { JsonObject } from "../../asl/spec/index.js";
import type { Resource } from "../service.js";

/**
 * A text attribute that the resource must have.
 *
 * @throws an `Error` that names the attribute
 */
export function requiredText(resource: Resource, name: string): string {
  const value = optionalText(resource, name);
  if (value === undefined) throw new Error(`'${name}' is missing. Set it in the stack.`);
  return value;
}

/** A text attribute that the resource may have. */
export function optionalText(resource: Resource, name: string): string | undefined {
  const value = resource.attributes[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" && value !== "") return value;
  throw new Error(`'${name}' is ${JSON.stringify(value)}, but must be a text that is not empty.`);
}

/**
 * A whole number that a resource, or a block of one, may have.
 *
 * @throws an `Error` that names the attribute and its limits
 */
export function wholeNumber(attributes: JsonObject, name: string, least: number, most: number): number | undefined {
  const value = attributes[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`'${name}' is ${JSON.stringify(value)}, but must be a whole number from ${least} to ${most}.`);
}
