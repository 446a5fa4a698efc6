import { type Data, type Expression, toExpression } from "./expression.js";
import { reference } from "./reference.js";

/** What of a Map's item stands in scope: its value under the item's name, the others under that name with theirs behind it. */
export type ItemPart = "Value" | "Key" | "Index";

interface Location {
  readonly root: string;
  readonly path: readonly string[];
}

const stateInput = "$states.input";

/**
 * Where the names in scope stand at run time: the execution's input in the context object, a Map's item in each state's input under its name,
 * and all others in variables.
 */
export class Locations {
  readonly #known: ReadonlyMap<string, Location>;

  constructor(known: readonly (readonly [string, Location])[]) {
    this.#known = new Map(known);
  }

  reference(name: string, ...path: readonly string[]): Data<unknown> {
    const known = this.#known.get(name);
    return known ? reference(known.root, [...known.path, ...path]) : reference(`$${name}`, path);
  }

  /** What each iteration of a Map is given, which is its item and those of the Maps around it, and where names stand inside. */
  insideMap(item: string, parts: readonly ItemPart[]): { selector: Record<string, Expression>; inside: Locations } {
    const around = [...this.#known].filter(([, { root }]) => root === stateInput);
    const selector = Object.fromEntries([
      ...around.map(([name]) => [name, toExpression(this.reference(name))]),
      ...parts.map((part) => [
        part === "Value" ? item : `${item}${part}`,
        toExpression(reference("$states.context.Map.Item", [part])),
      ]),
    ]);
    const given = Object.keys(selector).map((name) => [name, { root: stateInput, path: [name] }] as const);
    return { selector, inside: new Locations([...this.#known, ...given]) };
  }
}

/** Where names stand at the top of a workflow. */
export const topLocations = new Locations([["input", { root: "$states.context.Execution.Input", path: [] }]]);

/** Where names stand in a child execution of a distributed Map: its input is that of each of its states. */
export const childLocations = new Locations([["input", { root: stateInput, path: [] }]]);
