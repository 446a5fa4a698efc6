import { expressionIn, isExpression, isList, isObject, isText } from "../guards.js";
import type { StateRule } from "./rule.js";

/** A Choice without a `Default` fails when no rule holds. Source: ASL specification, "Choice State". */
export const choiceDefault: StateRule = ({ json, node, report, site }) => {
  if (json.Default !== undefined) return;
  const rules = isList(json.Choices) ? json.Choices.filter(isObject) : [];
  if (!rules.some(({ Condition: condition }) => isAlways(condition))) {
    report.add("CHOICE_WITHOUT_DEFAULT", site, node.name);
  }
};

function isAlways(condition: unknown): boolean {
  return condition === true || (isText(condition) && isExpression(condition) && expressionIn(condition) === "true");
}
