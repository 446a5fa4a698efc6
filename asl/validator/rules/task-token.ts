import { deepest } from "../expressions/depth.js";
import { isExpression, isList, isObject, isText } from "../guards.js";
import { languageOf } from "../language.js";
import { isPlaceholder } from "../placeholder.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

// The token, or what it is a part of: the Task, the context object, all of $states.
const inPath =
  /\$\$(?![\w.[])|\$\$(?:\.|\[['"])Task(?:['"]\])?(?![\w.[])|\$\$(?:\.|\[['"])Task(?:['"]\])?(?:\.|\[['"])Token/;
const inExpression =
  /\$states(?!\s*\.\s*(?:input|result|errorOutput|context\s*\.\s*(?:Execution|State|StateMachine|Map))\b)/;

/** A task that waits for its token passes it on. Source: AWS Step Functions Developer Guide, "Wait for a Callback with Task Token". */
export const taskToken: StateRule = (scene) => {
  const { json, report, resource, site } = scene;
  if (resource?.kind !== "integration" || resource.pattern !== ".waitForTaskToken") return;
  const jsonata = languageOf(scene) === "JSONata";
  const field = jsonata ? "Arguments" : "Parameters";
  const given = json[field];
  // The whole context object as the input: whatever is made of it may have the token.
  if (isText(json.InputPath) && json.InputPath.startsWith("$$")) return;
  if (mentions(given, jsonata ? passesExpression : passesPath, 0)) return;
  const how = jsonata ? '"{% $states.context.Task.Token %}"' : '"TaskToken.$": "$$.Task.Token"';
  report.add("TASK_TOKEN_NOT_PASSED", given === undefined ? site : inside(site, field), field, how);
};

const passesPath = (text: string, key: string): boolean =>
  isPlaceholder(text) || ((key.endsWith(".$") || key === "") && inPath.test(text));

const passesExpression = (text: string): boolean =>
  isPlaceholder(text) || (isExpression(text) && inExpression.test(text));

function mentions(value: unknown, test: (text: string, key: string) => boolean, depth: number, key = ""): boolean {
  if (isText(value)) return test(value, key);
  // What is too deep to look into may well have it.
  if (depth > deepest) return true;
  if (isList(value)) return value.some((item) => mentions(item, test, depth + 1, key));
  return isObject(value) && Object.keys(value).some((name) => mentions(value[name], test, depth + 1, name));
}
