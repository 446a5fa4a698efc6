import { type Graph, graphOf } from "../graph.js";
import { createJsonataReader } from "./expressions/jsonata.js";
import type { Finding, ValidateOptions } from "./finding.js";
import { isObject, shown } from "./guards.js";
import { createReport } from "./report.js";
import { graphRules, stateRules } from "./rules/index.js";
import type { Run } from "./scene.js";
import { definitionSize } from "./size.js";
import { readText } from "./text.js";
import { checkScope, checkState, sceneOf } from "./walk.js";

/** What a definition may have in all. Source: AWS Step Functions Developer Guide, "Service quotas". */
const mostBytes = 1_048_576;

/**
 * Finds everything that is wrong with a definition, in either query language, all at once.
 *
 * Takes a definition as an object or as its JSON text, and anything else: what it is given, it gives findings and does not throw.
 * `${Name}` in a text stands for whatever a deployment puts there.
 *
 * @example
 * ```ts
 * validate({ StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, Next: "Wiat" } } });
 * // [{ code: "DANGLING_TRANSITION", severity: "error", pointer: "/States/Wait/Next", message: "... Did you mean 'Wait'?" }]
 * ```
 */
export function validate(definition: unknown, options: ValidateOptions = {}): readonly Finding[] {
  const { report, findings } = createReport();
  const json = typeof definition === "string" ? readText(definition, report) : definition;
  if (json === undefined && findings.length > 0) return findings;
  if (!isObject(json)) {
    report.add("WRONG_TYPE", "", "The definition", "an object", shown(json));
    return findings;
  }
  const size = definitionSize(typeof definition === "string" ? definition : json);
  if (size > mostBytes) report.add("TOO_LARGE", "", size);
  check(graphOf(json), {
    report,
    express: options.type === "EXPRESS",
    jsonata: options.expressions === false ? undefined : createJsonataReader(),
    language: json.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath",
  });
  return findings;
}

function check(graph: Graph, run: Run): void {
  const express = expressScopes(graph, run.express);
  const scenes = graph.nodes.map((node) => sceneOf(node, run, express[node.scope] === true));
  for (const scope of graph.scopes) checkScope(scope, run);
  for (const scene of scenes) {
    checkState(scene);
    for (const rule of stateRules.get(scene.type) ?? []) rule(scene);
  }
  for (const rule of graphRules) rule(graph, scenes, run);
}

/** Which scopes run as Express: all of an Express machine, and the child executions of a distributed Map that says so. */
function expressScopes({ nodes, scopes }: Graph, machine: boolean): readonly boolean[] {
  const express: boolean[] = [];
  for (const { index, json, owner } of scopes) {
    const outside = owner === undefined ? machine : express[nodes[owner]?.scope ?? 0] === true;
    const config = json.ProcessorConfig;
    express[index] =
      outside || (isObject(config) && config.Mode === "DISTRIBUTED" && config.ExecutionType === "EXPRESS");
  }
  return express;
}
