import { shown } from "../guards.js";
import type { GraphRule } from "./rule.js";

/** The item of a Map is read inside of one. Source: AWS Step Functions Developer Guide, "Context object data for Map states". */
export const mapItem: GraphRule = ({ nodes, scopes }, scenes, { report }) => {
  const isInside = (scope: number): boolean => {
    for (let at = scopes[scope]?.owner; at !== undefined; at = scopes[nodes[at]?.scope ?? 0]?.owner) {
      if (nodes[at]?.type === "Map") return true;
    }
    return false;
  };
  for (const { node, reads, type } of scenes) {
    if (type === "Map") continue;
    for (const { at, fails, fields, guarded, source, text } of reads) {
      if (source !== "context" || fields[0] !== "Map" || !fails || guarded || isInside(node.scope)) continue;
      report.add("MAP_ITEM_UNAVAILABLE", at, shown(text));
    }
  }
};
