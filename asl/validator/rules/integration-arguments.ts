import { isExpression, isObject } from "../guards.js";
import { integrations } from "../integrations/optimized.js";
import { languageOf } from "../language.js";
import { isPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import { didYouMean } from "../suggest.js";
import type { StateRule } from "./rule.js";

/** An optimised integration gets what it needs. Source: AWS Step Functions Developer Guide, the page of each service. */
export const integrationArguments: StateRule = (scene) => {
  const { json, report, resource, site } = scene;
  if (resource?.kind !== "integration") return;
  const known = integrations[resource.service]?.[resource.action];
  if (known === undefined) return;
  const jsonata = languageOf(scene) === "JSONata";
  const field = jsonata ? "Arguments" : "Parameters";
  const given = json[field];
  if (isExpression(given) || isPlaceholder(given)) return;
  const name = `${resource.service}:${resource.action}`;
  const keys = isObject(given) ? Object.keys(given).map((key) => (jsonata ? key : key.replace(/\.\$$/, ""))) : [];
  const at = given === undefined ? site : inside(site, field);
  // A misspelt parameter is told as that, and not as a missing one as well.
  const meant = new Set<string>();
  const parameters = [...known.required.flatMap((required) => required.split("|")), ...(known.optional ?? [])];
  if (known.optional !== undefined) {
    for (const key of keys) {
      const hint = parameters.includes(key) ? "" : didYouMean(key, parameters);
      if (hint === "") continue;
      report.add("UNKNOWN_ARGUMENT", at, name, key, hint);
      meant.add(hint);
    }
  }
  for (const required of known.required) {
    const alternatives = required.split("|");
    const misspelt = alternatives.some((alternative) => meant.has(` Did you mean '${alternative}'?`));
    if (misspelt || alternatives.some((alternative) => keys.includes(alternative))) continue;
    report.add("MISSING_ARGUMENT", at, name, alternatives.join("' or '"), field);
  }
};
