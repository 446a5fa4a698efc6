import type { Form } from "./expressions/form.js";
import { expressionIn, isExpression, isList, isObject, isText, shown } from "./guards.js";
import { hasPlaceholder, isPlaceholder } from "./placeholder.js";
import type { Report } from "./report.js";
import type { Scene } from "./scene.js";
import { inside, type Site } from "./site.js";
import { didYouMean } from "./suggest.js";

/** Checks what a field holds. The place of the field is given by its parent and its key, and made only when it is needed. */
export type Check = (value: unknown, at: Site, key: string, scene: Scene) => void;

/** A check that looks at the value alone, and so at other values than those of a state. */
export type PlainCheck = (value: unknown, at: Site, key: string, to: { readonly report: Report }) => void;

/** The fields of an object, each with its check. */
export type FieldTable = ReadonlyMap<string, Check>;

/** A table of fields from an object literal. */
export function fields(table: Readonly<Record<string, Check>>): FieldTable {
  return new Map(Object.entries(table));
}

/** A check that fails unless a test holds. */
function must(expected: string, test: (value: unknown) => boolean): PlainCheck {
  return (value, at, key, { report }) => {
    if (!test(value) && !isPlaceholder(value)) report.add("WRONG_TYPE", inside(at, key), key, expected, shown(value));
  };
}

/** Takes anything. */
export const anything: Check = () => {};

/** Takes a text. */
export const text: PlainCheck = must("text", isText);

/** Takes true or false. */
export const boolean: PlainCheck = must("true or false", (value) => typeof value === "boolean");

/** Takes a text that is not empty. */
export const nonEmptyText: PlainCheck = (value, at, key, scene) => {
  text(value, at, key, scene);
  if (value === "") scene.report.add("EMPTY_VALUE", inside(at, key), key);
};

/** The numbers that a field takes. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** A number of seconds: at least one, and at most what Step Functions counts to. */
export const seconds: Range = { min: 1, max: 99_999_999, integer: true };

/** A number of seconds that may be none. */
export const secondsOrNone: Range = { ...seconds, min: 0 };

function describeRange({ min, max, integer }: Range): string {
  const kind = integer ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  return min === undefined ? kind : `${kind}, ${min} or more`;
}

/** Takes a number of a range. */
export function number(range: Range): PlainCheck {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer = false } = range;
  return (value, at, key, { report }) => {
    if (typeof value !== "number") {
      if (!isPlaceholder(value)) report.add("WRONG_TYPE", inside(at, key), key, describeRange(range), shown(value));
    } else if (value < min || value > max || (integer && !Number.isInteger(value))) {
      report.add("OUT_OF_RANGE", inside(at, key), key, describeRange(range), shown(value));
    }
  };
}

/** Takes one of a few texts. */
export function oneOf(...allowed: readonly string[]): PlainCheck {
  return (value, at, key, { report }) => {
    if ((isText(value) && allowed.includes(value)) || (isText(value) && hasPlaceholder(value))) return;
    const hint = isText(value) ? didYouMean(value, allowed) : "";
    report.add("VALUE_NOT_ALLOWED", inside(at, key), key, allowed.join(", "), shown(value), hint);
  };
}

/** Takes a list of what another check takes; not an empty one unless that is allowed. */
export function list(item: Check, { empty = false }: { readonly empty?: boolean } = {}): Check {
  return (value, at, key, scene) => {
    if (!isList(value)) {
      if (!isPlaceholder(value)) scene.report.add("WRONG_TYPE", inside(at, key), key, "a list", shown(value));
      return;
    }
    const here = inside(at, key);
    if (value.length === 0 && !empty) scene.report.add("EMPTY_VALUE", here, key);
    value.forEach((entry, index) => {
      item(entry, here, String(index), scene);
    });
  };
}

/** What an object is made of. */
export interface Shape {
  /** What it is called in messages, with its article and a capital: "A retrier". */
  readonly what: string;
  readonly fields: FieldTable;
  readonly required?: readonly string[];
}

/** Takes an object of a shape. What is wrong with the object as a whole is left to `then`. */
export function object(shape: Shape, then?: Check): Check {
  return (value, at, key, scene) => {
    if (!isObject(value)) {
      if (!isPlaceholder(value)) scene.report.add("WRONG_TYPE", inside(at, key), key, "an object", shown(value));
      return;
    }
    const here = inside(at, key);
    for (const name of Object.keys(value)) {
      const check = shape.fields.get(name);
      if (check === undefined) {
        const hint = didYouMean(name, shape.fields.keys());
        scene.report.add("UNKNOWN_FIELD", inside(here, name), name, shape.what, hint);
      } else check(value[name], here, name, scene);
    }
    for (const name of shape.required ?? []) {
      if (value[name] === undefined) scene.report.add("MISSING_FIELD", here, name, shape.what);
    }
    then?.(value, at, key, scene);
  };
}

/** Several checks of one value. */
export function all(...checks: readonly Check[]): Check {
  return (value, at, key, scene) => {
    for (const check of checks) check(value, at, key, scene);
  };
}

/** Takes a JSONata expression, and leaves everything else to another check, as well as an expression that is a plain value: `{% 5 %}`. */
export function orExpression(expression: Check, literal: Check): Check {
  return (value, at, key, scene) => {
    if (!isExpression(value)) return literal(value, at, key, scene);
    expression(value, at, key, scene);
    const constant = constantIn(value, scene);
    if (constant !== undefined) literal(constant, at, key, scene);
  };
}

/** The value of an expression that is the same whatever the data are, and of what is no expression; undefined for others. */
export function constantIn(value: unknown, { jsonata }: Pick<Scene, "jsonata">): unknown {
  if (!isExpression(value)) return value;
  const form = formIn(value, { jsonata });
  return form?.kind === "constant" ? form.value : undefined;
}

/** What an expression is made of; undefined where it cannot be read. */
export function formIn(value: unknown, { jsonata }: Pick<Scene, "jsonata">): Form | undefined {
  const reading = isText(value) ? jsonata?.(expressionIn(value)) : undefined;
  return reading === undefined || "problem" in reading ? undefined : reading.form;
}
