import jsonata from "jsonata";
import { type Fields, isList, isObject, isText, shown } from "../guards.js";
import { fillPlaceholders, hasPlaceholder } from "../placeholder.js";
import { type Form, formOf } from "./form.js";
import { strictFunctions } from "./functions.js";

/** A variable that an expression reads, and the fields below it: `$states.input.order` is `states` and `input`, `order`. */
export interface JsonataRead {
  readonly name: string;
  readonly fields: readonly string[];
  /** Whether the expression gives nothing when this is nothing, which fails the state. */
  readonly whole: boolean;
  /** Whether the expression also asks with `$exists` if it is there. */
  readonly guarded: boolean;
}

/** A function that an expression calls, and with how many arguments. */
interface JsonataCall {
  readonly name: string;
  readonly count: number;
}

/** What an expression refers to. */
export interface JsonataReading {
  readonly reads: readonly JsonataRead[];
  /** The functions that it calls by name, but for those that it defines. */
  readonly calls: readonly JsonataCall[];
  /** What it takes from a current item where there is none: `$`, `$$`, `*` and bare names. */
  readonly contextless: readonly string[];
  readonly form: Form;
}

/** Why an expression cannot be parsed. */
export interface JsonataProblem {
  readonly problem: string;
}

/** Parses expressions, each text once. The texts are those of one definition: nothing is kept from one run to the next. */
export type JsonataReader = (text: string) => JsonataReading | JsonataProblem;

/** A reader of JSONata expressions for one run. */
export function createJsonataReader(): JsonataReader {
  const known = new Map<string, JsonataReading | JsonataProblem>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const reading = readJsonata(text);
    known.set(text, reading);
    return reading;
  };
}

const nothing: JsonataReading = { reads: [], calls: [], contextless: [], form: { kind: "open" } };

function readJsonata(text: string): JsonataReading | JsonataProblem {
  const parsed = parse(text);
  if (!("problem" in parsed)) return parsed;
  if (!hasPlaceholder(text)) return parsed;
  // `${Name}` may stand for a text in quotes, a number, a name or any piece of an expression; what it will be is not known here.
  for (const filling of ["$placeholder", "placeholder", "0"]) {
    const filled = parse(fillPlaceholders(text, filling));
    if ("problem" in filled) continue;
    return {
      reads: filled.reads.filter(({ name }) => name !== "placeholder"),
      calls: filled.calls.filter(({ name }) => name !== "placeholder"),
      contextless: filled.contextless.filter((name) => name !== "placeholder"),
      form: { kind: "open" },
    };
  }
  return nothing;
}

function parse(text: string): JsonataReading | JsonataProblem {
  try {
    const collector = new Collector();
    const ast: unknown = jsonata(text).ast();
    collector.visit(ast, false, true);
    return { ...collector.reading(), form: formOf(ast) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: "it is nested too deeply" };
    return { problem: describe(error) };
  }
}

function describe(error: unknown): string {
  if (!isObject(error) || !isText(error.message)) return "the parser gave no reason";
  const { code, message, position } = error;
  const where = typeof position === "number" ? ` at character ${position}` : "";
  return `${message}${where}${isText(code) ? ` (${code})` : ""}`;
}

const hasItem = true;

/** What gives nothing when one of its sides is nothing. Source: JSONata's documentation, "Numeric operators" and "Comparison operators". */
const strictOperators: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "<", "<=", ">", ">="]);

/** Whether a function that is called by its name gives nothing for nothing. */
const isStrict = (procedure: unknown): boolean => {
  if (!isObject(procedure)) return false;
  const { type, value } =
    procedure.type === "function" && isObject(procedure.procedure) ? procedure.procedure : procedure;
  return type === "variable" && isText(value) && strictFunctions.has(value);
};

/** Walks the syntax tree and notes what it refers to. `item` tells whether there is a current item for names to be fields of. */
class Collector {
  readonly #reads: { name: string; fields: readonly string[]; whole: boolean }[] = [];
  readonly #calls: JsonataCall[] = [];
  readonly #contextless: string[] = [];
  readonly #tested: string[] = [];
  // Names that the expression itself binds, wherever it does: taking them as bound everywhere can miss a mistake, never invent one.
  readonly #bound = new Set<string>();

  reading(): Omit<JsonataReading, "form"> {
    const isGuarded = (name: string, fields: readonly string[]): boolean =>
      this.#tested.some((tested) => `${[name, ...fields].join(".")}.`.startsWith(`${tested}.`));
    return {
      reads: this.#reads
        .filter(({ name }) => !this.#bound.has(name))
        .map((read) => ({ ...read, guarded: isGuarded(read.name, read.fields) })),
      calls: this.#calls.filter(({ name }) => !this.#bound.has(name)),
      contextless: this.#contextless,
    };
  }

  visit(node: unknown, item: boolean, whole: boolean): void {
    if (!isObject(node)) return;
    this.#bind(node);
    switch (node.type) {
      case "path":
        this.#path(node, item, whole);
        break;
      case "variable":
        this.#variable(node, [], item, whole);
        break;
      case "name":
      case "wildcard":
      case "descendant":
      case "parent":
        if (!item)
          this.#contextless.push(node.type === "name" ? `The bare name '${node.value}'` : `'${shownOperator(node)}'`);
        break;
      case "function":
      case "partial":
        this.#function(node, item, whole && node.type === "function" && isStrict(node.procedure), 0);
        break;
      case "lambda":
        // The item inside is the one of the definition's place; being lenient here misses little.
        this.visit(node.body, hasItem, false);
        break;
      case "bind":
        this.visit(node.rhs, item, false);
        break;
      case "apply":
        this.visit(node.lhs, item, whole && isStrict(node.rhs));
        if (isObject(node.rhs) && node.rhs.type === "variable") this.#call(node.rhs, item, 1);
        else if (isObject(node.rhs) && node.rhs.type === "function") this.#function(node.rhs, item, false, 1);
        else this.visit(node.rhs, item, false);
        break;
      case "binary": {
        const strict = whole && isText(node.value) && strictOperators.has(node.value);
        this.visit(node.lhs, item, strict);
        this.visit(node.rhs, item, strict);
        break;
      }
      case "block":
        this.#block(node.expressions, item, whole);
        break;
      case "condition":
        for (const part of [node.condition, node.then, node.else]) this.visit(part, item, false);
        break;
      case "unary":
        this.visit(node.expression, item, whole && node.value === "-");
        this.#all(node.expressions, item);
        this.#pairs(node.lhs, item);
        break;
      case "sort":
        if (isList(node.terms))
          for (const term of node.terms) if (isObject(term)) this.visit(term.expression, hasItem, false);
        break;
      case "transform":
        for (const part of [node.pattern, node.update, node.delete]) this.visit(part, hasItem, false);
        break;
    }
    this.#after(node);
  }

  /** The filters and the grouping that follow a node. They are about its items. */
  #after(node: Fields): void {
    for (const filters of [node.stages, node.predicate]) {
      if (isList(filters)) for (const filter of filters) if (isObject(filter)) this.visit(filter.expr, hasItem, false);
    }
    if (isObject(node.group)) this.#pairs(node.group.lhs, hasItem);
  }

  #path(node: Fields, item: boolean, whole: boolean): void {
    if (!isList(node.steps)) return;
    const [first, ...rest] = node.steps.filter(isObject);
    if (first === undefined) return;
    if (first.type === "variable") {
      this.#bind(first);
      this.#variable(first, fieldsAfter(first, rest), item, whole);
      this.#after(first);
    } else this.visit(first, item, false);
    for (const step of rest) this.visit(step, hasItem, false);
  }

  #variable(node: Fields, fields: readonly string[], item: boolean, whole: boolean): void {
    if (!isText(node.value)) return;
    if (node.value === "") {
      if (!item) this.#contextless.push("'$'");
    } else if (node.value === "$") this.#contextless.push("'$$'");
    else this.#reads.push({ name: node.value, fields, whole });
  }

  /** `piped` is how many arguments come in by `~>`. */
  #function({ procedure, arguments: args }: Fields, item: boolean, strict: boolean, piped: number): void {
    this.#call(procedure, item, (isList(args) ? args.length : 0) + piped);
    if (isObject(procedure) && procedure.value === "exists") this.#test(args);
    this.#arguments(args, item, strict);
  }

  #call(procedure: unknown, item: boolean, count: number): void {
    if (isObject(procedure) && procedure.type === "variable" && isText(procedure.value) && procedure.value !== "") {
      this.#calls.push({ name: procedure.value, count });
    } else this.visit(procedure, item, false);
  }

  #test(args: unknown): void {
    if (!isList(args)) return;
    for (const argument of args.filter(isObject)) {
      const [first, ...rest] = isList(argument.steps) ? argument.steps.filter(isObject) : [argument];
      if (first?.type === "variable" && isText(first.value)) {
        this.#tested.push([first.value, ...fieldsAfter(first, rest)].join("."));
      }
    }
  }

  #bind(node: Fields): void {
    for (const name of [node.focus, node.index]) if (isText(name)) this.#bound.add(name);
    if (node.type === "bind" && isObject(node.lhs) && isText(node.lhs.value)) this.#bound.add(node.lhs.value);
    if (node.type === "lambda" && isList(node.arguments)) {
      for (const argument of node.arguments) {
        if (isObject(argument) && isText(argument.value)) this.#bound.add(argument.value);
      }
    }
  }

  #arguments(nodes: unknown, item: boolean, strict: boolean): void {
    if (isList(nodes)) for (const [index, node] of nodes.entries()) this.visit(node, item, strict && index === 0);
  }

  #block(nodes: unknown, item: boolean, whole: boolean): void {
    if (!isList(nodes)) return;
    for (const [index, node] of nodes.entries()) this.visit(node, item, whole && index === nodes.length - 1);
  }

  #all(nodes: unknown, item: boolean): void {
    if (isList(nodes)) for (const node of nodes) this.visit(node, item, false);
  }

  #pairs(pairs: unknown, item: boolean): void {
    if (isList(pairs)) for (const pair of pairs) this.#all(pair, item);
  }
}

/** The names that follow a variable, up to the first step that is more than a name. */
function fieldsAfter(first: Fields, steps: readonly Fields[]): string[] {
  const fields: string[] = [];
  if (isChanged(first)) return fields;
  for (const step of steps) {
    if (step.type !== "name" || !isText(step.value)) break;
    fields.push(step.value);
    if (isChanged(step)) break;
  }
  return fields;
}

/** Whether more follows than filters, which leave out items and change none. */
const isChanged = ({ stages, predicate, tuple, group }: Fields): boolean =>
  tuple === true ||
  group !== undefined ||
  [stages, predicate].some((after) => isList(after) && after.some((each) => !isObject(each) || each.type !== "filter"));

const shownOperator = (node: Fields): string => (isText(node.value) ? node.value : shown(node.value ?? "%"));
