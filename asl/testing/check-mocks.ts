import { graphOf } from "../graph.js";
import { definitionOf } from "./definition.js";
import type { Mock, MockAnswer, Mocks } from "./mocks.js";

const kinds = ["output", "response", "error", "timeout", "untaken"];

/** Throws a TypeError for a mock of a state that the definition does not have, or that is no Task, and for one that answers nothing. */
export function checkMocks(definition: unknown, mocks: Mocks): void {
  const names = Object.keys(mocks);
  if (names.length === 0) return;
  const types = new Map(graphOf(definitionOf(definition)).nodes.map(({ name, type }) => [name, type]));
  const tasks = [...types].flatMap(([name, type]) => (type === "Task" ? [name] : []));
  for (const name of names) {
    const type = types.get(name);
    if (type === "Task") {
      checkMock(name, mocks[name]);
      continue;
    }
    const what = type === undefined ? "The workflow has no such state" : `It is a ${type} state, which calls nothing`;
    throw new TypeError(`A mock is given for '${name}'. ${what}. Its Task states are: ${tasks.join(", ") || "none"}.`);
  }
}

/** The types say all this already, to those who have them checked. */
function checkMock(state: string, mock: Mock | undefined): void {
  if (typeof mock === "function") return;
  if (!Array.isArray(mock)) {
    throw new TypeError(`The mock of the state '${state}' must be a function or a list of answers.`);
  }
  for (const [index, answer] of mock.entries()) checkAnswer(`Answer ${index + 1} of the mock of '${state}'`, answer);
}

function checkAnswer(what: string, answer: MockAnswer): void {
  if (typeof answer === "function") return;
  const given = kinds.filter((kind) => Reflect.get(Object(answer), kind) !== undefined);
  if (given.length !== 1) {
    throw new TypeError(`${what} must have one of ${kinds.join(", ")}, but has ${given.join(" and ") || "none"}.`);
  }
  const after: unknown = Reflect.get(answer, "afterSeconds");
  if (after !== undefined && !(typeof after === "number" && after >= 0)) {
    throw new TypeError(`${what} must have a number of seconds in 'afterSeconds', not ${String(after)}.`);
  }
}
