import { statesErrors } from "../../spec/index.js";
import { all, type Check, fields, list, nonEmptyText, number, object, oneOf, seconds, text } from "../checks.js";
import { jsonataTemplate } from "../expressions/jsonata-template.js";
import { resultPath } from "../expressions/path-fields.js";
import { isList, isObject, isText, shown } from "../guards.js";
import { inside } from "../site.js";
import { didYouMean } from "../suggest.js";
import { jsonataAssign, jsonpathAssign } from "./assign.js";

const errorName: Check = (value, at, key, scene) => {
  nonEmptyText(value, at, key, scene);
  if (!isText(value) || !/^states\./i.test(value)) return;
  const known: readonly string[] = statesErrors;
  // The names are reserved, but AWS lets a Fail state raise others: only what looks like a slip is told.
  const hint = known.includes(value) ? "" : didYouMean(value, known);
  if (hint !== "") scene.report.add("UNKNOWN_STATES_ERROR", inside(at, key), value, hint);
};

const errorEquals = list(errorName);

const delays: Check = (value, at, key, { report }) => {
  if (!isObject(value)) return;
  const { MaxDelaySeconds: delay, IntervalSeconds: interval = 1 } = value;
  if (typeof delay === "number" && typeof interval === "number" && delay > 0 && delay < interval) {
    report.add("MAX_DELAY_BELOW_INTERVAL", inside(inside(at, key), "MaxDelaySeconds"), delay, interval);
  }
};

const retrier = object(
  {
    what: "A retrier",
    fields: fields({
      ErrorEquals: errorEquals,
      IntervalSeconds: number(seconds),
      MaxAttempts: number({ min: 0, max: 99_999_999, integer: true }),
      BackoffRate: number({ min: 1 }),
      // The limit of one year and a day is the service's own: Developer Guide, "Handling errors".
      MaxDelaySeconds: number({ min: 1, max: 31_622_399, integer: true }),
      JitterStrategy: oneOf("FULL", "NONE"),
      Comment: text,
    }),
    required: ["ErrorEquals"],
  },
  delays,
);

/** States.ALL stands alone in its rule, and its rule comes last. Source: ASL specification, "Errors", "Retry" and "Catch". */
const statesAll: Check = (rules, at, key, { report }) => {
  if (!isList(rules)) return;
  rules.forEach((rule, index) => {
    if (!isObject(rule) || !isList(rule.ErrorEquals) || !rule.ErrorEquals.includes("States.ALL")) return;
    const here = inside(inside(at, key), index);
    const others = rule.ErrorEquals.toSpliced(rule.ErrorEquals.indexOf("States.ALL"), 1);
    if (others.length > 0)
      report.add("STATES_ALL_NOT_ALONE", inside(here, "ErrorEquals"), key, others.map(shown).join(", "));
    if (index < rules.length - 1) report.add("STATES_ALL_NOT_LAST", here, key);
  });
};

/** `Retry`, the same in both languages. */
export const retry: Check = all(list(retrier, { empty: true }), statesAll);

const jsonpathCatcher = object({
  what: "A catcher in JSONPath",
  fields: fields({
    ErrorEquals: errorEquals,
    Next: nonEmptyText,
    ResultPath: resultPath,
    Assign: jsonpathAssign("error"),
    Comment: text,
  }),
  required: ["ErrorEquals", "Next"],
});

const jsonataCatcher = object({
  what: "A catcher in JSONata",
  fields: fields({
    ErrorEquals: errorEquals,
    Next: nonEmptyText,
    Assign: jsonataAssign("catch"),
    Output: jsonataTemplate("catch"),
    Comment: text,
  }),
  required: ["ErrorEquals", "Next"],
});

/** `Catch` in JSONPath form. */
export const jsonpathCatch: Check = all(list(jsonpathCatcher, { empty: true }), statesAll);

/** `Catch` in JSONata form. */
export const jsonataCatch: Check = all(list(jsonataCatcher, { empty: true }), statesAll);
