import type { Check } from "../checks.js";
import { jsonataTemplate, type Moment } from "../expressions/jsonata-template.js";
import { jsonpathTemplate } from "../expressions/jsonpath-template.js";
import { isObject, templateField } from "../guards.js";
import { hasPlaceholder } from "../placeholder.js";
import type { Source } from "../scene.js";
import { inside } from "../site.js";

// Source: AWS Step Functions Developer Guide, "Passing data between states with variables": names follow Unicode's identifiers.
const identifier = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/** What is wrong with the name of a variable; undefined when nothing is. */
function nameProblem(name: string): string | undefined {
  if (name === "states") return "it is reserved for $states";
  if (name.length > 80) return `it has ${name.length} characters, and 80 are allowed`;
  if (identifier.test(name)) return undefined;
  if (name.startsWith("$")) return "'$' stands before the name only where it is read";
  return "it must begin with a letter and go on with letters, digits and '_', without a path into the variable";
}

const names: Check = (value, at, key, { report, language: machine, json }) => {
  if (!isObject(value)) return;
  const jsonpath = (json.QueryLanguage ?? machine) !== "JSONata";
  for (const field of Object.keys(value)) {
    if (hasPlaceholder(field)) continue;
    const name = jsonpath ? templateField(field) : field;
    const problem = nameProblem(name);
    if (problem !== undefined) report.add("VARIABLE_NAME", inside(inside(at, key), field), name, problem);
  }
};

/** `Assign` in JSONPath form; `source` is the data that its paths look into. */
export function jsonpathAssign(source: Source): Check {
  const values = jsonpathTemplate(source, { objectOnly: true });
  return (value, at, key, scene) => {
    names(value, at, key, scene);
    values(value, at, key, scene);
  };
}

/** `Assign` in JSONata form, of the state or of one of its catchers. */
export function jsonataAssign(moment: Moment): Check {
  const values = jsonataTemplate(moment, { objectOnly: true });
  return (value, at, key, scene) => {
    names(value, at, key, scene);
    values(value, at, key, scene);
  };
}
