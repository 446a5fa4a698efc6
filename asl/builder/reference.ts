import { assumeType } from "./assume-type.js";
import { type Data, type Expression, expressionOf } from "./expression.js";
import { freeze } from "./freeze.js";

/**
 * A reference to data that exists when the workflow runs: `reference<Order>("$states.input").lines` is the
 * JSONata `$states.input.lines`.
 *
 * It is a proxy, so every field name is a reference; only the compiler knows which exist.
 *
 * @param root - What the path starts from: JSONata text such as `$robot` or `$states.result`, or what another expression comes to.
 */
export function reference<T>(root: string | Expression, path: readonly (string | number)[] = []): Data<T> {
  const expression = freeze(pathFrom(root, path));
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

function pathFrom(root: string | Expression, path: readonly (string | number)[]): Expression {
  if (typeof root === "string") return { kind: "reference", root, path };
  if (root.kind === "reference") return { kind: "reference", root: root.root, path: [...root.path, ...path] };
  return path.length === 0 ? root : { kind: "reference", root, path };
}

/** The result of work, as its state sees it: the part of the service's answer that it stands for. */
export function resultReference<T>(work: { readonly result?: readonly string[] }): Data<T> {
  return reference<T>("$states.result", work.result ?? []);
}
