import {
  all,
  boolean,
  type Check,
  type FieldTable,
  fields,
  list,
  nonEmptyText,
  number,
  object,
  orExpression,
  text,
} from "../checks.js";
import { deepest } from "../expressions/depth.js";
import { jsonataExpression, jsonataTemplate } from "../expressions/jsonata-template.js";
import { path } from "../expressions/path-fields.js";
import { isList, isObject, isText, shown } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import { didYouMean } from "../suggest.js";
import { isTimestamp } from "../timestamp.js";
import { jsonataAssign, jsonpathAssign } from "./assign.js";

/** Takes a literal timestamp. */
export const timestamp: Check = (value, at, key, scene) => {
  if (isText(value) && (isTimestamp(value) || hasPlaceholder(value))) return;
  scene.report.add("INVALID_TIMESTAMP", inside(at, key), key, shown(value));
};

const literals: Readonly<Record<string, Check>> = {
  String: text,
  Numeric: number({}),
  Boolean: boolean,
  Timestamp: timestamp,
};
const orders = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
const tests = ["IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"];

/** Every comparison with the check of its value. Source: Amazon States Language specification, "Choice State". */
const operators: FieldTable = new Map<string, Check>([
  ...Object.entries(literals).flatMap(([kind, literal]) =>
    (kind === "Boolean" ? ["Equals"] : orders).flatMap((order): [string, Check][] => [
      [`${kind}${order}`, literal],
      [`${kind}${order}Path`, path("input")],
    ]),
  ),
  ["StringMatches", text],
  ...tests.map((test): [string, Check] => [test, boolean]),
]);

const joints: ReadonlySet<string> = new Set(["And", "Or", "Not"]);
const outermost: FieldTable = fields({
  Next: nonEmptyText,
  Assign: jsonpathAssign("input"),
  Output: () => {},
  Comment: text,
});

const plainVariable = path("input");
const testedVariable = path("input", { guarded: true });

/** One rule in JSONPath form, or a part of one. */
function rule(depth: number): Check {
  return (value, at, key, scene) => {
    const { report } = scene;
    const here = inside(at, key);
    if (!isObject(value)) return report.add("WRONG_TYPE", here, key, "an object", shown(value));
    if (depth > deepest) return report.add("TOO_DEEPLY_NESTED", here, deepest);
    const found: string[] = [];
    for (const name of Object.keys(value)) {
      const operator = operators.get(name);
      if (operator !== undefined || joints.has(name)) {
        found.push(name);
        if (operator !== undefined) operator(value[name], here, name, scene);
        else if (name === "Not") rule(depth + 1)(value[name], here, name, scene);
        else list(rule(depth + 1))(value[name], here, name, scene);
      } else if (name === "Variable") {
        (value.IsPresent === undefined ? plainVariable : testedVariable)(value[name], here, name, scene);
      } else if (name === "Condition") {
        report.add("FIELD_OF_OTHER_LANGUAGE", inside(here, name), name, "JSONPath", "Compare a 'Variable' instead.");
      } else if (name === "Output" && depth === 0) {
        report.add("FIELD_OF_OTHER_LANGUAGE", inside(here, name), name, "JSONPath", "Set it in the next state.");
      } else if (outermost.has(name) && name !== "Output") {
        if (depth > 0 && name !== "Comment") report.add("NESTED_RULE_NEXT", inside(here, name), name);
        else outermost.get(name)?.(value[name], here, name, scene);
      } else {
        const hint = didYouMean(name, [...operators.keys(), ...joints, "Variable", ...outermost.keys()]);
        report.add("UNKNOWN_FIELD", inside(here, name), name, "A Choice rule", hint);
        // A comparison with a slip in its name is a comparison all the same, told once.
        if (hint !== "" && name !== "Variable") found.push(name);
      }
    }
    if (found.length !== 1) report.add("CHOICE_OPERATOR_COUNT", here, found.length, found.join(", "));
    if (found.some((name) => operators.has(name)) && value.Variable === undefined) {
      report.add("MISSING_FIELD", here, "Variable", "A comparison");
    }
    if (depth === 0 && value.Next === undefined) report.add("MISSING_FIELD", here, "Next", "A Choice rule");
  };
}

/** `Choices` in JSONPath form. */
export const jsonpathChoices: Check = list(rule(0));

const condition = orExpression(jsonataExpression, (value, at, key, { report }) => {
  if (typeof value !== "boolean" && !(isText(value) && hasPlaceholder(value))) {
    report.add("JSONATA_EXPECTED", inside(at, key), key, "true, false", shown(value));
  }
});

const ofJsonpath: Check = (_, at, key, { report }) => {
  report.add("FIELD_OF_OTHER_LANGUAGE", inside(at, key), key, "JSONata", "Write the comparison as a 'Condition'.");
};

const jsonataRule = object({
  what: "A Choice rule in JSONata",
  fields: new Map<string, Check>([
    ...[...operators.keys(), ...joints, "Variable"].map((name): [string, Check] => [name, ofJsonpath]),
    ["Condition", condition],
    ["Next", nonEmptyText],
    ["Assign", jsonataAssign("before")],
    ["Output", jsonataTemplate("before")],
    ["Comment", text],
  ]),
  required: ["Condition", "Next"],
});

/** `Choices` in JSONata form. */
export const jsonataChoices: Check = all(list(jsonataRule));

/** Whether a Choice rule in JSONPath form asks for the presence of something. Exported for the flow of variables. */
export function presenceTests(rule: unknown, depth = 0): string[] {
  if (!isObject(rule) || depth > deepest) return [];
  const own = rule.IsPresent !== undefined && isText(rule.Variable) ? [rule.Variable] : [];
  const parts = [rule.Not, ...(isList(rule.And) ? rule.And : []), ...(isList(rule.Or) ? rule.Or : [])];
  return [...own, ...parts.flatMap((part) => presenceTests(part, depth + 1))];
}
