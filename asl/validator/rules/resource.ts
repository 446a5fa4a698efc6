import { isText, shown } from "../guards.js";
import { integrations, sdkServiceNames } from "../integrations/optimized.js";
import type { Resource } from "../integrations/resource.js";
import { sdkServices } from "../integrations/sdk-services.js";
import type { Scene } from "../scene.js";
import { inside } from "../site.js";
import { didYouMean, nearest } from "../suggest.js";
import type { StateRule } from "./rule.js";

/** A Task's resource is something that Step Functions can run, in a way in which it can be waited for. */
export const resource: StateRule = (scene) => {
  const { json, express, report, resource: parsed, site } = scene;
  if (parsed === undefined || json.Resource === "") return;
  const at = inside(site, "Resource");
  const isExample = parsed.kind === "example" || (isText(json.Resource) && /<\w+>/.test(json.Resource));
  if (isExample) report.add("EXAMPLE_RESOURCE", at, shown(json.Resource));
  if (parsed.kind === "unknown") report.add("INVALID_RESOURCE", at, shown(json.Resource));
  if (parsed.kind === "activity" && express) report.add("EXPRESS_NOT_SUPPORTED", at, "activities");
  if (parsed.kind !== "integration") return;
  if (parsed.service.startsWith("aws-sdk:")) sdk(parsed, scene);
  else optimized(parsed, scene);
  if (express && parsed.pattern !== "") report.add("EXPRESS_NOT_SUPPORTED", at, `'${parsed.pattern}'`);
};

type Integrated = Extract<Resource, { kind: "integration" }>;

function optimized({ service, action, pattern }: Integrated, { report, site }: Scene): void {
  const at = inside(site, "Resource");
  const actions = Object.hasOwn(integrations, service) ? integrations[service] : undefined;
  const known = actions !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
  const name = `${service}:${action}`;
  if (known === undefined) {
    report.add("UNKNOWN_INTEGRATION", at, name, hintFor(service, action));
  } else if (pattern !== "" && !known.patterns.includes(pattern)) {
    const allowed =
      known.patterns.length === 0 ? "only without waiting" : `as it is or with ${known.patterns.join(", ")}`;
    report.add("PATTERN_NOT_SUPPORTED", at, name, pattern, allowed);
  }
}

function hintFor(service: string, action: string): string {
  const actions = Object.hasOwn(integrations, service) ? integrations[service] : undefined;
  if (actions === undefined) return didYouMean(service, Object.keys(integrations));
  const near = nearest(action, Object.keys(actions));
  if (near !== undefined) return ` Did you mean '${service}:${near}'?`;
  return ` It has ${Object.keys(actions).join(", ")}; call others by arn:aws:states:::aws-sdk:${service}:${action}.`;
}

// Source: AWS Step Functions Developer Guide, "AWS SDK service integrations": the action is in camelCase, and only callbacks are waited for.
function sdk({ service, action, pattern }: Integrated, { report, site }: Scene): void {
  const at = inside(site, "Resource");
  const name = service.slice("aws-sdk:".length);
  if (!sdkServices.has(name)) {
    const meant = sdkServiceMeantBy(name);
    // AWS adds services: one of a new name may be right.
    if (meant === undefined && /^[a-z][a-z0-9]*$/.test(name)) {
      report.add("UNKNOWN_SDK_SERVICE", at, name);
    } else report.add("UNKNOWN_INTEGRATION", at, `${service}:${action}`, hintForSdk(meant, action));
  } else if (/^[A-Z]/.test(action)) {
    const meant = (action[0] ?? "").toLowerCase() + action.slice(1);
    report.add("UNKNOWN_INTEGRATION", at, `${service}:${action}`, ` Did you mean '${service}:${meant}'?`);
  }
  if (pattern !== "" && pattern !== ".waitForTaskToken") {
    report.add("PATTERN_NOT_SUPPORTED", at, `${service}:${action}`, pattern, "as it is or with .waitForTaskToken");
  }
}

function hintForSdk(meant: string | undefined, action: string): string {
  return meant === undefined
    ? " Name the service as AWS's SDKs do, in lower case and without spaces, as in aws-sdk:cloudwatchlogs."
    : ` Did you mean 'aws-sdk:${meant}:${action}'?`;
}

function sdkServiceMeantBy(name: string): string | undefined {
  if (Object.hasOwn(sdkServiceNames, name)) return sdkServiceNames[name];
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return sdkServices.has(plain) ? plain : nearest(plain, sdkServices);
}
