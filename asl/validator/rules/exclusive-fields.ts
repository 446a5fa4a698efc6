import type { StateType } from "../fields/states.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

type Pair = readonly [string, string];

const numbers = (...names: readonly string[]): Pair[] => names.map((name) => [name, `${name}Path`]);

const pairs: ReadonlyMap<string, readonly Pair[]> = new Map<StateType, readonly Pair[]>([
  ["Task", numbers("TimeoutSeconds", "HeartbeatSeconds")],
  ["Fail", numbers("Error", "Cause")],
  [
    "Map",
    [
      ...numbers("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"),
      ["ItemProcessor", "Iterator"],
      ["ItemSelector", "Parameters"],
    ],
  ],
]);

/** A value stands in the definition or comes from the data, not both. Source: ASL specification, under each of the fields. */
export const exclusiveFields: StateRule = ({ json, report, site, type }) => {
  for (const [one, other] of pairs.get(type) ?? []) {
    if (json[one] !== undefined && json[other] !== undefined) {
      report.add("EXCLUSIVE_FIELDS", inside(site, other), one, other);
    }
  }
};
