import type { Json } from "../../asl/spec/index.js";

const token =
  /\s*(?:("(?:[^"\\]|\\.)*")|(var\.[A-Za-z_][\w-]*)|(true|false)\b|([A-Za-z_]\w*)|(\|\||&&|==|!=|[!(),]))/uy;

/**
 * Evaluates the condition of a variable's `validation` block: `&&`, `||`, `!`, `==`, `!=`, brackets, texts, `var.x`,
 * `can(regex("...", text))` and `strcontains(text, text)`. That is all the stacks use, and no more is wanted here.
 *
 * @param condition as in `cdk.tf.json`, e.g. `${can(regex("^[a-z]+$", var.stage))}`
 * @returns whether it holds, or `undefined` where it uses anything else: Terraform checks that at deployment
 */
export function evaluateCondition(condition: string, variables: ReadonlyMap<string, Json>): boolean | undefined {
  const expression = /^\$\{(.*)\}$/su.exec(condition)?.[1];
  const tokens = expression === undefined ? undefined : tokenize(expression);
  if (tokens === undefined) return undefined;
  try {
    const parser = createParser(tokens, variables);
    const value = parser.or();
    parser.end();
    return typeof value === "boolean" ? value : undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Unsupported extends Error {}

function tokenize(expression: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const scanner = new RegExp(token);
  while (expression.slice(scanner.lastIndex).trim() !== "") {
    const match = scanner.exec(expression);
    if (match === null) return undefined;
    tokens.push(match[0].trim());
  }
  return tokens;
}

function createParser(tokens: readonly string[], variables: ReadonlyMap<string, Json>) {
  let at = 0;
  const take = (expected: string): boolean => {
    if (tokens[at] !== expected) return false;
    at += 1;
    return true;
  };
  const must = (expected: string): void => {
    if (!take(expected)) throw new Unsupported();
  };
  const end = (): void => {
    if (at < tokens.length) throw new Unsupported();
  };
  const or = (): Json => {
    let value = and();
    while (take("||")) {
      const right = truth(and());
      value = truth(value) || right;
    }
    return value;
  };
  const and = (): Json => {
    let value = equality();
    while (take("&&")) {
      const right = truth(equality());
      value = truth(value) && right;
    }
    return value;
  };
  const equality = (): Json => {
    const left = unary();
    if (take("==")) return left === unary();
    return take("!=") ? left !== unary() : left;
  };
  const unary = (): Json => (take("!") ? !truth(unary()) : primary());
  const pair = (): readonly [string, string] => {
    must("(");
    const first = text(or());
    must(",");
    const second = text(or());
    must(")");
    return [first, second];
  };
  const primary = (): Json => {
    const next = tokens[at] ?? "";
    at += 1;
    if (next === "(") {
      const value = or();
      must(")");
      return value;
    }
    if (next.startsWith('"')) return literal(next);
    if (next === "true" || next === "false") return next === "true";
    if (next === "strcontains") {
      const [whole, part] = pair();
      return whole.includes(part);
    }
    if (next === "can") {
      must("(");
      must("regex");
      const [pattern, subject] = pair();
      must(")");
      return matches(pattern, subject);
    }
    const value = variables.get(next.replace(/^var\./u, ""));
    if (!next.startsWith("var.") || value === undefined) throw new Unsupported();
    return value;
  };
  return { or, end };
}

function literal(quoted: string): string {
  const value: unknown = JSON.parse(quoted);
  // A template inside the condition would need resolving of its own.
  if (typeof value !== "string" || /[$%]\{/u.test(value)) throw new Unsupported();
  return value;
}

function matches(pattern: string, subject: string): boolean {
  try {
    return new RegExp(pattern, "u").test(subject);
  } catch {
    // RE2 has syntax that JavaScript has not.
    throw new Unsupported();
  }
}

function truth(value: Json): boolean {
  if (typeof value !== "boolean") throw new Unsupported();
  return value;
}

function text(value: Json): string {
  if (typeof value !== "string") throw new Unsupported();
  return value;
}
