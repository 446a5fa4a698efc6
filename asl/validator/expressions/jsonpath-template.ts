import type { Check } from "../checks.js";
import { isList, isObject, isText, shown } from "../guards.js";
import { isPlaceholder } from "../placeholder.js";
import type { Scene, Source } from "../scene.js";
import { inside, type Site } from "../site.js";
import { deepest } from "./depth.js";
import { pathOrIntrinsic } from "./path-fields.js";

/**
 * Takes a payload template: JSON, in which a key that ends with `.$` has a path or the call of an intrinsic function.
 *
 * Source: Amazon States Language specification, "Payload Template".
 */
export function jsonpathTemplate(source: Source, { objectOnly = false } = {}): Check {
  const reference = pathOrIntrinsic(source);
  const visit = (value: unknown, at: Site, key: string, scene: Scene, depth: number): void => {
    if (isText(value)) literal(value, at, key, scene);
    else if (typeof value !== "object" || value === null) return;
    else if (depth > deepest) scene.report.add("TOO_DEEPLY_NESTED", inside(at, key), deepest);
    else if (isList(value)) {
      const here = inside(at, key);
      value.forEach((item, index) => {
        visit(item, here, String(index), scene, depth + 1);
      });
    } else if (isObject(value)) {
      const here = inside(at, key);
      for (const name of Object.keys(value)) {
        if (name.endsWith(".$")) {
          if (Object.hasOwn(value, name.slice(0, -2))) {
            scene.report.add("DUPLICATE_TEMPLATE_KEY", inside(here, name), name.slice(0, -2));
          }
          const path = value[name];
          if (isText(path)) reference(path, here, name, scene);
          else scene.report.add("TEMPLATE_VALUE", inside(here, name), name, shown(path));
        } else visit(value[name], here, name, scene, depth + 1);
      }
    }
  };
  return (value, at, key, scene) => {
    if (objectOnly && !isObject(value) && !isPlaceholder(value)) {
      scene.report.add("WRONG_TYPE", inside(at, key), key, "an object", shown(value));
    } else visit(value, at, key, scene, 0);
  };
}

/** A text that stands for itself but does not look as if it were meant to. */
function literal(value: string, at: Site, key: string, { report }: Scene): void {
  if (/^\$\$?\.[A-Za-z_]|^States\.[A-Z]\w+\(/.test(value))
    report.add("PATH_WITHOUT_DOLLAR", inside(at, key), key, shown(value));
  else if (value.startsWith("{%")) report.add("JSONATA_IN_JSONPATH", inside(at, key), key, shown(value));
}
