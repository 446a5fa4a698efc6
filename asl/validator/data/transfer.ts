import { parsePath } from "../expressions/jsonpath.js";
import { isList, isObject, isText } from "../guards.js";
import { resultFields } from "../integrations/results.js";
import { languageOf } from "../language.js";
import type { Scene } from "../scene.js";
import { jsonataShape, jsonpathShape, type Known, pathShape } from "./expression-shape.js";
import { anything, emptyObject, errorOutput, put, type Shape, shapeOf } from "./shape.js";

/** What a state makes of its input, as far as it is known. */
export interface Transfer {
  /** What InputPath leaves. */
  readonly input: Shape;
  /** What OutputPath selects from. */
  readonly beforeOutput: Shape;
  readonly output: Shape;
  /** What the work gives; any where there is none. */
  readonly result: Shape;
  /** What its inner states begin with. */
  readonly inner: Shape;
  /** What the state that a rule of `Choices` or `Catch` leads to begins with. */
  readonly ofRule: (field: "Choices" | "Catch", rule: number) => Shape;
}

/** What a state makes of its input. Source: ASL specification, "Input and Output Processing". */
export function transfer(scene: Scene, raw: Shape, variable: Known["variable"]): Transfer {
  return languageOf(scene) === "JSONata" ? jsonata(scene, raw, variable) : jsonpath(scene, raw, variable);
}

const listOfAny: Shape = { kind: "list", item: anything };

/** What a Task, Parallel or Map gives before anything is made of it. */
function resultOf({ type, resource }: Scene): Shape {
  if (type !== "Task") return type === "Parallel" || type === "Map" ? listOfAny : anything;
  const names = resultFields(resource);
  return names === undefined ? anything : { kind: "object", fields: new Map(names.map((name) => [name, anything])) };
}

function jsonata(scene: Scene, raw: Shape, variable: Known["variable"]): Transfer {
  const { json, type } = scene;
  const works = type === "Task" || type === "Parallel" || type === "Map";
  const result = resultOf(scene);
  const known: Known = { input: raw, result, variable };
  const make = (template: unknown, otherwise: Shape): Shape =>
    template === undefined ? otherwise : jsonataShape(template, known);
  const plain = works ? result : raw;
  const output = make(json.Output, plain);
  const branch = (): Shape => make(json.Arguments, raw);
  const item = (): Shape => make(json.ItemSelector, anything);
  return {
    input: raw,
    beforeOutput: output,
    output,
    result,
    inner: begun(scene, branch, item),
    ofRule: (field, index) => {
      const template = ruleOf(json[field], index).Output;
      return make(template, field === "Catch" ? errorOutput : raw);
    },
  };
}

function jsonpath(scene: Scene, raw: Shape, variable: Known["variable"]): Transfer {
  const { json, type } = scene;
  const input = selected(json.InputPath, raw, variable);
  const known: Known = { input, result: anything, variable };
  const make = (template: unknown, from: Known): Shape | undefined =>
    template === undefined ? undefined : jsonpathShape(template, from);
  const works = type === "Task" || type === "Parallel" || type === "Map";
  const result = resultOf(scene);
  const unworked = (): Shape => {
    if (type !== "Pass") return input;
    return json.Result === undefined ? branch() : shapeOf(json.Result);
  };
  const branch = (): Shape => make(json.Parameters, known) ?? input;
  const item = (): Shape => make(json.ItemSelector ?? json.Parameters, known) ?? anything;
  const shaped = works ? (make(json.ResultSelector, { ...known, input: result }) ?? result) : unworked();
  const beforeOutput = works || type === "Pass" ? placed(json.ResultPath, raw, shaped) : shaped;
  return {
    input,
    beforeOutput,
    output: selected(json.OutputPath, beforeOutput, variable),
    result,
    inner: begun(scene, branch, item),
    ofRule: (field, index) => {
      if (field === "Choices") return selected(json.OutputPath, input, variable);
      return placed(ruleOf(json[field], index).ResultPath, raw, errorOutput);
    },
  };
}

/** What the inner states of a Parallel or Map begin with, where it is known. Batches are made of what was selected. */
function begun({ json, type }: Scene, branch: () => Shape, item: () => Shape): Shape {
  if (type === "Parallel") return branch();
  return type === "Map" && json.ItemBatcher === undefined ? item() : anything;
}

function ruleOf(rules: unknown, index: number): Scene["json"] {
  const rule = isList(rules) ? rules[index] : undefined;
  return isObject(rule) ? rule : {};
}

function selected(path: unknown, from: Shape, variable: Known["variable"]): Shape {
  if (path === undefined) return from;
  if (path === null) return emptyObject;
  return isText(path) ? pathShape(path, { input: from, result: anything, variable }) : anything;
}

function placed(path: unknown, raw: Shape, result: Shape): Shape {
  if (path === undefined || path === "$") return result;
  if (path === null || raw.kind === "any") return raw;
  const parsed = isText(path) ? parsePath(path) : undefined;
  if (parsed === undefined || "problem" in parsed || parsed.root !== "data") return anything;
  const names: string[] = [];
  for (const step of parsed.steps) {
    if (step.kind !== "name") return anything;
    names.push(step.name);
  }
  return put(raw, names, result);
}
