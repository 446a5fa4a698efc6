import { isExpression, isObject } from "../guards.js";
import { integrationParameters } from "../integrations/optimized.js";
import { languageOf } from "../language.js";
import { hasPlaceholder, isPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import { nearest } from "../suggest.js";
import type { StateRule } from "./rule.js";

/** An optimised integration gets what it needs. Source: AWS Step Functions Developer Guide, the page of each service. */
export const integrationArguments: StateRule = (scene) => {
  const { json, report, resource, site } = scene;
  if (resource?.kind !== "integration") return;
  const name = `${resource.service}:${resource.action}`;
  const known = integrationParameters.get(name);
  if (known === undefined) return;
  const jsonata = languageOf(scene) === "JSONata";
  const field = jsonata ? "Arguments" : "Parameters";
  const given = json[field];
  if (isExpression(given) || isPlaceholder(given)) return;
  // Told already as a field of the other language.
  if (given === undefined && json[jsonata ? "Parameters" : "Arguments"] !== undefined) return;
  const keys = isObject(given) ? Object.keys(given) : [];
  // A template may put in the name of any parameter.
  if (keys.some(hasPlaceholder)) return;
  const names = jsonata ? keys : keys.map((key) => (key.endsWith(".$") ? key.slice(0, -2) : key));
  const at = given === undefined ? site : inside(site, field);
  // A misspelt parameter is told as that, and not as a missing one as well.
  const meant = new Set<string>();
  for (const key of names) {
    if (known.all === undefined || known.all.has(key)) continue;
    const near = nearest(key, known.all);
    if (near === undefined) continue;
    report.add("UNKNOWN_ARGUMENT", at, name, key, ` Did you mean '${near}'?`);
    meant.add(near);
  }
  for (const alternatives of known.required) {
    if (alternatives.some((required) => names.includes(required) || meant.has(required))) continue;
    report.add("MISSING_ARGUMENT", at, name, alternatives.join("' or '"), field);
  }
};
