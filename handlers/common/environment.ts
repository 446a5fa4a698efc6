import * as v from "valibot";
import { defineError } from "./define-error.js";

/** Thrown while a function starts whose settings are missing or wrong. */
export const InvalidEnvironment = defineError("InvalidEnvironment");

/** An environment variable that must be there. */
export const setting = v.pipe(v.string(), v.nonEmpty());

/**
 * Reads environment variables, once, while the function starts.
 *
 * @throws InvalidEnvironment naming every variable that is missing or empty, so that one deployment mends them all.
 * @example `const { SENDER } = readEnvironment({ SENDER: setting });`
 */
export function readEnvironment<const Names extends string>(
  settings: Readonly<Record<Names, typeof setting>>,
): Readonly<Record<Names, string>> {
  const parsed = v.safeParse(v.object(settings), process.env);
  if (parsed.success) return parsed.output;
  const missing = parsed.issues.map((issue) => v.getDotPath(issue));
  throw new InvalidEnvironment(
    `Missing or empty in the function's environment: ${missing.join(", ")}. Its stack sets them; run by hand, export them.`,
  );
}
