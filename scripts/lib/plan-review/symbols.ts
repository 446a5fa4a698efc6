import { isObject } from "../../../asl/views/values.js";

/** References that every stack has, under the names that a reader knows them by. */
const known: Readonly<Record<string, string>> = {
  "data.aws_partition.current.partition": "partition",
  "data.aws_region.current.name": "region",
  "data.aws_caller_identity.current.account_id": "account",
};

/** The end of the template expression that begins after `${`: braces nest, and strings may hold braces. */
function endOfExpression(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === "\\") at++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === "{") depth++;
    else if (!quoted && sign === "}" && --depth === 0) return at;
  }
  return text.length;
}

/** A template in pieces: literal text, its escapes undone, and expressions. */
function pieces(template: string): readonly { readonly literal?: string; readonly expression?: string }[] {
  const found: { literal?: string; expression?: string }[] = [];
  let literal = "";
  for (let at = 0; at < template.length; at++) {
    const rest = template.slice(at, at + 3);
    if (rest === "$${" || rest === "%%{") {
      literal += rest.slice(1);
      at += 2;
    } else if (rest.startsWith("${")) {
      const end = endOfExpression(template, at + 2);
      found.push({ literal }, { expression: template.slice(at + 2, end) });
      literal = "";
      at = end;
    } else literal += template[at];
  }
  return [...found, { literal }];
}

function symbol(expression: string): string {
  const path = expression.trim();
  return `{${known[path] ?? path.replace(/^var\./, "")}}`;
}

/**
 * A string of `cdk.tf.json` as a person reads it: a reference stands as a symbol, `{aws_sqs_queue.orders.arn}` or `{stage}`, and what
 * is escaped for Terraform is as it will be.
 *
 * @example readable("hello-${var.stage}-nice") // "hello-{stage}-nice"
 */
export function readable(template: string): string {
  return pieces(template)
    .map(({ literal, expression }) => literal ?? symbol(expression ?? ""))
    .join("");
}

/** Text of a plan, which is no template, as a template that means it. */
export function literal(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
}

/** The same for every string of a JSON value. */
export function readableValue(value: unknown): unknown {
  if (typeof value === "string") return readable(value);
  if (Array.isArray(value)) return value.map(readableValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readableValue(inner)]));
}

/**
 * Reads JSON that stands in a string of `cdk.tf.json`, such as a definition or a policy. References become symbols; they may hold
 * quotes, which JSON itself would not allow there.
 *
 * @returns `undefined` when it is not a JSON object or list
 */
export function embeddedJson(template: unknown): unknown {
  if (typeof template !== "string" || !/^\s*[[{]/.test(template)) return undefined;
  const text = pieces(template)
    .map(({ literal, expression }) => literal ?? JSON.stringify(symbol(expression ?? "")).slice(1, -1))
    .join("");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
