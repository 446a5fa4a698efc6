import type { Json } from "../spec/index.js";
import { invalidPath, pathIntoNull } from "./causes.js";
import type { Environment } from "./environment.js";
import { isObject } from "./json.js";
import { compileFilter, type Test } from "./json-path-filter.js";
import { scan, type Token } from "./json-path-scan.js";
import { isList } from "./json-size.js";

/** A compiled JSONPath, such as `$.order.items[*].id`, `$$.Execution.Input` or `$variable.field`. */
export interface JsonPath {
  readonly text: string;
  /** What it finds in data that is not null; undefined for a single place that is not there. A path to several places gives a list. */
  find(environment: Environment, data: Json): Json | undefined;
  /** Whether nothing was found because a list, found itself, is shorter than the path's last index. */
  isPastEnd(environment: Environment, data: Json): boolean;
  /** What the service says when there is nothing: the place that is missing, in its own notation. */
  describeMissing(environment: Environment, data: Json): string;
}

type Step = (node: Json, root: Json) => readonly Json[];

/** Compiles a path as Step Functions evaluates it. Throws an Error that says what is wrong with the text. */
export function compilePath(text: string): JsonPath {
  const { root, tokens } = scan(text);
  const last = tokens.at(-1);
  const picked = last === undefined ? undefined : pickedNames(last);
  const steps = tokens.map((token) => (token === last && picked ? pick(picked) : compileStep(token)));
  const keys = definiteKeys(tokens);
  const early = tokens.slice(0, -1).findIndex((token) => pickedNames(token) !== undefined);
  const isOnePlace = picked !== undefined && definiteKeys(tokens.slice(0, -1)) !== undefined;
  const start = (environment: Environment, data: Json): Json | undefined => {
    if (root === "$") {
      if (data === null) throw pathIntoNull();
      return data;
    }
    return root === "$$" ? environment.context() : environment.variable(root.slice(1));
  };
  const walk = (environment: Environment, data: Json, count: number): readonly Json[] => {
    const first = start(environment, data);
    let nodes: readonly Json[] = first === undefined ? [] : [first];
    for (const step of steps.slice(0, count)) nodes = nodes.flatMap((node) => step(node, first ?? null));
    return nodes;
  };
  const placeOf = (token: number): string => {
    const way = tokens.slice(0, token + 1).map(notation);
    return `$${way.join("")}`;
  };
  return {
    text,
    find(environment, data) {
      if (keys !== undefined) return lookUp(start(environment, data), keys);
      if (early >= 0) throw invalidPath(text, `Multi properties can only be used as path leafs: ${placeOf(early)}`);
      const found = walk(environment, data, steps.length);
      return isOnePlace ? found[0] : found;
    },
    isPastEnd(environment, data) {
      if (keys === undefined || typeof keys.at(-1) !== "number") return false;
      return isList(lookUp(start(environment, data), keys.slice(0, -1)));
    },
    describeMissing(environment, data) {
      const missing = steps.findIndex((_, index) => walk(environment, data, index + 1).length === 0);
      const place = placeOf(missing);
      return missing === steps.length - 1 ? `No results for path: ${place}` : `Missing property in path ${place}`;
    },
  };
}

/** The names and indexes of a path to a single place; undefined for a path to several. */
function definiteKeys(tokens: readonly Token[]): readonly (string | number)[] | undefined {
  const keys: (string | number)[] = [];
  for (const token of tokens) {
    if (token.kind === "name") keys.push(token.name);
    else if (token.kind === "index") keys.push(token.index);
    else return undefined;
  }
  return keys;
}

/** Follows names and indexes: what nearly every path does, so it must not make a list at each step. */
function lookUp(root: Json | undefined, keys: readonly (string | number)[]): Json | undefined {
  let node = root;
  for (const key of keys) {
    if (typeof node !== "object" || node === null) return undefined;
    if (isList(node)) {
      if (typeof key === "string") return undefined;
      node = node.at(key);
    } else {
      if (typeof key === "number" || !Object.hasOwn(node, key)) return undefined;
      node = node[key];
    }
  }
  return node;
}

/** The names of `['a', 'b']`. As a path's last step they make one object of these fields, as Jayway has it; AWS takes no further step. */
function pickedNames(token: Token): readonly string[] | undefined {
  if (token.kind !== "union") return undefined;
  const names = token.tokens.flatMap((inner) => (inner.kind === "name" ? [inner.name] : []));
  return names.length === token.tokens.length ? names : undefined;
}

function pick(names: readonly string[]): Step {
  return (node) => {
    if (!isObject(node)) return [];
    const there = names.filter((name) => Object.hasOwn(node, name));
    return [Object.fromEntries(there.map((name) => [name, node[name] ?? null]))];
  };
}

const notation = (token: Token): string => {
  if (token.kind === "name") return `['${token.name}']`;
  const names = pickedNames(token);
  if (names !== undefined) return `[${names.map((name) => `'${name}'`).join(", ")}]`;
  return token.kind === "index" ? `[${token.index}]` : "[*]";
};

const children = (node: Json): readonly Json[] => {
  if (isList(node)) return node;
  return isObject(node) ? Object.values(node) : [];
};

const descendants = (node: Json): readonly Json[] => [node, ...children(node).flatMap(descendants)];

/** Source: AWS Step Functions Developer Guide, "Paths": `@` matches objects only, no scalar values. */
function filter(expression: string): Test {
  const holds = compileFilter(expression);
  return (item, root) => isObject(item) && holds(item, root);
}

function compileStep(token: Token): Step {
  switch (token.kind) {
    case "name": {
      const { name } = token;
      return (node) => {
        const value = isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
        return value === undefined ? [] : [value];
      };
    }
    case "index":
      return (node) => {
        const value = isList(node) ? node.at(token.index) : undefined;
        return value === undefined ? [] : [value];
      };
    case "wildcard":
      return children;
    case "slice":
      return (node) => (isList(node) ? node.slice(token.from, token.to) : []);
    case "union": {
      const steps = token.tokens.map(compileStep);
      return (node, root) => steps.flatMap((step) => step(node, root));
    }
    case "descend": {
      if (token.token.kind === "filter") {
        const holds = filter(token.token.expression);
        return (node, root) => descendants(node).filter((item) => holds(item, root));
      }
      const step = compileStep(token.token);
      return (node, root) => descendants(node).flatMap((inner) => step(inner, root));
    }
    case "filter": {
      const holds = filter(token.expression);
      // Jayway asks each item of a list, but an object itself and not its fields.
      return (node, root) => (isList(node) ? node : [node]).filter((item) => holds(item, root));
    }
  }
}
