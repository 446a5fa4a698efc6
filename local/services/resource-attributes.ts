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
 * Stops the start at an attribute whose effect does not exist here: what runs here is what is deployed there, or nothing.
 *
 * @throws an `Error` that lists the unknown attributes and those that are known
 */
export function onlyAttributes(resource: Resource, known: readonly string[]): void {
  const unknown = Object.entries(resource.attributes)
    .filter(([name, value]) => value !== null && value !== undefined && !known.includes(name))
    .map(([name]) => `'${name}'`);
  if (unknown.length === 0) return;
  throw new Error(
    `${unknown.join(", ")} cannot be run on one machine. Known here: ${known.join(", ")}. ` +
      "Leave it out of the stack, or teach it to the service in local/services.",
  );
}

/** The attributes that Terraform itself reads, and tags: without an effect on what a service does. */
export const metaAttributes = ["depends_on", "lifecycle", "provider", "tags", "tags_all", "//"] as const;
