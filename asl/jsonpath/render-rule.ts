import type { Bindings } from "../builder/resources.js";
import type { Json, JsonObject } from "../spec/index.js";
import type { RuleData } from "./rules.js";
import { isComputed, toPathText } from "./template.js";

/** A condition as a Choice rule has it. */
export function renderRule(rule: RuleData, bindings: Bindings): JsonObject {
  switch (rule.kind) {
    case "comparison":
      return { Variable: toPathText(rule.variable, bindings), [rule.operator]: operandOf(rule, bindings) };
    case "and":
      return { And: rule.rules.map((part) => renderRule(part, bindings)) };
    case "or":
      return { Or: rule.rules.map((part) => renderRule(part, bindings)) };
    case "not":
      return { Not: renderRule(rule.rule, bindings) };
  }
}

function operandOf({ operand, operator }: Extract<RuleData, { kind: "comparison" }>, bindings: Bindings): Json {
  if (isComputed(operand)) return toPathText(operand, bindings);
  if (operand.kind === "literal") return operand.value;
  throw new TypeError(`${operator} compares with a literal or a path, not with a ${operand.kind}.`);
}
