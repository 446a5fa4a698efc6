import { nearest } from "../suggest.js";
import { numberEnd, type Path, parsePath } from "./jsonpath.js";

/** How many arguments each intrinsic function takes. Source: AWS Step Functions Developer Guide, "Intrinsic functions". */
const arity: Readonly<Record<string, readonly [least: number, most: number]>> = {
  "States.Array": [0, Number.POSITIVE_INFINITY],
  "States.ArrayContains": [2, 2],
  "States.ArrayGetItem": [2, 2],
  "States.ArrayLength": [1, 1],
  "States.ArrayPartition": [2, 2],
  "States.ArrayRange": [3, 3],
  "States.ArrayUnique": [1, 1],
  "States.Base64Decode": [1, 1],
  "States.Base64Encode": [1, 1],
  "States.Format": [1, Number.POSITIVE_INFINITY],
  "States.Hash": [2, 2],
  "States.JsonMerge": [3, 3],
  "States.JsonToString": [1, 1],
  "States.MathAdd": [2, 2],
  "States.MathRandom": [2, 3],
  "States.StringSplit": [2, 2],
  "States.StringToJson": [1, 1],
  "States.UUID": [0, 0],
};

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

  #call(depth: number): void {
    if (depth > deepest) this.#refuse(`calls are nested more than ${deepest} deep`);
    const name = this.#take(/[\w.]+/y);
    const allowed = Object.hasOwn(arity, name) ? arity[name] : undefined;
    if (allowed === undefined) {
      const near = nearest(name, Object.keys(arity));
      this.#refuse(`there is no function '${name}'${near === undefined ? "" : `, did you mean '${near}'`}`);
    }
    this.#spaces();
    if (this.#text[this.#at] !== "(") this.#refuse(`'${name}' is not followed by '('`);
    this.#at++;
    const first = this.#arguments(name, depth);
    const [least, most] = allowed;
    if (first.count < least || first.count > most) {
      const wanted =
        least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
      this.#refuse(`${name} takes ${wanted} argument${wanted === "1" ? "" : "s"}, but has ${first.count}`);
    }
    if (name === "States.Format" && first.literal !== undefined) {
      const places = first.literal.replace(/\\./gs, "").match(/\{\}/g)?.length ?? 0;
      if (places !== first.count - 1)
        this.#refuse(`the template has ${places} '{}', but ${first.count - 1} values follow it`);
    }
  }

  /** How many arguments there are, and the first one where it is a literal text, as it is written. */
  #arguments(name: string, depth: number): { count: number; literal: string | undefined } {
    let count = 0;
    let literal: string | undefined;
    this.#spaces();
    if (this.#text[this.#at] === ")") {
      this.#at++;
      return { count, literal };
    }
    for (;;) {
      this.#spaces();
      const value = this.#argument(name, depth);
      if (count === 0) literal = value;
      count++;
      this.#spaces();
      const next = this.#text[this.#at++];
      if (next === ")") return { count, literal };
      if (next !== ",")
        this.#refuse(
          next === undefined ? `the '(' of ${name} is not closed` : `there is '${next}' where ',' or ')' was expected`,
        );
    }
  }

  #argument(name: string, depth: number): string | undefined {
    const first = this.#text[this.#at];
    if (first === "'") return this.#string();
    if (first === "$") this.#path();
    else if (/[-\d]/.test(first ?? "")) {
      const end = numberEnd(this.#text, this.#at);
      if (end === this.#at) this.#refuse("'-' is no number");
      this.#at = end;
    } else if (/^(?:true|false|null)\b/.test(this.#text.slice(this.#at, this.#at + 6))) this.#take(/\w+/y);
    else if (/^[A-Za-z]/.test(first ?? "")) this.#call(depth + 1);
    else if (first === '"') this.#refuse("texts stand in single quotes, not in double quotes");
    else
      this.#refuse(
        first === ")" || first === "," ? `an argument of ${name} is missing` : `'${first ?? "the end"}' is no argument`,
      );
    return undefined;
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
