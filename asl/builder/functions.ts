import { type Arg, type Condition, type Data, type Expr, type Expression, toExpression, typed } from "./expression.js";
import { reference } from "./reference.js";

function call<T>(name: string, ...args: readonly unknown[]): Expr<T> {
  return typed({ kind: "call", name, arguments: args.map((argument) => toExpression(argument)) });
}

/** A list whatever JSONata makes of it: a result of one item would otherwise be the item itself. */
function list<T>(name: string, ...args: readonly unknown[]): Expr<readonly T[]> {
  return typed({ kind: "array", items: [toExpression(call(name, ...args))] });
}

type List<T> = Arg<readonly T[]> | Expr<readonly T[]>;

// --- Text. Source: JSONata 2.0 documentation, "String functions". ---------------------------------------------------

/** A text in capital letters. */
export const uppercase = (text: Arg<string>): Expr<string> => call("$uppercase", text);
/** A text in small letters. */
export const lowercase = (text: Arg<string>): Expr<string> => call("$lowercase", text);
/** A text without white space around it, and with single spaces inside. */
export const trim = (text: Arg<string>): Expr<string> => call("$trim", text);
/** How many characters a text has. */
export const lengthOf = (text: Arg<string>): Expr<number> => call("$length", text);
/** Whether a text has another in it. */
export const contains = (text: Arg<string>, part: Arg<string>): Condition => call("$contains", text, part);
/** A part of a text: from a position (from 0; negative counts from the end) and, if given, so many characters of it. */
export const substring = (text: Arg<string>, start: Arg<number>, length?: Arg<number>): Expr<string> =>
  length === undefined ? call("$substring", text, start) : call("$substring", text, start, length);
/** The parts of a text between separators. */
export const split = (text: Arg<string>, separator: Arg<string>): Expr<readonly string[]> =>
  list("$split", text, separator);
/** The texts of a list, joined. */
export const join = (texts: List<string>, separator: Arg<string> = ""): Expr<string> => call("$join", texts, separator);
/** A text with each occurrence of a part replaced. */
export const replace = (text: Arg<string>, part: Arg<string>, by: Arg<string>): Expr<string> =>
  call("$replace", text, part, by);
/** Any value as text: texts as they are, everything else as JSON. */
export const string = (value: unknown): Expr<string> => call("$string", value);

// --- Numbers. Source: JSONata 2.0 documentation, "Numeric functions" and "Aggregation functions". -------------------

/** The number that a text spells. The state fails with `States.QueryEvaluationError` where it spells none. */
export const number = (text: Arg<string>): Expr<number> => call("$number", text);
/** A number rounded to so many decimal places, halves to the even neighbour. */
export const round = (value: Arg<number>, places: Arg<number> = 0): Expr<number> => call("$round", value, places);
/** The next whole number below. */
export const floor = (value: Arg<number>): Expr<number> => call("$floor", value);
/** The next whole number above. */
export const ceil = (value: Arg<number>): Expr<number> => call("$ceil", value);
/** A number without its sign. */
export const abs = (value: Arg<number>): Expr<number> => call("$abs", value);
/** The sum of a list. */
export const sum = (numbers: List<number>): Expr<number> => call("$sum", numbers);
/** The largest of a list; undefined for an empty one. */
export const max = (numbers: List<number>): Expr<number | undefined> => call("$max", numbers);
/** The smallest of a list; undefined for an empty one. */
export const min = (numbers: List<number>): Expr<number | undefined> => call("$min", numbers);

// --- Lists. Source: JSONata 2.0 documentation, "Array functions" and "Higher order functions". ----------------------

/** How many items a list has. */
export const count = (items: List<unknown>): Expr<number> => call("$count", items);
/** Two lists as one. */
export const append = <T>(first: Expr<readonly T[]>, second: List<NoInfer<T>>): Expr<readonly T[]> =>
  list("$append", first, second);
/** A list in ascending order of its texts or numbers. */
export const sort = <T extends string | number>(items: Expr<readonly T[]>): Expr<readonly T[]> => list("$sort", items);
/** A list backwards. */
export const reverse = <T>(items: Expr<readonly T[]>): Expr<readonly T[]> => list("$reverse", items);
/** A list without repeated items. */
export const distinct = <T>(items: Expr<readonly T[]>): Expr<readonly T[]> => list("$distinct", items);

/** The item at a position (from 0; negative counts from the end), which may not exist. */
export function at<T>(items: Expr<readonly T[]>, index: number): Data<T | undefined> {
  return reference(toExpression(items), [index]);
}

/**
 * A list made from each item of another.
 *
 * @example `mapList(input.lines, (line) => line.sku)` renders as `[$map($states..., function($item) { $item.sku })]`.
 */
export function mapList<T, A>(items: Expr<readonly T[]>, each: (item: Data<T>) => Arg<A>): Expr<readonly A[]> {
  return list("$map", items, inline(each));
}

/** The items of a list for which a condition holds. */
export function filterList<T>(items: Expr<readonly T[]>, keep: (item: Data<T>) => Condition): Expr<readonly T[]> {
  return list("$filter", items, inline(keep));
}

// Nested functions need different parameter names; the depth of construction tells them apart.
let depth = 0;

function inline<T>(body: (item: Data<T>) => unknown): Expr<unknown> {
  const parameter = depth === 0 ? "$item" : `$item${depth}`;
  depth += 1;
  try {
    return typed({ kind: "function", parameter, body: toExpression(body(reference<T>(parameter))) });
  } finally {
    depth -= 1;
  }
}

// --- Objects. Source: JSONata 2.0 documentation, "Object functions". ------------------------------------------------

/** The names of an object's fields. */
export const keys = (value: Expr<object>): Expr<readonly string[]> => list("$keys", value);

/** Two objects as one; where both have a field, the second's counts. */
export const merge = <A extends object, B extends object>(
  first: Expr<A>,
  second: Arg<B>,
): Data<Omit<A, keyof B> & B> => {
  const expression: Expression = {
    kind: "call",
    name: "$merge",
    arguments: [{ kind: "array", items: [toExpression(first), toExpression(second)] }],
  };
  return reference(expression);
};

// --- Time. Source: JSONata 2.0 documentation, "Date/Time functions". ------------------------------------------------

/** The time of evaluation as RFC 3339 text in UTC. */
export const now = (): Expr<string> => call("$now");
/** The time of evaluation in milliseconds since 1970. */
export const millis = (): Expr<number> => call("$millis");
/** The milliseconds since 1970 of an RFC 3339 time: what to compare times by. */
export const toMillis = (timestamp: Arg<string>): Expr<number> => call("$toMillis", timestamp);
/** The RFC 3339 text of a time in milliseconds since 1970. */
export const fromMillis = (time: Arg<number>): Expr<string> => call("$fromMillis", time);

// --- What Step Functions adds. Source: AWS Step Functions Developer Guide, "Transforming data with JSONata". --------

/** A list cut into lists of at most so many items. */
export const partition = <T>(items: Expr<readonly T[]>, size: Arg<number>): Expr<readonly (readonly T[])[]> =>
  call("$partition", items, size);
/** The numbers from one to another, both included when a step hits them. */
export const range = (first: Arg<number>, last: Arg<number>, step: Arg<number> = 1): Expr<readonly number[]> =>
  call("$range", first, last, step);
/** The hexadecimal hash of a text. */
export const hash = (text: Arg<string>, algorithm: "MD5" | "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"): Expr<string> =>
  call("$hash", text, algorithm);
/** A random number from 0 up to 1; the same each time for the same seed. */
export const random = (seed?: Arg<number>): Expr<number> =>
  seed === undefined ? call("$random") : call("$random", seed);
/** A random UUID. */
export const uuid = (): Expr<string> => call("$uuid");
/** What a JSON text says. The type is what you expect: nothing checks it when the workflow runs. */
export const parse = <T>(text: Arg<string>): Data<T> =>
  reference({ kind: "call", name: "$parse", arguments: [toExpression(text)] });
