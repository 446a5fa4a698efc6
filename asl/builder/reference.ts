import { assumeType } from "./assume-type.js";
import { type Data, type Expression, expressionOf } from "./expression.js";

/**
 * A reference to data that exists when the workflow runs: `reference<Order>("$states.input").lines` is the
 * JSONata `$states.input.lines`.
 *
 * It is a proxy, so every field name is a reference; only the compiler knows which exist.
 *
 * @param root - The JSONata text of what the path starts from, such as `$robot` or `$states.result`.
 */
export function reference<T>(root: string, path: readonly (string | number)[] = []): Data<T> {
  const expression: Expression = Object.freeze({ kind: "reference", root, path: Object.freeze([...path]) });
  const target: object = Object.freeze({ [expressionOf]: expression });
  const proxy = new Proxy(target, {
    get: (_target, name) => {
      if (name === expressionOf) return expression;
      if (typeof name === "symbol") return undefined;
      return reference(root, [...path, /^\d+$/.test(name) ? Number(name) : name]);
    },
  });
  return assumeType(proxy);
}
