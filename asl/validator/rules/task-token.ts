import { deepest } from "../expressions/depth.js";
import { looksIntrinsic, parseIntrinsic } from "../expressions/intrinsic.js";
import { type Path, parsePath, type Step } from "../expressions/jsonpath.js";
import { expressionIn, isExpression, isList, isObject, isText } from "../guards.js";
import { languageOf } from "../language.js";
import { isPlaceholder } from "../placeholder.js";
import type { Run } from "../scene.js";
import { inside } from "../site.js";
import type { StateRule } from "./rule.js";

/** A task that waits for its token passes it on. Source: AWS Step Functions Developer Guide, "Wait for a Callback with Task Token". */
export const taskToken: StateRule = (scene) => {
  const { json, report, resource, site } = scene;
  if (resource?.kind !== "integration" || resource.pattern !== ".waitForTaskToken") return;
  const jsonata = languageOf(scene) === "JSONata";
  const field = jsonata ? "Arguments" : "Parameters";
  const given = json[field];
  const passes = jsonata
    ? mentions(given, (text) => passesExpression(text, scene), 0)
    : passesPaths(given, isText(json.InputPath) ? json.InputPath : "$");
  if (passes) return;
  const how = jsonata ? '"{% $states.context.Task.Token %}"' : '"TaskToken.$": "$$.Task.Token"';
  report.add("TASK_TOKEN_NOT_PASSED", given === undefined ? site : inside(site, field), field, how);
};

/** A path starts from what InputPath leaves, and that may be a part of the context object. */
function passesPaths(given: unknown, inputPath: string): boolean {
  const input = parsePath(inputPath);
  // What is wrong with a path is told elsewhere.
  if ("problem" in input) return true;
  if (given === undefined) return leadsToToken(input);
  return mentions(given, (text, key) => isPlaceholder(text) || (key.endsWith(".$") && valuePasses(text, input)), 0);
}

function valuePasses(text: string, input: Path): boolean {
  const isCall = looksIntrinsic(text);
  const found = isCall ? parseIntrinsic(text) : parsePath(text);
  if ("problem" in found) return true;
  const paths = "paths" in found ? found.paths.map(({ path }) => path) : [found];
  return paths.some((path) =>
    leadsToToken(path.root === "data" ? { ...input, steps: [...input.steps, ...path.steps] } : path),
  );
}

/** The token, or what it is a part of: the Task, the context object. */
function leadsToToken({ root, steps: [task, token] }: Path): boolean {
  return root === "context" && mayBe(task, "Task") && mayBe(token, "Token");
}

const mayBe = (step: Step | undefined, name: string): boolean =>
  step === undefined || (step.kind === "name" ? step.name === name : step.kind === "other" || step.kind === "open");

function passesExpression(text: string, { jsonata }: Run): boolean {
  if (isPlaceholder(text)) return true;
  if (!isExpression(text)) return false;
  const reading = jsonata?.(expressionIn(text));
  if (reading === undefined || "problem" in reading) return text.includes("$states");
  return reading.reads.some(
    ({ name, fields: [source = "context", task = "Task", token = "Token"] }) =>
      [name, source, task, token].join() === "states,context,Task,Token",
  );
}

function mentions(value: unknown, test: (text: string, key: string) => boolean, depth: number, key = ""): boolean {
  if (isText(value)) return test(value, key);
  // What is too deep to look into may well have it.
  if (depth > deepest) return true;
  if (isList(value)) return value.some((item) => mentions(item, test, depth + 1, key));
  return isObject(value) && Object.keys(value).some((name) => mentions(value[name], test, depth + 1, name));
}
