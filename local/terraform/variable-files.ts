import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../asl/spec/index.js";
import { isObject } from "../service.js";
import { problems, StackError } from "./problems.js";
import { environmentSource, type VariableSource } from "./variables.js";

/**
 * Where variables get their values, in this order: `TF_VAR_*`, `local/local.tfvars.json` (yours, not in git),
 * `local/default.tfvars.json` (ours, so that a newcomer needs to set nothing). Then come the stacks' own defaults.
 *
 * @throws StackError for a file that is not a JSON object
 */
export async function variableSources(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly VariableSource[]> {
  const own = await readValues(root, "local/local.tfvars.json");
  const ours = await readValues(root, "local/default.tfvars.json");
  return [environmentSource(environment), ...own, ...ours];
}

async function readValues(root: string, name: string): Promise<readonly VariableSource[]> {
  const text = await readFile(join(root, name), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return [];
  let values: Json = null;
  try {
    values = JSON.parse(text);
  } catch (error) {
    throw new StackError(name, [problems.notVariables(name, String(error))]);
  }
  if (!isObject(values)) throw new StackError(name, [problems.notVariables(name, "it is not an object")]);
  return [{ name, values, warnsOfUnknown: true }];
}
