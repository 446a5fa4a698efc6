import type { GraphNode, GraphScope } from "../graph.js";
import { type Check, type FieldTable, nonEmptyText, number, oneOf, type PlainCheck, seconds, text } from "./checks.js";
import { insteadOf } from "./fields/other-language.js";
import { requiredFields, type StateType, stateFields, stateTypes } from "./fields/states.js";
import { isObject, shown } from "./guards.js";
import { parseResource } from "./integrations/resource.js";
import { languageOf } from "./language.js";
import type { Run, Scene } from "./scene.js";
import { inside } from "./site.js";
import { didYouMean } from "./suggest.js";

const machineFields: ReadonlyMap<string, PlainCheck> = new Map(
  Object.entries({
    Comment: text,
    QueryLanguage: oneOf("JSONPath", "JSONata"),
    StartAt: nonEmptyText,
    States: () => {},
    TimeoutSeconds: number(seconds),
    Version: oneOf("1.0"),
  }),
);

const names: Readonly<Record<GraphScope["kind"], string>> = {
  machine: "A state machine",
  branch: "A branch",
  map: "The processor of a Map",
};

/** Checks what a scope is made of, but for its states: those are in the graph. */
export function checkScope(scope: GraphScope, run: Run): void {
  const { json, kind, pointer } = scope;
  const { report } = run;
  if (kind === "machine") {
    for (const name of Object.keys(json)) {
      const check = machineFields.get(name);
      if (check !== undefined) check(json[name], pointer, name, run);
      else {
        report.add("UNKNOWN_FIELD", inside(pointer, name), name, names.machine, didYouMean(name, machineFields.keys()));
      }
    }
  } else if (json.StartAt !== undefined) nonEmptyText(json.StartAt, pointer, "StartAt", run);
  for (const field of ["StartAt", "States"]) {
    if (json[field] === undefined) report.add("MISSING_FIELD", pointer, field, names[kind]);
  }
  if (json.States === undefined) return;
  const here = inside(pointer, "States");
  if (!isObject(json.States)) {
    report.add("WRONG_TYPE", here, "States", "an object", shown(json.States));
    return;
  }
  if (scope.nodes.length === Object.keys(json.States).length) return;
  for (const name of Object.keys(json.States)) {
    const state: unknown = json.States[name];
    if (!isObject(state)) report.add("WRONG_TYPE", inside(here, name), name, "an object", shown(state));
  }
}

/** What is common to the checks of one state: the state itself and room for what it reads. */
export function sceneOf(node: GraphNode, run: Run, express: boolean): Scene {
  const { json, type, pointer } = node;
  const { report, jsonata, language } = run;
  const resource = type === "Task" && typeof json.Resource === "string" ? parseResource(json.Resource) : undefined;
  // Named one by one: spreading the run into each of thousands of scenes is the slowest way to make them.
  return { report, jsonata, language, express, node, json, site: pointer, type, resource, reads: [], calls: [] };
}

/** Checks the fields of a state, each by itself. */
export function checkState(scene: Scene): void {
  const { json, report, site } = scene;
  if (!isStateType(scene.type)) {
    if (json.Type === undefined) report.add("MISSING_FIELD", site, "Type", "A state");
    else {
      const hint = didYouMean(scene.type, stateTypes);
      report.add("VALUE_NOT_ALLOWED", inside(site, "Type"), "Type", stateTypes.join(", "), shown(json.Type), hint);
    }
    return;
  }
  const language = languageOf(scene);
  if (language === "JSONPath" && scene.language === "JSONata") {
    report.add("QUERY_LANGUAGE_DOWNGRADE", inside(site, "QueryLanguage"));
  }
  const table = stateFields[language].get(scene.type);
  for (const name of Object.keys(json)) {
    const check: Check | undefined = table?.get(name);
    if (check === undefined) tellUnknown(name, scene.type, scene);
    else check(json[name], site, name, scene);
  }
  for (const name of requiredFields[scene.type]) {
    if (json[name] === undefined) report.add("MISSING_FIELD", site, name, `A ${scene.type} state`);
  }
}

const isStateType = (type: string): type is StateType => stateFields.JSONPath.has(type);

function tellUnknown(name: string, type: StateType, scene: Scene): void {
  const { report, site } = scene;
  const language = languageOf(scene);
  const at = inside(site, name);
  const has = (table: ReadonlyMap<string, FieldTable>, of: string): boolean => table.get(of)?.has(name) === true;
  // A rule of their own tells these, for every type that has none.
  if (name === "Next" || name === "End") return;
  if (has(stateFields[language === "JSONata" ? "JSONPath" : "JSONata"], type)) {
    report.add("FIELD_OF_OTHER_LANGUAGE", at, name, language, insteadOf(name, language));
    return;
  }
  const others = stateTypes.filter((of) => has(stateFields[language], of));
  if (others.length > 0) report.add("FIELD_OF_OTHER_TYPE", at, name, type, others.join(", "));
  else {
    const hint = didYouMean(name, stateFields[language].get(type)?.keys() ?? []);
    report.add("UNKNOWN_FIELD", at, name, `A ${type} state in ${language}`, hint);
  }
}
