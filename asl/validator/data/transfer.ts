import { fieldsOf, parsePath } from "../expressions/jsonpath.js";
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
  /** What ResultSelector makes of the result, or the result of a state without work. */
  readonly selected: Shape;
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

/** What a state works with, besides its definition. */
interface Given {
  readonly raw: Shape;
  readonly variable: Known["variable"];
  /** What its branches or iterations end with. */
  readonly inner: Shape;
}

/** What a state makes of its input. Source: ASL specification, "Input and Output Processing". */
export function transfer(scene: Scene, given: Given): Transfer {
  return languageOf(scene) === "JSONata" ? jsonata(scene, given) : jsonpath(scene, given);
}

/** What a Task, Parallel or Map gives before anything is made of it. A ResultWriter may leave only where the results are. */
function resultOf({ json, type, resource }: Scene, inner: Shape): Shape {
  if (type === "Parallel" || (type === "Map" && json.ResultWriter === undefined)) return { kind: "list", item: inner };
  if (type !== "Task") return anything;
  const names = resultFields(resource);
  return names === undefined ? anything : { kind: "object", fields: new Map(names.map((name) => [name, anything])) };
}

function jsonata(scene: Scene, { raw, variable, inner }: Given): Transfer {
  const { json, type } = scene;
  const works = type === "Task" || type === "Parallel" || type === "Map";
  const result = resultOf(scene, inner);
  const known: Known = { input: raw, result, variable, jsonata: scene.jsonata };
  const make = (template: unknown, otherwise: Shape): Shape =>
    template === undefined ? otherwise : jsonataShape(template, known);
  const plain = works ? result : raw;
  const output = make(json.Output, plain);
  const branch = (): Shape => make(json.Arguments, raw);
  const items = (): Shape => (json.ItemReader === undefined ? make(json.Items, raw) : anything);
  const item = (): Shape => make(json.ItemSelector, itemOf(items()));
  return {
    input: raw,
    selected: result,
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

function jsonpath(scene: Scene, { raw, variable, inner }: Given): Transfer {
  const { json, type } = scene;
  const known: Known = {
    input: selected(json.InputPath, raw, variable),
    result: anything,
    variable,
    jsonata: undefined,
  };
  const { input } = known;
  const make = (template: unknown, from: Known): Shape | undefined =>
    template === undefined ? undefined : jsonpathShape(template, from);
  const works = type === "Task" || type === "Parallel" || type === "Map";
  const result = resultOf(scene, inner);
  const unworked = (): Shape => {
    if (type !== "Pass") return input;
    return json.Result === undefined ? branch() : shapeOf(json.Result);
  };
  const branch = (): Shape => make(json.Parameters, known) ?? input;
  const items = (): Shape => (json.ItemReader === undefined ? selected(json.ItemsPath, input, variable) : anything);
  const item = (): Shape => make(json.ItemSelector ?? json.Parameters, known) ?? itemOf(items());
  const shaped = works ? (make(json.ResultSelector, { ...known, input: result }) ?? result) : unworked();
  const beforeOutput = works || type === "Pass" ? placed(json.ResultPath, raw, shaped) : shaped;
  return {
    input,
    selected: shaped,
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

/** One of the items that a Map goes through: of a list, or a key and value of an object. */
const itemOf = (items: Shape): Shape => (items.kind === "list" ? items.item : anything);

function ruleOf(rules: unknown, index: number): Scene["json"] {
  const rule = isList(rules) ? rules[index] : undefined;
  return isObject(rule) ? rule : {};
}

function selected(path: unknown, from: Shape, variable: Known["variable"]): Shape {
  if (path === undefined) return from;
  if (path === null) return emptyObject;
  return isText(path) ? pathShape(path, { input: from, result: anything, variable, jsonata: undefined }) : anything;
}

function placed(path: unknown, raw: Shape, result: Shape): Shape {
  if (path === undefined || path === "$") return result;
  if (path === null || (raw.kind === "any" && result.kind === "any")) return raw;
  const parsed = isText(path) ? parsePath(path) : undefined;
  if (parsed === undefined || "problem" in parsed || parsed.root !== "data") return anything;
  const names = fieldsOf(parsed).filter(isText);
  return names.length < parsed.steps.length ? anything : put(raw, names, result);
}
