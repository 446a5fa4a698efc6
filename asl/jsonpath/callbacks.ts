import { toExpression } from "../builder/expression.js";
import { variableName } from "../builder/names.js";
import { reference } from "../builder/reference.js";
import type { TaskData } from "../builder/steps.js";
import type { Work } from "../builder/work.js";
import { path } from "./path.js";

/** A callback, as the builder sees it. */
export type Build<T> = (scope: object) => T;

/** What any state may say. */
export interface Described {
  readonly comment?: string;
  readonly assign?: Build<object>;
}

/** What callbacks of states in JSONPath form destructure. */
export const scope = Object.freeze({ at: path });

/** What an `itemSelector` destructures. */
export const itemScope = Object.freeze({
  at: path,
  item: reference<unknown>("$states.context.Map.Item", ["Value"]),
  index: reference<unknown>("$states.context.Map.Item", ["Index"]),
  key: reference<unknown>("$states.context.Map.Item", ["Key"]),
});

/** What a state in JSONata form reads: the data as `input`, and each variable under its name. */
export function jsonataScope(taskResult?: unknown): object {
  const named = (_target: object, name: string | symbol) => {
    if (typeof name === "symbol") return undefined;
    if (name === "result") return taskResult;
    return name === "input" ? reference("$states.input") : reference(`$${name}`);
  };
  return new Proxy(Object.freeze({}), { get: named });
}

/** The task that a Task state does. Throws a TypeError for other work. */
export function taskOf(name: string, { data }: Work<unknown, string, string>): TaskData {
  if (data.kind !== "task")
    throw new TypeError(`${name} is no task: use the flow's own parallel, map and distributedMap.`);
  if (data.selected) throw new TypeError(`${name} selects from its result in JSONata: use resultSelector, or output.`);
  return data;
}

/** What a state says of itself, and the variables that it sets, as plain data. */
export function described({ comment, assign }: Described, read: object) {
  const values =
    assign && Object.entries(assign(read)).map(([name, value]) => [variableName(name), toExpression(value, name)]);
  return {
    ...(comment !== undefined && { comment }),
    ...(values && { variables: Object.fromEntries(values) }),
  };
}

interface ResultFields {
  readonly resultSelector?: Build<unknown>;
  readonly resultPath?: string | null;
}

/** What a state does with its result, as plain data. */
export function resultFields({ resultSelector, resultPath }: ResultFields) {
  return {
    ...(resultSelector && { resultSelector: toExpression(resultSelector(scope), "resultSelector") }),
    ...(resultPath !== undefined && { resultPath }),
  };
}
