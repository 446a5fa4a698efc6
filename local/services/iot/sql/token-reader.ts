import { SqlError, type Token, tokenize } from "./tokens.js";

/** Reads a statement word by word. */
export interface TokenReader {
  peek(): Token;
  next(): Token;
  /** Takes the next word if it is this keyword (in any case) or sign. */
  take(word: string): boolean;
  /** @throws SqlError when the next word is another one */
  expect(word: string): void;
  fail(expected: string): never;
}

/**
 * Makes a reader of a statement's words.
 *
 * @throws SqlError for a character that no word begins with
 */
export function tokenReader(sql: string): TokenReader {
  const tokens = tokenize(sql);
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: "end", text: "", at: sql.length };
  const take = (word: string): boolean => {
    const { kind, text } = peek();
    const isIt = kind === "sign" ? text === word : kind === "name" && text.toUpperCase() === word;
    if (isIt) at += 1;
    return isIt;
  };
  const fail = (expected: string): never => {
    const { kind, text, at: position } = peek();
    const got = kind === "end" ? "ends" : `has ${JSON.stringify(text)}`;
    throw new SqlError(`The SQL ${got} at position ${position + 1}, where ${expected} is expected.`);
  };
  return {
    peek,
    next() {
      const token = peek();
      at += 1;
      return token;
    },
    take,
    expect(word) {
      if (!take(word)) fail(word);
    },
    fail,
  };
}
