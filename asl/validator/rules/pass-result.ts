import { deepest } from "../expressions/depth.js";
import { isList, isObject, isText, shown } from "../guards.js";
import type { Scene } from "../scene.js";
import { inside, type Site } from "../site.js";
import type { StateRule } from "./rule.js";

/** `Result` is no template: what looks like a path in it stays text. Source: ASL specification, "Pass State". */
export const passResult: StateRule = (scene) => {
  if (scene.json.Result !== undefined) visit(scene.json.Result, scene.site, "Result", scene, 0);
};

function visit(value: unknown, at: Site, key: string | number, scene: Scene, depth: number): void {
  if (typeof value !== "object" || value === null) return;
  const here = inside(at, key);
  if (depth > deepest) scene.report.add("TOO_DEEPLY_NESTED", here, deepest);
  else if (isList(value)) {
    value.forEach((item, index) => {
      visit(item, here, index, scene, depth + 1);
    });
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const inner = value[name];
      if (name.endsWith(".$") && isText(inner) && /^(?:\$|States\.)/.test(inner)) {
        scene.report.add("RESULT_IS_STATIC", inside(here, name), name, shown(inner));
      } else visit(inner, here, name, scene, depth + 1);
    }
  }
}
