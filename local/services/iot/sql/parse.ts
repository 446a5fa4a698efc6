import { readExpression, readName } from "./expression.js";
import type { Expression, Selected, Statement } from "./syntax.js";
import { type TokenReader, tokenReader } from "./token-reader.js";
import { SqlError } from "./tokens.js";

/**
 * Reads a rule's statement.
 *
 * Not run here, though AWS does: `SET`, nested `SELECT`s, `EXISTS`, and functions that are not in `functions.ts`. The name of
 * an expression that is no plain field must be given with `AS`, since AWS does not say which name it gets.
 *
 * @throws SqlError with a sentence that says what cannot be run
 * @example
 * parseStatement("SELECT *, topic(2) AS robotId FROM 'robots/+/success'").from; // "robots/+/success"
 */
export function parseStatement(sql: string): Statement {
  const reader = tokenReader(sql);
  if (reader.take("SET")) throw new SqlError("The SQL begins with SET, which the local runtime does not run.");
  reader.expect("SELECT");
  const select = reader.take("VALUE") ? { value: readExpression(reader) } : readItems(reader);
  reader.expect("FROM");
  const { kind, text: from } = reader.peek();
  if (kind !== "text") reader.fail("a topic filter in quotes");
  reader.next();
  const where = reader.take("WHERE") ? readExpression(reader) : undefined;
  if (reader.peek().kind !== "end") reader.fail("the end");
  return { select, from, where };
}

function readItems(reader: TokenReader): readonly Selected[] {
  const items = [readItem(reader)];
  while (reader.take(",")) items.push(readItem(reader));
  return items;
}

function readItem(reader: TokenReader): Selected {
  const value = readExpression(reader);
  if (reader.take("AS")) return { name: readName(reader, "a name"), value };
  if (value.kind === "payload") return "*";
  if (value.kind === "name") return { name: value.name, value };
  const { at } = reader.peek();
  throw new SqlError(`The SQL selects a value without a name before position ${at + 1}. Name it: ... AS name.`);
}

const template = /\$\{([^}]*)\}/gu;

/** A text with `${expression}` in it, as some arguments of actions take it. */
export interface Template {
  /** The texts around and between the expressions: one more than those. */
  readonly texts: readonly string[];
  readonly expressions: readonly Expression[];
}

/**
 * Reads a substitution template.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/iot-substitution-templates.html
 * @throws SqlError
 * @example parseTemplate("robots/${topic(2)}/copy").texts; // ["robots/", "/copy"]
 */
export function parseTemplate(text: string): Template {
  const expressions = [...text.matchAll(template)].map(([, source = ""]) => {
    const reader = tokenReader(source);
    const expression = readExpression(reader);
    if (reader.peek().kind !== "end") reader.fail("the end");
    return expression;
  });
  return { texts: text.split(/\$\{[^}]*\}/u), expressions };
}
