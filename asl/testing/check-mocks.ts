import { graphOf } from "../graph.js";
import { definitionOf } from "./definition.js";
import type { Mocks } from "./mocks.js";

/** Throws a TypeError for a mock of a state that the definition does not have, or that is no Task. */
export function checkMocks(definition: unknown, mocks: Mocks): void {
  const names = Object.keys(mocks);
  if (names.length === 0) return;
  const types = new Map(graphOf(definitionOf(definition)).nodes.map(({ name, type }) => [name, type]));
  const tasks = [...types].flatMap(([name, type]) => (type === "Task" ? [name] : []));
  for (const name of names) {
    const type = types.get(name);
    if (type === "Task") continue;
    const what = type === undefined ? "The workflow has no such state" : `It is a ${type} state, which calls nothing`;
    throw new TypeError(`A mock is given for '${name}'. ${what}. Its Task states are: ${tasks.join(", ") || "none"}.`);
  }
}
