/** What a rule's SQL says that cannot be run here; the message is a sentence for the person who wrote it. */
export class SqlError extends Error {
  override readonly name = "SqlError";
}

/** One word of a statement. `at` is where it begins, counted from 0. */
export interface Token {
  readonly kind: "name" | "text" | "number" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["name", /[A-Za-z_][A-Za-z0-9_]*/uy],
  ["number", /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["text", /'(?:[^']|'')*'|"(?:[^"]|"")*"/uy],
  ["sign", /<>|!=|<=|>=|[-+*/%=<>(),.[\]{}:]/uy],
];

/**
 * Cuts a statement into its words.
 *
 * @throws SqlError at a character that no word begins with
 * @example tokenize("SELECT a"); // [name SELECT, name a, end]
 */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = skipBlanks(sql, at);
    if (at >= sql.length) return [...tokens, { kind: "end", text: "", at }];
    const token = readToken(sql, at);
    if (token === undefined) throw new SqlError(`The SQL has ${JSON.stringify(sql[at])} at position ${at + 1}.`);
    tokens.push(token.text.startsWith("'") || token.text.startsWith('"') ? unquote(token) : token);
    at += token.text.length;
  }
}

function skipBlanks(sql: string, from: number): number {
  let at = from;
  while (/\s/u.test(sql.charAt(at))) at += 1;
  return at;
}

function readToken(sql: string, at: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(sql)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  return undefined;
}

/** A quote inside a text is written twice. */
function unquote(token: Token): Token {
  const quote = token.text.charAt(0);
  return { ...token, text: token.text.slice(1, -1).replaceAll(quote + quote, quote) };
}
