import type { StateRule } from "./rule.js";

/** A Choice without a `Default` fails when no rule holds. Source: ASL specification, "Choice State". */
export const choiceDefault: StateRule = ({ json, node, report, site }) => {
  if (json.Default === undefined) report.add("CHOICE_WITHOUT_DEFAULT", site, node.name);
};
