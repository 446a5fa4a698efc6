import { fillPlaceholders } from "../placeholder.js";

/** One step of a path. `other` is what leads to several places: wildcards, slices, filters, unions, descendants; a template puts in an `open` one. */
export type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "other"; readonly what: string }
  /** `length()`: AWS knows no functions in a path, and looks for a field of this name. */
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "open" };

/** A path, taken apart. */
export interface Path {
  /** Where it begins: the data, the context object or a variable. */
  readonly root: "data" | "context" | "variable";
  /** The variable's name; empty for the other two. */
  readonly variable: string;
  readonly steps: readonly Step[];
}

/** What is wrong with a path, and at which character, from 0. */
export interface PathProblem {
  readonly problem: string;
  readonly position: number;
}

// The specification names Jayway's JsonPath, which takes any character in a name that has no meaning of its own.
const nameEnd = /[.[\]()\s,'"=<>!]|$/g;
const variableName = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)/u;
const spaces = /\s*/y;
const integer = /-?\d+/y;
// A letter that no field and no variable is called by, so that what a template puts in is known by it.
const filled = "\ua66e";
const putIn: Step = { kind: "open" };

/**
 * Takes a JSONPath apart: `$`, `$$` or `$name`, then steps. Jayway trims it, and so do we. Where a template puts in `${Name}`, nothing is
 * known of where the step leads.
 *
 * Source: ASL specification, "Paths"; Jayway JsonPath's operators.
 */
export function parsePath(source: string): Path | PathProblem {
  const text = fillPlaceholders(source, filled).trim();
  if (!text.startsWith("$")) return problem("it does not begin with '$'", 0);
  const name = variableName.exec(text)?.[1];
  const root = name !== undefined ? "variable" : text.startsWith("$$") ? "context" : "data";
  const start = name !== undefined ? 1 + name.length : root === "context" ? 2 : 1;
  const steps: Step[] = [];
  let at = start;
  while (at < text.length) {
    const next = text[at] === "." ? dotStep(text, at) : text[at] === "[" ? bracketStep(text, at) : undefined;
    if (next === undefined) return problem(`there is ${JSON.stringify(text[at])} where '.' or '[' was expected`, at);
    if ("problem" in next) return next;
    steps.push(next.step);
    at = next.end;
  }
  return name?.includes(filled)
    ? { root: "data", variable: "", steps: [putIn] }
    : { root, variable: name ?? "", steps };
}

/** The fields and indices that a path names, up to the first step that may lead to several places. */
export function fieldsOf({ steps }: Path): readonly (string | number)[] {
  const fields: (string | number)[] = [];
  for (const step of steps) {
    if (step.kind === "name") fields.push(step.name);
    else if (step.kind === "index") fields.push(step.index);
    else break;
  }
  return fields;
}

type Parsed = { readonly step: Step; readonly end: number } | PathProblem;

const problem = (what: string, position: number): PathProblem => ({ problem: what, position });
const other = (what: string, end: number): Parsed => ({ step: { kind: "other", what }, end });

function named(name: string): Step {
  return name.includes(filled) ? putIn : { kind: "name", name };
}

function dotStep(text: string, dot: number): Parsed {
  // `$.[0]` is the same as `$[0]` to Jayway, and published workflows have it.
  if (text[dot + 1] === "[") return bracketStep(text, dot + 1);
  if (text[dot + 1] === ".") {
    const inner = dotStep(text, dot + 1);
    return "problem" in inner ? inner : other("has a descendant step '..'", inner.end);
  }
  if (text[dot + 1] === "*") return other("has a wildcard '*'", dot + 2);
  nameEnd.lastIndex = dot + 1;
  const end = nameEnd.exec(text)?.index ?? text.length;
  if (end === dot + 1) return problem("there is no name after '.'", dot);
  if (text[end] !== "(") return { step: named(text.slice(dot + 1, end)), end };
  const close = matching(text, end, "(", ")");
  return close < 0
    ? problem("a '(' is not closed", end)
    : { step: { kind: "function", name: text.slice(dot + 1, end) }, end: close + 1 };
}

function bracketStep(text: string, open: number): Parsed {
  const at = skipSpaces(text, open + 1);
  if (text[at] === "?" || text[at] === "(") {
    const close = matching(text, open, "[", "]");
    if (close < 0) return problem("a '[' is not closed", open);
    const filter = text.slice(at, close).trim();
    return /^\??\s*\(.*\)$/s.test(filter) && filter.replace(/[?()\s]/g, "") !== ""
      ? other("has a filter", close + 1)
      : problem(`the filter ${filter} is not of the form ?(...)`, at);
  }
  if (text[at] === "*") {
    const end = skipSpaces(text, at + 1);
    return text[end] === "]" ? other("has a wildcard '*'", end + 1) : problem("a '[' is not closed", open);
  }
  return text[at] === "'" || text[at] === '"' ? quotedStep(text, open, at) : numberStep(text, open);
}

function quotedStep(text: string, open: number, first: number): Parsed {
  const names: string[] = [];
  let at = first;
  for (;;) {
    const quote = text[at];
    if (quote !== "'" && quote !== '"') return problem("a quoted name was expected", at);
    let end = at + 1;
    while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
    if (end >= text.length) return problem(`a ${quote} is not closed`, at);
    names.push(text.slice(at + 1, end).replace(/\\(.)/gs, "$1"));
    at = skipSpaces(text, end + 1);
    if (text[at] !== ",") break;
    at = skipSpaces(text, at + 1);
  }
  if (text[at] !== "]") return problem("a '[' is not closed", open);
  const [name] = names;
  return names.length === 1 && name !== undefined
    ? { step: named(name), end: at + 1 }
    : other("names several fields", at + 1);
}

function numberStep(text: string, open: number): Parsed {
  const close = text.indexOf("]", open);
  if (close < 0) return problem("a '[' is not closed", open);
  const inner = text.slice(open + 1, close).trim();
  if (/^-?\d+$/.test(inner)) return { step: { kind: "index", index: Number(inner) }, end: close + 1 };
  if (/^-?\d*\s*:\s*-?\d*(\s*:\s*-?\d*)?$/.test(inner)) return other("has a slice", close + 1);
  if (/^-?\d+(\s*,\s*-?\d+)+$/.test(inner)) return other("names several indices", close + 1);
  // Templates put text into brackets too, and that may be any of these.
  if (inner.includes(filled)) return { step: putIn, end: close + 1 };
  return problem(
    inner === "" ? "there is nothing between '[' and ']'" : `'${inner}' is no index, slice or quoted name`,
    open,
  );
}

function skipSpaces(text: string, from: number): number {
  spaces.lastIndex = from;
  spaces.exec(text);
  return spaces.lastIndex;
}

/** Where the bracket that opens at `from` closes, outside of quotes; -1 when it does not. */
function matching(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (character === open) depth++;
    else if (character === close && --depth === 0) return at;
  }
  return -1;
}

/** Where the number that begins at `from` ends, or `from` when there is none. */
export function numberEnd(text: string, from: number): number {
  integer.lastIndex = from;
  const found = integer.exec(text);
  if (found === null) return from;
  const rest = /^(\.\d+)?([eE][+-]?\d+)?/.exec(text.slice(integer.lastIndex));
  return from + found[0].length + (rest?.[0].length ?? 0);
}
