/** A reference to a value: `${aws_sns_topic.alarms.arn}`, `${var.stage}`, `${data.aws_region.current.name}`. */
export interface Reference {
  /** What it stands on: `aws_sns_topic.alarms`, `var.stage` or `data.aws_region.current`. */
  readonly target: string;
  /** The way from there to the value: attribute names and list indices. */
  readonly path: readonly (string | number)[];
  /** As it was written, `${...}` included. */
  readonly source: string;
}

/** A piece of a template. */
export type Part = string | Reference;

/** A string as Terraform reads it. */
export interface Template {
  readonly parts: readonly Part[];
  /** The expressions in it that are more than a reference; nothing can be resolved then. */
  readonly unsupported: readonly string[];
}

const identifier = "[A-Za-z_][A-Za-z0-9_-]*";
const traversal = new RegExp(`^${identifier}(?:\\.(?:${identifier}|\\d+)|\\[\\d+\\]|\\["[^"\\\\]*"\\])*$`, "u");
const step = /\.([A-Za-z_][A-Za-z0-9_-]*)|\.(\d+)|\[(\d+)\]|\["([^"\\]*)"\]/gu;

/**
 * Takes a template string of Terraform's JSON syntax apart. `$${` and `%%{` are the literals `${` and `%{`.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 * @example
 * parseTemplate("arn:${var.x}").parts; // ["arn:", { target: "var.x", path: [], source: "${var.x}" }]
 */
export function parseTemplate(text: string): Template {
  const parts: Part[] = [];
  const unsupported: string[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const opener = text.slice(at, at + 3);
    if (opener === "$${" || opener === "%%{") {
      literal += opener.slice(1);
      at += 3;
    } else if (opener.startsWith("${") || opener.startsWith("%{")) {
      const end = text.indexOf("}", at);
      const source = text.slice(at, end === -1 ? text.length : end + 1);
      const reference = opener.startsWith("${") ? parseReference(source) : undefined;
      if (reference === undefined) unsupported.push(source);
      else {
        if (literal !== "") parts.push(literal);
        literal = "";
        parts.push(reference);
      }
      at += source.length;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal !== "") parts.push(literal);
  return { parts, unsupported };
}

function parseReference(source: string): Reference | undefined {
  const expression = source.slice(2, -1).trim();
  if (!source.endsWith("}") || !traversal.test(expression)) return undefined;
  const [root = ""] = expression.split(/[.[]/u, 1);
  const steps = [...expression.slice(root.length).matchAll(step)].map(
    ([, name, dotted, indexed, quoted]) => name ?? quoted ?? Number(dotted ?? indexed),
  );
  const length = root === "var" ? 1 : root === "data" ? 2 : root.includes("_") ? 1 : 0;
  const names = steps.slice(0, length);
  if (length === 0 || names.length < length || !names.every((name) => typeof name === "string")) return undefined;
  return { target: [root, ...names].join("."), path: steps.slice(length), source };
}
