import { functions } from "./functions.js";
import type { BinaryOperator, Expression } from "./syntax.js";
import type { TokenReader } from "./token-reader.js";
import { SqlError } from "./tokens.js";

/** Loosest first. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ["OR"],
  ["AND"],
  ["=", "<>", "<", "<=", ">", ">=", "IN"],
  ["+", "-"],
  ["*", "/", "%"],
];

const castTypes: readonly string[] = [
  ...["STRING", "NVARCHAR", "TEXT", "NTEXT", "VARCHAR", "INT", "INTEGER", "DOUBLE", "DECIMAL", "BOOL", "BOOLEAN"],
];

/**
 * Reads one expression. `NOT` binds looser than a comparison and tighter than `AND`.
 *
 * Source: AWS IoT developer guide, "AWS IoT SQL reference" (operators, functions, literals, case statements, JSON extensions).
 *
 * @throws SqlError
 */
export function readExpression(reader: TokenReader): Expression {
  return readLevel(reader, 0);
}

function readLevel(reader: TokenReader, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) return readUnary(reader);
  if (operators.includes("=") && reader.take("NOT")) return { kind: "not", of: readLevel(reader, level) };
  let left = readLevel(reader, level + 1);
  for (;;) {
    const operator = operators.find((one) => reader.take(one)) ?? (operators.includes("<>") && takeNotEqual(reader));
    if (!operator) return left;
    left = { kind: "binary", operator, left, right: readLevel(reader, level + 1) };
  }
}

function takeNotEqual(reader: TokenReader): "<>" | undefined {
  if (reader.peek().text === "!=" && reader.peek().kind === "sign") {
    throw new SqlError('The SQL has "!="; AWS IoT SQL writes it "<>".');
  }
  return undefined;
}

function readUnary(reader: TokenReader): Expression {
  if (reader.take("-")) return { kind: "minus", of: readUnary(reader) };
  let value = readPrimary(reader);
  for (;;) {
    if (reader.take(".")) value = { kind: "member", of: value, name: readName(reader, "a field's name") };
    else if (reader.take("[")) {
      value = { kind: "index", of: value, at: readExpression(reader) };
      reader.expect("]");
    } else return value;
  }
}

function readPrimary(reader: TokenReader): Expression {
  const token = reader.peek();
  if (token.kind === "number") return { kind: "literal", value: Number(reader.next().text) };
  if (token.kind === "text") return { kind: "literal", value: reader.next().text };
  if (reader.take("*")) return { kind: "payload" };
  if (reader.take("(")) return readGroup(reader);
  if (reader.take("[")) return { kind: "array", items: readList(reader, "]") };
  if (reader.take("{")) return readObject(reader);
  if (token.kind !== "name") return reader.fail("a value");
  return readWord(reader);
}

function readGroup(reader: TokenReader): Expression {
  if (reader.peek().text.toUpperCase() === "SELECT")
    throw new SqlError("The SQL has a nested SELECT, which the local runtime does not run.");
  const inner = readExpression(reader);
  reader.expect(")");
  return inner;
}

function readWord(reader: TokenReader): Expression {
  if (reader.take("TRUE")) return { kind: "literal", value: true };
  if (reader.take("FALSE")) return { kind: "literal", value: false };
  if (reader.take("NULL")) return { kind: "literal", value: null };
  if (reader.take("CASE")) return readCase(reader);
  const name = readName(reader, "a value");
  if (!reader.take("(")) return { kind: "name", name };
  const called = name.toLowerCase();
  if (called === "cast") return readCast(reader);
  if (!Object.hasOwn(functions, called)) {
    const known = [...Object.keys(functions), "cast"].sort().join(", ");
    throw new SqlError(`The SQL calls ${name}(), which the local runtime does not know; it knows ${known}.`);
  }
  return { kind: "call", name: called, args: readList(reader, ")") };
}

function readCase(reader: TokenReader): Expression {
  const of = readExpression(reader);
  const branches: { when: Expression; result: Expression }[] = [];
  while (reader.take("WHEN")) {
    const when = readExpression(reader);
    reader.expect("THEN");
    branches.push({ when, result: readExpression(reader) });
  }
  if (branches.length === 0) reader.fail("WHEN");
  const otherwise = reader.take("ELSE") ? readExpression(reader) : undefined;
  reader.expect("END");
  return { kind: "case", of, branches, otherwise };
}

function readCast(reader: TokenReader): Expression {
  const of = readExpression(reader);
  reader.expect("AS");
  const type = readName(reader, "a type").toUpperCase();
  if (!castTypes.includes(type)) throw new SqlError(`The SQL casts to ${type}; it may be ${castTypes.join(", ")}.`);
  reader.expect(")");
  return { kind: "cast", of, type };
}

function readList(reader: TokenReader, end: string): readonly Expression[] {
  if (reader.take(end)) return [];
  const items = [readExpression(reader)];
  while (reader.take(",")) items.push(readExpression(reader));
  reader.expect(end);
  return items;
}

function readObject(reader: TokenReader): Expression {
  const fields: { name: string; value: Expression }[] = [];
  if (reader.take("}")) return { kind: "object", fields };
  do {
    const token = reader.next();
    if (token.kind !== "text" && token.kind !== "name") reader.fail("a key");
    reader.expect(":");
    fields.push({ name: token.text, value: readExpression(reader) });
  } while (reader.take(","));
  reader.expect("}");
  return { kind: "object", fields };
}

/** Reads a name that is not a keyword's. */
export function readName(reader: TokenReader, expected: string): string {
  const token = reader.peek();
  const keywords = [
    "SELECT",
    "FROM",
    "WHERE",
    "AS",
    "AND",
    "OR",
    "NOT",
    "IN",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "LIKE",
    "EXISTS",
  ];
  if (token.kind !== "name" || keywords.includes(token.text.toUpperCase())) reader.fail(expected);
  return reader.next().text;
}
