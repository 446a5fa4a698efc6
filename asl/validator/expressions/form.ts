import { type Fields, isList, isObject, isText } from "../guards.js";

/** What an expression is made of, as far as that can be told before it runs. `open` may give anything. */
export type Form =
  | { readonly kind: "open" }
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  | { readonly kind: "list" }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Form> }
  /** A variable, and the fields below it. */
  | { readonly kind: "read"; readonly name: string; readonly fields: readonly string[] };

const open: Form = { kind: "open" };

/** The form of a JSONata syntax tree. */
export function formOf(node: unknown): Form {
  if (!isObject(node) || isChanged(node)) return open;
  const { type, value } = node;
  if ((type === "string" && isText(value)) || (type === "number" && typeof value === "number")) {
    return { kind: "constant", value };
  }
  if (type === "value" && (typeof value === "boolean" || value === null)) return { kind: "constant", value };
  if (type === "block") {
    const inner = isList(node.expressions) && node.expressions.length === 1 ? node.expressions[0] : undefined;
    return formOf(inner);
  }
  if (type === "unary" && value === "[") return { kind: "list" };
  if (type === "unary" && value === "{") return objectForm(node.lhs);
  if (type === "binary") return calculated(node);
  if (type === "variable") return read(node, []);
  if (type !== "path" || !isList(node.steps)) return open;
  const [first, ...rest] = node.steps;
  return isObject(first) && first.type === "variable" ? read(first, rest) : open;
}

/** Whether filters, sorting, grouping or a binding follow. */
const isChanged = ({ stages, predicate, group, tuple, focus, index, nextFunction }: Fields): boolean =>
  [stages, predicate, group, tuple, focus, index, nextFunction].some((after) => after !== undefined);

function objectForm(pairs: unknown): Form {
  const fields = new Map<string, Form>();
  for (const pair of isList(pairs) ? pairs : []) {
    const [key, value]: readonly unknown[] = isList(pair) ? pair : [];
    const name = formOf(key);
    if (name.kind !== "constant" || !isText(name.value)) return open;
    fields.set(name.value, formOf(value));
  }
  return { kind: "object", fields };
}

function read(variable: Fields, steps: readonly unknown[]): Form {
  if (!isText(variable.value) || variable.value === "" || variable.value === "$" || isChanged(variable)) return open;
  const fields: string[] = [];
  for (const step of steps) {
    if (!isObject(step) || step.type !== "name" || !isText(step.value) || isChanged(step)) return open;
    fields.push(step.value);
  }
  return { kind: "read", name: variable.value, fields };
}

const calculations: Readonly<Record<string, (one: number, other: number) => number>> = {
  "+": (one, other) => one + other,
  "-": (one, other) => one - other,
  "*": (one, other) => one * other,
  "/": (one, other) => one / other,
};

function calculated({ value: operator, lhs, rhs }: Fields): Form {
  const calculate = isText(operator) && Object.hasOwn(calculations, operator) ? calculations[operator] : undefined;
  if (calculate === undefined) return open;
  const [one, other] = [formOf(lhs), formOf(rhs)];
  if (one.kind !== "constant" || other.kind !== "constant") return open;
  if (typeof one.value !== "number" || typeof other.value !== "number") return open;
  return { kind: "constant", value: calculate(one.value, other.value) };
}
