import type { Check } from "../checks.js";
import { expressionIn, isExpression, isList, isObject, isText, shown } from "../guards.js";
import type { Scene, Source } from "../scene.js";
import { inside, type Site } from "../site.js";
import { didYouMean } from "../suggest.js";
import { deepest } from "./depth.js";
import { forbiddenFunctions, functionArguments, jsonataFunctions } from "./functions.js";
import type { JsonataRead } from "./jsonata.js";

/** When an expression is evaluated: before the state's work, after it, or in a catcher. */
export type Moment = "before" | "after" | "catch";

const bareExpression = /^\$states\.(?:input|result|errorOutput|context)\b/;

/** Takes JSON in which any text may be an expression. */
export function jsonataTemplate(moment: Moment, { objectOnly = false } = {}): Check {
  const visit = (value: unknown, at: Site, key: string, scene: Scene, field: string, depth: number): void => {
    if (isText(value)) {
      if (isExpression(value)) evaluate(value, inside(at, key), field, moment, scene);
      else if (value.startsWith("{%") || value.endsWith("%}"))
        scene.report.add("JSONATA_DELIMITERS", inside(at, key), key, shown(value));
      else if (value.includes("{%") || bareExpression.test(value))
        scene.report.add("JSONATA_NOT_WHOLE", inside(at, key), key, shown(value));
    } else if (typeof value !== "object" || value === null) return;
    else if (depth > deepest) scene.report.add("TOO_DEEPLY_NESTED", inside(at, key), deepest);
    else if (isList(value)) {
      const here = inside(at, key);
      value.forEach((item, index) => {
        visit(item, here, String(index), scene, field, depth + 1);
      });
    } else if (isObject(value)) {
      const here = inside(at, key);
      for (const name of Object.keys(value)) {
        if (name.endsWith(".$") && name.length > 2) scene.report.add("PATH_IN_JSONATA", inside(here, name), name);
        visit(value[name], here, name, scene, field, depth + 1);
      }
    }
  };
  return (value, at, key, scene) => {
    if (objectOnly && !isObject(value) && !isExpression(value)) {
      scene.report.add("JSONATA_EXPECTED", inside(at, key), key, "an object", shown(value));
    } else visit(value, at, key, scene, key, 0);
  };
}

/** Takes one expression. */
export const jsonataExpression: Check = (value, at, key, scene) => {
  if (isText(value)) evaluate(value, inside(at, key), key, "before", scene);
};

function evaluate(value: string, at: Site, field: string, moment: Moment, scene: Scene): void {
  if (scene.jsonata === undefined) return;
  const text = expressionIn(value);
  const reading = scene.jsonata(text);
  if ("problem" in reading) {
    scene.report.add("JSONATA_SYNTAX", at, shown(text), reading.problem);
    return;
  }
  for (const what of reading.contextless) scene.report.add("JSONATA_NO_CONTEXT", at, what);
  for (const { name, count } of reading.calls) {
    if (forbiddenFunctions.has(name)) scene.report.add("JSONATA_FORBIDDEN_FUNCTION", at, name);
    else if (!jsonataFunctions.has(name)) scene.calls.push({ name, at });
    else tellCount(name, count, at, scene);
  }
  for (const read of reading.reads) {
    if (read.name === "states") statesRead(read, text, at, field, moment, scene);
    else if (forbiddenFunctions.has(read.name)) scene.report.add("JSONATA_FORBIDDEN_FUNCTION", at, read.name);
    else note(read, "variable", read.fields, text, at, scene);
  }
}

function tellCount(name: string, count: number, at: Site, { report }: Scene): void {
  const [least, most] = functionArguments.get(name) ?? [0, Number.POSITIVE_INFINITY];
  if (count >= least && count <= most) return;
  const wanted = least === most ? `${most}` : count < least ? `at least ${least}` : `at most ${most}`;
  report.add(
    "JSONATA_ARGUMENTS",
    at,
    name,
    `${wanted} argument${wanted.endsWith(" 1") || wanted === "1" ? "" : "s"}`,
    count,
  );
}

const sources: ReadonlyMap<string, Source> = new Map([
  ["input", "raw"],
  ["result", "result"],
  ["errorOutput", "error"],
  ["context", "context"],
]);

// What has a result that differs from its input. Source: AWS Step Functions Developer Guide, "Reserved variable: $states".
const working: ReadonlySet<string> = new Set(["Task", "Parallel", "Map"]);

function statesRead(read: JsonataRead, text: string, at: Site, field: string, moment: Moment, scene: Scene): void {
  const [name, ...rest] = read.fields;
  if (name === undefined) return;
  const source = sources.get(name);
  if (source === undefined) {
    scene.report.add("STATES_UNKNOWN_FIELD", at, name, didYouMean(name, sources.keys()));
    return;
  }
  if (name === "result" && !(moment === "after" && working.has(scene.type))) {
    scene.report.add("RESULT_UNAVAILABLE", at, field, scene.type);
  }
  if (name === "errorOutput" && moment !== "catch") scene.report.add("ERROR_OUTPUT_UNAVAILABLE", at, field);
  note(read, source, rest, text, at, scene);
}

function note(
  read: JsonataRead,
  source: Source,
  fields: readonly string[],
  text: string,
  at: Site,
  scene: Scene,
): void {
  scene.reads.push({
    at,
    text,
    source,
    name: source === "variable" ? read.name : "",
    fields,
    fails: read.whole,
    guarded: read.guarded,
  });
}
