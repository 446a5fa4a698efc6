import { formIn } from "../checks.js";
import { isExpression, isObject, templateField } from "../guards.js";
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
  const known = integrationParameters.get(optimizedName(name));
  const jsonata = languageOf(scene) === "JSONata";
  const field = jsonata ? "Arguments" : "Parameters";
  const given = json[field];
  const form = isExpression(given) ? formIn(given, scene) : undefined;
  if ((isExpression(given) && form?.kind !== "object") || isPlaceholder(given)) return;
  // Told already as a field of the other language.
  if (given === undefined && json[jsonata ? "Parameters" : "Arguments"] !== undefined) return;
  const keys = form?.kind === "object" ? [...form.fields.keys()] : isObject(given) ? Object.keys(given) : [];
  // A template may put in the name of any parameter.
  if (keys.some(hasPlaceholder)) return;
  const nameOf = (key: string): string => (jsonata ? key : templateField(key));
  const at = given === undefined ? site : inside(site, field);
  const names = keys.map(nameOf);
  // A misspelt parameter is told as that, and not as a missing one as well.
  const meant = new Set<string>();
  for (const key of keys) {
    const near = meantBy(nameOf(key), known?.all);
    if (near === undefined) continue;
    report.add("UNKNOWN_ARGUMENT", isObject(given) ? inside(at, key) : at, name, key, ` Did you mean '${near}'?`);
    meant.add(near);
  }
  if (known === undefined) return;
  for (const alternatives of known.required) {
    if (alternatives.some((required) => names.includes(required) || meant.has(required))) continue;
    report.add("MISSING_ARGUMENT", at, name, alternatives.join("' or '"), field);
  }
  if (!isObject(given)) return;
  for (const key of keys) {
    if (given[key] !== null && given[key] !== "") continue;
    if (known.required.some((needed) => needed.includes(key))) report.add("EMPTY_VALUE", inside(at, key), key);
  }
};

const servicesOfSdk: Readonly<Record<string, string>> = { sfn: "states", eventbridge: "events" };

/** The optimised integration of the same API action, which needs the same. */
function optimizedName(name: string): string {
  if (!name.startsWith("aws-sdk:")) return name;
  const [, service = "", action = ""] = name.split(":");
  return `${Object.hasOwn(servicesOfSdk, service) ? servicesOfSdk[service] : service}:${action}`;
}

/** The parameter that a name is a slip of. Parameters begin with a capital, whatever the service's own API has. */
function meantBy(name: string, known: ReadonlySet<string> | undefined): string | undefined {
  if (known?.has(name)) return undefined;
  const near = known === undefined ? undefined : nearest(name, known);
  return near ?? (/^[a-z]/.test(name) ? (name[0] ?? "").toUpperCase() + name.slice(1) : undefined);
}
