import type { Check } from "../checks.js";
import { isText, shown } from "../guards.js";
import { isPlaceholder } from "../placeholder.js";
import type { Read, Scene, Source } from "../scene.js";
import { inside, type Site } from "../site.js";
import { looksIntrinsic, parseIntrinsic } from "./intrinsic.js";
import { fieldsOf, type Path, parsePath } from "./jsonpath.js";

/** Takes a path, or null where that is allowed; `source` is the data that a plain `$` stands for. */
export function path(source: Source, { nullable = false, guarded = false } = {}): Check {
  return (value, at, key, scene) => {
    if (value === null && nullable) return;
    const found = parsedPath(value, at, key, scene);
    if (found !== undefined) note(found.text, found.path, source, inside(at, key), scene, guarded);
  };
}

/** Takes a path or the call of an intrinsic function. */
export function pathOrIntrinsic(source: Source): Check {
  const plain = path(source);
  return (value, at, key, scene) => {
    if (isText(value) && looksIntrinsic(value)) intrinsic(value, source, inside(at, key), key, scene);
    else plain(value, at, key, scene);
  };
}

/** Takes the path where a result is put: a reference path into the data. */
export const resultPath: Check = (value, at, key, scene) => {
  if (value === null) return;
  const found = parsedPath(value, at, key, scene);
  if (found === undefined) return;
  const wrong = whyNoReference(found.path);
  if (wrong !== undefined) scene.report.add("NOT_A_REFERENCE_PATH", inside(at, key), key, found.text, wrong);
};

/** Checks a call, and notes what it reads. */
export function intrinsic(value: string, source: Source, at: Site, key: string, scene: Scene): void {
  const call = parseIntrinsic(value);
  if ("problem" in call) {
    scene.report.add("INVALID_INTRINSIC", at, key, shown(value), call.problem);
    return;
  }
  for (const { text, path } of call.paths) note(text, path, source, at, scene, false);
}

function parsedPath(
  value: unknown,
  at: Site,
  key: string,
  { report }: Scene,
): { text: string; path: Path } | undefined {
  if (!isText(value)) {
    report.add("WRONG_TYPE", inside(at, key), key, 'a path, such as "$.order.id"', shown(value));
    return undefined;
  }
  if (isPlaceholder(value)) return undefined;
  const path = parsePath(value);
  if (!("problem" in path)) return { text: value, path };
  report.add("INVALID_PATH", inside(at, key), key, shown(value), `${path.problem}, at character ${path.position + 1}`);
  return undefined;
}

function whyNoReference(path: Path): string | undefined {
  if (path.root === "context") return "leads into the context object, which cannot be written";
  if (path.root === "variable") return "names a variable, which only 'Assign' writes";
  for (const step of path.steps) {
    if (step.kind === "other") return step.what;
    if (step.kind === "function") return `calls the function ${step.name}()`;
  }
  return undefined;
}

function note(text: string, path: Path, source: Source, at: Site, scene: Scene, guarded: boolean): void {
  const fields = fieldsOf(path);
  // A path that may lead to several places gives an empty list where there are none.
  const definite = path.steps.every(({ kind }) => kind === "name" || kind === "index");
  for (const step of path.steps) {
    if (step.kind === "function") scene.report.add("PATH_FUNCTION", at, shown(text), step.name);
  }
  const read: Read = {
    at,
    text,
    source: path.root === "data" ? source : path.root,
    name: path.variable,
    fields,
    fails: definite,
    guarded,
  };
  scene.reads.push(read);
}
