import { nearest } from "../suggest.js";
import { numberEnd, type Path, parsePath } from "./jsonpath.js";

/** What an argument is, as far as it can be told from how it is written. */
type Kind = "any" | "text" | "number" | "boolean" | "null" | "list" | "object";

interface IntrinsicFunction {
  readonly takes: readonly (Kind | Rule)[];
  /** How many arguments it needs at least, where that is not all of them. */
  readonly least?: number;
  /** Whether more arguments of any kind may follow. */
  readonly more?: true;
  readonly gives: Kind;
}

/** What a literal must be beyond its kind. */
interface Rule {
  readonly kind: Kind;
  readonly test: (literal: string) => boolean;
  readonly what: string;
}

const shallow: Rule = {
  kind: "boolean",
  test: (literal) => literal === "false",
  what: "false: it merges only the top level",
};
const step: Rule = { kind: "number", test: (literal) => Number(literal) !== 0, what: "a number other than 0" };
const size: Rule = { kind: "number", test: (literal) => Number(literal) > 0, what: "a number above 0" };
const algorithms = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const algorithm: Rule = {
  kind: "text",
  test: (name) => algorithms.includes(name),
  what: `one of ${algorithms.join(", ")}`,
};

/** The intrinsic functions. Source: AWS Step Functions Developer Guide, "Intrinsic functions". */
const functions: Readonly<Record<string, IntrinsicFunction>> = {
  "States.Array": { takes: [], more: true, gives: "list" },
  "States.ArrayContains": { takes: ["list", "any"], gives: "boolean" },
  "States.ArrayGetItem": { takes: ["list", "number"], gives: "any" },
  "States.ArrayLength": { takes: ["list"], gives: "number" },
  "States.ArrayPartition": { takes: ["list", size], gives: "list" },
  "States.ArrayRange": { takes: ["number", "number", step], gives: "list" },
  "States.ArrayUnique": { takes: ["list"], gives: "list" },
  "States.Base64Decode": { takes: ["text"], gives: "text" },
  "States.Base64Encode": { takes: ["text"], gives: "text" },
  "States.Format": { takes: ["text"], more: true, gives: "text" },
  "States.Hash": { takes: ["any", algorithm], gives: "text" },
  "States.JsonMerge": { takes: ["object", "object", shallow], gives: "object" },
  "States.JsonToString": { takes: ["any"], gives: "text" },
  "States.MathAdd": { takes: ["number", "number"], gives: "number" },
  "States.MathRandom": { takes: ["number", "number", "number"], least: 2, gives: "number" },
  "States.StringSplit": { takes: ["text", "text"], gives: "list" },
  "States.StringToJson": { takes: ["text"], gives: "any" },
  "States.UUID": { takes: [], gives: "text" },
};

const articles: Readonly<Record<Kind, string>> = {
  any: "anything",
  text: "a text in single quotes",
  number: "a number",
  boolean: "true or false",
  null: "null",
  list: "a list",
  object: "an object",
};

/** An argument: its kind, and how it is written where it is a literal. */
interface Argument {
  readonly kind: Kind;
  readonly literal?: string;
}

/** A call that was understood: the paths that it reads, at any depth. */
export interface Intrinsic {
  readonly paths: readonly { readonly text: string; readonly path: Path }[];
}

/** What is wrong with a call. */
export interface IntrinsicProblem {
  readonly problem: string;
}

/** Whether a text is meant to be the call of an intrinsic function rather than a path. */
export function looksIntrinsic(text: string): boolean {
  return !text.startsWith("$") && /^\s*(?:States\b|[A-Za-z_.]+\()/i.test(text);
}

// Thrown and caught in this file alone: a parser of nested calls reads best when it can give up from any depth.
class Refusal extends Error {}

/** Takes the call of an intrinsic function apart. Source: Amazon States Language specification, "Intrinsic Functions". */
export function parseIntrinsic(text: string): Intrinsic | IntrinsicProblem {
  const reader = new CallReader(text);
  try {
    reader.whole();
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
  return { paths: reader.paths };
}

const deepest = 100;

class CallReader {
  readonly paths: { readonly text: string; readonly path: Path }[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): void {
    this.#spaces();
    this.#call(0);
    this.#spaces();
    if (this.#at < this.#text.length) this.#refuse(`there is more after the call: '${this.#text.slice(this.#at)}'`);
  }

  #refuse(problem: string): never {
    throw new Refusal(problem);
  }

  #spaces(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #call(depth: number): Kind {
    if (depth > deepest) this.#refuse(`calls are nested more than ${deepest} deep`);
    const name = this.#take(/[\w.]+/y);
    const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (called === undefined) {
      const near = nearest(name, Object.keys(functions));
      this.#refuse(`there is no function '${name}'${near === undefined ? "" : `, did you mean '${near}'`}`);
    }
    this.#spaces();
    if (this.#text[this.#at] !== "(") this.#refuse(`'${name}' is not followed by '('`);
    this.#at++;
    const given = this.#arguments(name, depth);
    this.#count(name, called, given.length);
    for (const [index, wanted] of called.takes.entries()) this.#fits(name, index, wanted, given[index]);
    const template = name === "States.Format" ? given[0]?.literal : undefined;
    if (template !== undefined) {
      const places = template.replace(/\\./gs, "").match(/\{\}/g)?.length ?? 0;
      if (places !== given.length - 1)
        this.#refuse(`the template has ${places} '{}', but ${given.length - 1} values follow it`);
    }
    return called.gives;
  }

  #count(name: string, { takes, least = takes.length, more }: IntrinsicFunction, count: number): void {
    const most = takes.length;
    if (count >= least && (more || count <= most)) return;
    const wanted = more ? `at least ${least}` : least === most ? `${least}` : `${least} to ${most}`;
    this.#refuse(`${name} takes ${wanted} argument${wanted === "1" ? "" : "s"}, but has ${count}`);
  }

  #fits(name: string, index: number, wanted: Kind | Rule, given: Argument | undefined): void {
    if (given === undefined || given.kind === "any") return;
    const kind = typeof wanted === "string" ? wanted : wanted.kind;
    const isKind = kind === "any" || kind === given.kind;
    const isValue = typeof wanted === "string" || given.literal === undefined || wanted.test(given.literal);
    if (isKind && isValue) return;
    const what = typeof wanted === "string" ? articles[wanted] : wanted.what;
    this.#refuse(`argument ${index + 1} of ${name} must be ${what}, but is ${given.literal ?? articles[given.kind]}`);
  }

  #arguments(name: string, depth: number): readonly Argument[] {
    const given: Argument[] = [];
    this.#spaces();
    if (this.#text[this.#at] === ")") {
      this.#at++;
      return given;
    }
    for (;;) {
      this.#spaces();
      given.push(this.#argument(name, depth));
      this.#spaces();
      const next = this.#text[this.#at++];
      if (next === ")") return given;
      if (next !== ",")
        this.#refuse(
          next === undefined ? `the '(' of ${name} is not closed` : `there is '${next}' where ',' or ')' was expected`,
        );
    }
  }

  #argument(name: string, depth: number): Argument {
    const first = this.#text[this.#at];
    if (first === "'") return { kind: "text", literal: this.#string() };
    if (first === "$") {
      this.#path();
      return { kind: "any" };
    }
    if (/[-\d]/.test(first ?? "")) {
      const start = this.#at;
      this.#at = numberEnd(this.#text, start);
      if (this.#at === start) this.#refuse("'-' is no number");
      return { kind: "number", literal: this.#text.slice(start, this.#at) };
    }
    if (/^(?:true|false|null)\b/.test(this.#text.slice(this.#at, this.#at + 6))) {
      const literal = this.#take(/\w+/y);
      return { kind: literal === "null" ? "null" : "boolean", literal };
    }
    if (/^[A-Za-z]/.test(first ?? "")) return { kind: this.#call(depth + 1) };
    if (first === '"') this.#refuse("texts stand in single quotes, not in double quotes");
    return this.#refuse(
      first === ")" || first === "," ? `an argument of ${name} is missing` : `'${first ?? "the end"}' is no argument`,
    );
  }

  #string(): string {
    const start = ++this.#at;
    for (;;) {
      const character = this.#text[this.#at++];
      if (character === undefined) this.#refuse("a ' is not closed");
      if (character === "'") return this.#text.slice(start, this.#at - 1);
      if (character === "\\" && !/[\\'{}]/.test(this.#text[this.#at++] ?? "")) {
        this.#refuse(`'\\${this.#text[this.#at - 1] ?? ""}' is no escape; only \\', \\{, \\} and \\\\ are`);
      }
    }
  }

  /** A path ends where a comma or bracket of the call comes, outside of its own brackets and quotes. */
  #path(): void {
    const start = this.#at;
    let depth = 0;
    let quote = "";
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? "";
      if (quote !== "") {
        if (character === quote) quote = "";
      } else if (character === "'" || character === '"') quote = character;
      else if (character === "[" || character === "(") depth++;
      else if (depth === 0 && (character === "," || character === ")")) break;
      else if (character === "]" || character === ")") depth--;
    }
    const text = this.#text.slice(start, this.#at).trim();
    const path = parsePath(text);
    if ("problem" in path) this.#refuse(`${text} is no path: ${path.problem}`);
    this.paths.push({ text, path });
  }
}
