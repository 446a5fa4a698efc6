import type { Json, JsonObject } from "../spec/index.js";
import type { DefinitionProblem } from "./definition-error.js";
import { isObject } from "./json.js";
import { isList } from "./json-size.js";
import type { Link } from "./state.js";
import type { ReportProblem } from "./template.js";

/** A number's allowed range. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** What is compiled around a state: where problems go, which states a transition can reach. */
export interface CompileContext {
  /** True: a Map state runs over lists alone, as AWS did until 2025. */
  readonly onlyLists: boolean;
  readonly problems: DefinitionProblem[];
  /** The names of the states met so far, which are unique in the whole machine. Source: Amazon States Language specification, "States". */
  readonly names: Set<string>;
  /** The states of this body by name; links are filled in at the end. */
  readonly links: ReadonlyMap<string, Link>;
  /** Whether it runs as an Express execution. */
  readonly express: boolean;
}

/** Reads the fields of one JSON object of a definition and collects what is wrong with them. */
export class Reader {
  readonly json: JsonObject;
  readonly path: string;
  readonly context: CompileContext;
  /** The way from the state to this object, as causes have it: `Choices[0]/`, or nothing for the state itself. */
  readonly prefix: string;

  constructor(json: JsonObject, path: string, context: CompileContext, prefix = "") {
    this.json = json;
    this.path = path;
    this.context = context;
    this.prefix = prefix;
  }

  /** Reports a problem with a field; an empty one means the object as a whole. */
  problem(field: string, message: string): void {
    this.context.problems.push({ path: field === "" ? this.path : `${this.path}/${field}`, message });
  }

  /** A reporter for templates, whose field paths start at the state. */
  get report(): ReportProblem {
    return (field, message) => this.problem(field.slice(this.prefix.length), message);
  }

  has(field: string): boolean {
    return this.json[field] !== undefined;
  }

  /** Reports every field that is not in the list. */
  allow(fields: readonly string[], what: string): void {
    for (const field of Object.keys(this.json)) {
      if (!fields.includes(field)) this.problem(field, `Field '${field}' is not supported in ${what}.`);
    }
  }

  text(field: string): string | undefined {
    return this.#read(field, "a string", (value) => (typeof value === "string" ? value : undefined));
  }

  requiredText(field: string): string {
    if (!this.has(field)) this.problem(field, `Field '${field}' is missing; it must be a string.`);
    return this.text(field) ?? "";
  }

  object(field: string): JsonObject | undefined {
    return this.#read(field, "an object", (value) => (isObject(value) ? value : undefined));
  }

  list(field: string): readonly Json[] | undefined {
    return this.#read(field, "a list", (value) => (isList(value) ? value : undefined));
  }

  number(field: string, range: NumberRange): number | undefined {
    return this.#read(field, describeRange(range), (value) => (isInRange(value, range) ? value : undefined));
  }

  boolean(field: string): boolean | undefined {
    return this.#read(field, "true or false", (value) => (typeof value === "boolean" ? value : undefined));
  }

  /** An object in a field, with a reader of its own; undefined when the field is not there. */
  nested(field: string): Reader | undefined {
    const json = this.object(field);
    return json && new Reader(json, `${this.path}/${field}`, this.context, `${this.prefix}${field}/`);
  }

  /** The objects of a list, each with a reader of its own. */
  objects(field: string): Reader[] {
    return (this.list(field) ?? []).flatMap((item, index) => {
      const path = `${this.path}/${field}[${index}]`;
      if (isObject(item)) return [new Reader(item, path, this.context, `${this.prefix}${field}[${index}]/`)];
      this.context.problems.push({ path, message: `must be an object but is ${JSON.stringify(item)}.` });
      return [];
    });
  }

  /** Where `Next` or another field with a state's name leads. */
  link(field: string): Link {
    const name = this.requiredText(field);
    const link = this.context.links.get(name);
    if (link === undefined && this.has(field)) {
      this.problem(
        field,
        `There is no state '${name}' here to go to; there are ${[...this.context.links.keys()].join(", ")}.`,
      );
    }
    return link ?? { state: undefined };
  }

  /** Where `Next` or `End` leads: exactly one of them must be there. */
  transition(): Link {
    if (this.has("Next") === this.has("End")) {
      this.problem("", "A state must have either 'Next' or 'End', and not both.");
      return { state: undefined };
    }
    if (this.has("Next")) return this.link("Next");
    if (this.boolean("End") === false) this.problem("End", "Field 'End' must be true where it stands.");
    return { state: undefined };
  }

  #read<T>(field: string, expected: string, parse: (value: Json) => T | undefined): T | undefined {
    const value = this.json[field];
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) this.problem(field, `must be ${expected} but is ${JSON.stringify(value)}.`);
    return parsed;
  }
}

/** A range in words. */
export function describeRange({ min, max, integer }: NumberRange): string {
  return `${integer ? "an integer" : "a number"} from ${min}${Number.isFinite(max) ? ` to ${max}` : " up"}`;
}

/** Whether a value is a number within a range. */
export function isInRange(value: Json, { min, max, integer }: NumberRange): value is number {
  return typeof value === "number" && value >= min && value <= max && (!integer || Number.isInteger(value));
}
