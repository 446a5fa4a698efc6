import parse from "jsonata";
import { type Data, type Expr, toExpression } from "./expression.js";
import { toJsonata } from "./jsonata.js";
import { reference } from "./reference.js";

// Step Functions has no `$eval`. Source: AWS Step Functions Developer Guide, "Transforming data with JSONata".
const forbidden = /\$eval\s*\(/;

/**
 * Raw JSONata, for what the typed functions do not cover. You declare the type of what it gives; its syntax is checked when
 * the workflow is built, by the version of JSONata that Step Functions has.
 *
 * @throws SyntaxError with JSONata's own words and the text.
 * @example
 * ```ts
 * jsonata<number>`$sum(${input.lines}.(price * count))`
 * ```
 */
export function jsonata<T>(strings: TemplateStringsArray, ...values: readonly Expr<unknown>[]): Data<T> {
  const text = strings.reduce((all, part, index) => {
    const value = values[index];
    return all + part + (value === undefined ? "" : toJsonata(toExpression(value), {}));
  }, "");
  if (forbidden.test(text))
    throw new SyntaxError(`Step Functions has no $eval: write what it would evaluate. In: ${text}`);
  try {
    parse(text);
  } catch (error) {
    throw new SyntaxError(`This JSONata cannot be parsed: ${messageOf(error)}. In: ${text}`);
  }
  return reference<T>({ kind: "raw", jsonata: text });
}

function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
