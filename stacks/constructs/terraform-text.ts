import { type IResolveContext, Token, Tokenization } from "cdktf";

/**
 * Escapes plain text for a string of `cdk.tf.json`, where Terraform reads `${` and `%{` as the start of a template.
 * Source: Terraform language, "Strings and templates", escape sequences.
 *
 * @example `escapeTemplate('{% ${"k":1} %}')` is `'{% $${"k":1} %}'`, which Terraform turns back into the first.
 */
export function escapeTemplate(text: string): string {
  // A replacement that is a text would read `$$` as one `$`.
  return text.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/**
 * Renders a value as JSON for a string of `cdk.tf.json`: what is text stays that text when Terraform has read it, what is
 * a CDKTF token stays a reference.
 *
 * It resolves the tokens itself, at synthesis. CDKTF's own pass would take an escaped `$${` for an open expression and
 * drop the braces of a reference behind it.
 *
 * @throws Error when a token is no text (a number, list, map or any value): its reference has no place in JSON text.
 * @example `jsonTemplate({ a: "${y}", b: table.name })` synthesizes to `{"a":"$${y}","b":"${aws_dynamodb_table.t.name}"}`
 */
export function jsonTemplate(value: unknown): string {
  const json = JSON.stringify(value, refuseOtherTokens);
  return Token.asString({
    creationStack: [],
    resolve: (context: IResolveContext) =>
      piecesOf(json)
        .map((piece, index, all) =>
          piece.isToken
            ? String(context.resolve(piece.text))
            : escapeBefore(piece.text, all[index + 1]?.isToken ?? false),
        )
        .join(""),
    toString: () => json,
  });
}

interface Piece {
  readonly text: string;
  readonly isToken: boolean;
}

// CDKTF's written form of a string token; a test holds it to that.
const TOKEN = /(\$\{TfToken\[[\w:.-]+\]\})/;

function piecesOf(json: string): readonly Piece[] {
  return json.split(TOKEN).map((text) => ({ text, isToken: TOKEN.test(text) }));
}

function escapeBefore(text: string, tokenFollows: boolean): string {
  const escaped = escapeTemplate(isComposed(text) ? text : text.replaceAll(/\P{ASCII}/gu, jsonEscape));
  // A `$` right before a reference would read as the escape `$${`. JSON has another way to write it, Terraform none.
  return tokenFollows && escaped.endsWith("$") ? `${escaped.slice(0, -1)}\\u0024` : escaped;
}

/** Terraform composes every string (Unicode form NFC); a definition must keep the characters that were written. */
function isComposed(text: string): boolean {
  return text === text.normalize("NFC") && !/^\p{Mark}/u.test(text);
}

/** A character as JSON's `\uXXXX`, one for each of its UTF-16 units. */
function jsonEscape(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function refuseOtherTokens(this: unknown, key: string, value: unknown): unknown {
  // `value` is what `toJSON` made of a token; the object that holds it still has the token itself.
  const original = typeof this === "object" && this !== null ? Reflect.get(this, key) : value;
  const isToken =
    Tokenization.isResolvable(original) ||
    (typeof value === "number" && Tokenization.reverseNumber(value) !== undefined) ||
    LIST_OR_MAP_TOKEN.test(key) ||
    (typeof value === "string" && LIST_OR_MAP_TOKEN.test(value));
  if (!isToken) return value;
  throw new Error(
    `"${key}" is a Terraform reference that is no text, which JSON text cannot hold. Write it as a literal, or use a text such as "\${var.x}".`,
  );
}

// CDKTF's written forms of a list token and a map token.
const LIST_OR_MAP_TOKEN = /^[#&]\{TfToken\[/;
