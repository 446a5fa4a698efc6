import { shown } from "../guards.js";
import { isPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

/** A state goes on to another or ends, never both and never neither. Source: ASL specification, "Transitions". */
export const nextOrEnd: StateRule = ({ json, node, report, site }) => {
  const { Next: next, End: end } = json;
  if (end !== undefined && end !== true && !isPlaceholder(end)) {
    if (typeof end !== "boolean") report.add("END_NOT_TRUE", inside(site, "End"));
    else if (next === undefined) report.add("END_NOT_TRUE", inside(site, "End"));
  } else if (next !== undefined && end !== undefined) {
    report.add("NEXT_BESIDE_END", site, node.name, shown(next));
  } else if (next === undefined && end === undefined) {
    report.add("MISSING_TRANSITION", site, node.name);
  }
};

/** Choice, Succeed and Fail have their own way to go on or to end. Source: ASL specification, "State Types". */
export const noTransition: StateRule = ({ json, report, site, type }) => {
  const fix =
    type === "Choice"
      ? "It goes where its rules and its 'Default' lead: remove the field."
      : "It ends the execution or its branch by itself: remove the field.";
  for (const field of ["Next", "End"]) {
    if (json[field] !== undefined) report.add("TRANSITION_NOT_ALLOWED", inside(site, field), type, field, fix);
  }
};
