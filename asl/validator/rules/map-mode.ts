import { isObject } from "../guards.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

const distributedOnly = ["ItemReader", "ItemBatcher", "ResultWriter"];

// AWS takes these in an inline Map as well, as recorded executions and deployed samples show, but documents them for the distributed one alone.
const meantForDistributed = [
  "Label",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
];

/** The mode of a Map: how its items run. */
export function isDistributed(json: Readonly<Record<string, unknown>>): boolean {
  const processor = json.ItemProcessor ?? json.Iterator;
  return isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === "DISTRIBUTED";
}

/** What only a distributed Map has. Source: AWS Step Functions Developer Guide, "Distributed mode". */
export const mapMode: StateRule = ({ express, json, report, site }) => {
  if (json.ItemProcessor === undefined && json.Iterator === undefined) {
    report.add("MISSING_FIELD", site, "ItemProcessor", "A Map state");
  }
  if (isDistributed(json)) {
    const mode = inside(inside(inside(site, "ItemProcessor"), "ProcessorConfig"), "Mode");
    if (express) report.add("EXPRESS_NOT_SUPPORTED", mode, "a distributed Map");
    return;
  }
  for (const field of distributedOnly) {
    if (json[field] !== undefined) report.add("DISTRIBUTED_ONLY", inside(site, field), field);
  }
  for (const field of meantForDistributed) {
    if (json[field] !== undefined) report.add("NO_EFFECT_INLINE", inside(site, field), field);
  }
};
