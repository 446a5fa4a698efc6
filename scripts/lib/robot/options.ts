import { UsageError } from "../usage.js";

/**
 * A number that a person gave.
 *
 * @throws UsageError for one out of its bounds
 */
export function readNumber(option: string, text: string, least: number, most: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new UsageError(`${option} is "${text}", but must be a number from ${least} to ${most}.`);
}

/**
 * The name of a thing that a person gave. It becomes a level of topics, so it has no colon, which AWS IoT would allow.
 *
 * @throws UsageError
 */
export function readRobotName(name: string | undefined): string {
  if (name === undefined) throw new UsageError("Which one? Name it: npm run robot -- --name robot1");
  if (/^[a-zA-Z0-9_-]{1,64}$/u.test(name)) return name;
  throw new UsageError(`"${name}" cannot be a device's name: 1 to 64 letters, digits, "_" and "-".`);
}
