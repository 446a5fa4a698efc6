import { checkStage } from "../../stacks/constructs/variables.js";
import { type Settings, settingsFrom } from "../../stacks/settings.js";
import { UsageError } from "./usage.js";

/**
 * What the environment says of a synthesis, checked before anything is built.
 *
 * @throws UsageError that names the variable that is wrong
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  try {
    const settings = settingsFrom(environment);
    checkStage(settings.stage);
    return settings;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
