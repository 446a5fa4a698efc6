/** One step of a path. */
export type Token =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "wildcard" }
  | { readonly kind: "slice"; readonly from: number; readonly to: number | undefined }
  | { readonly kind: "union"; readonly tokens: readonly Token[] }
  | { readonly kind: "descend"; readonly token: Token }
  | { readonly kind: "filter"; readonly expression: string };

const rootForm = /^\$\$|^\$[\p{ID_Start}_][\p{ID_Continue}]*|^\$/u;

/**
 * Splits a path into its root (`$`, `$$` or `$variable`) and steps, as Jayway does: spaces around it count for nothing, `$.[0]` is `$[0]`.
 * There are no functions: `length()` is the name of a field, which is not found. Throws an Error that says where it is no path.
 *
 * Source: AWS Step Functions Developer Guide, "Paths".
 */
export function scan(path: string): { readonly root: string; readonly tokens: readonly Token[] } {
  const text = path.trim();
  const root = rootForm.exec(text)?.[0];
  if (root === undefined) throw new Error(`a path must start with '$': ${text}`);
  const tokens: Token[] = [];
  let rest = text.slice(root.length);
  while (rest !== "") {
    const [token, length] = scanStep(rest, text);
    tokens.push(token);
    rest = rest.slice(length);
  }
  return { root, tokens };
}

function scanStep(rest: string, text: string): readonly [Token, number] {
  if (rest.startsWith("..")) {
    const [token, length] = scanStep(rest[2] === "[" ? rest.slice(2) : rest.slice(1), text);
    return [{ kind: "descend", token }, length + (rest[2] === "[" ? 2 : 1)];
  }
  if (rest.startsWith("[")) {
    const end = closingBracket(rest, text);
    return [bracket(rest.slice(1, end).trim(), text), end + 1];
  }
  if (rest.startsWith(".[")) {
    const [token, length] = scanStep(rest.slice(1), text);
    return [token, length + 1];
  }
  const name = /^\.(\*|[^.[\]()'" ]+(?:\([^()]*\))?)/.exec(rest);
  if (name?.[1] === undefined) throw new Error(`'${rest}' is no step of a path: ${text}`);
  return [name[1] === "*" ? { kind: "wildcard" } : { kind: "name", name: name[1] }, name[0].length];
}

function closingBracket(rest: string, text: string): number {
  let depth = 0;
  let quote = "";
  for (let index = 0; index < rest.length; index++) {
    const character = rest[index] ?? "";
    if (quote !== "") {
      if (character === "\\") index++;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "[") depth++;
    else if (character === "]" && --depth === 0) return index;
  }
  throw new Error(`a bracket is not closed: ${text}`);
}

/** A name in quotes or an index. */
const selector = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+)/.source;

/** One selector or several. */
const bracketForm = new RegExp(`^(?:${selector})(?:\\s*,\\s*(?:${selector}))*$`, "s");

function bracket(content: string, text: string): Token {
  const filter = /^\?\((.*)\)$/s.exec(content)?.[1];
  if (filter !== undefined) return { kind: "filter", expression: filter };
  if (content === "*") return { kind: "wildcard" };
  const slice = /^(-?\d*):(-?\d*)$/.exec(content);
  if (slice !== null) {
    return { kind: "slice", from: Number(slice[1] ?? 0), to: slice[2] === "" ? undefined : Number(slice[2]) };
  }
  if (!bracketForm.test(content)) throw new Error(`'[${content}]' is no step of a path: ${text}`);
  const tokens = [...content.matchAll(new RegExp(selector, "gs"))].map(
    ([, single, double, index]): Token =>
      index === undefined
        ? { kind: "name", name: (single ?? double ?? "").replace(/\\(.)/gs, "$1") }
        : { kind: "index", index: Number(index) },
  );
  const [first] = tokens;
  return first !== undefined && tokens.length === 1 ? first : { kind: "union", tokens };
}
