import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

const pairs: readonly (readonly [string, string])[] = [
  ["TimeoutSeconds", "TimeoutSecondsPath"],
  ["HeartbeatSeconds", "HeartbeatSecondsPath"],
  ["MaxConcurrency", "MaxConcurrencyPath"],
  ["ToleratedFailureCount", "ToleratedFailureCountPath"],
  ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ["Error", "ErrorPath"],
  ["Cause", "CausePath"],
  ["ItemProcessor", "Iterator"],
  ["ItemSelector", "Parameters"],
];

/** A value stands in the definition or comes from the data, not both. Source: ASL specification, under each of the fields. */
export const exclusiveFields: StateRule = ({ json, report, site }) => {
  for (const [one, other] of pairs) {
    if (json[one] !== undefined && json[other] !== undefined) {
      report.add("EXCLUSIVE_FIELDS", inside(site, other), one, other);
    }
  }
};
