import { isText } from "../guards.js";
import { inside } from "../site.js";
import type { GraphRule } from "./rule.js";

/** A label names one Map. Source: AWS Step Functions Developer Guide, "Map state in Distributed mode", "Label". */
export const uniqueLabels: GraphRule = ({ nodes }, _scenes, { report }) => {
  const first = new Map<string, string>();
  for (const { json, type, pointer } of nodes) {
    if (type !== "Map" || !isText(json.Label)) continue;
    const other = first.get(json.Label);
    if (other === undefined) first.set(json.Label, pointer);
    else report.add("DUPLICATE_LABEL", inside(pointer, "Label"), json.Label, other);
  }
};
