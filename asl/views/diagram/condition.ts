import { asList, asText, field, isObject } from "../values.js";

/** The comparisons of a JSONPath Choice rule that read well as an operator. */
const operators: ReadonlyMap<string, string> = new Map([
  ["Equals", "="],
  ["LessThan", "<"],
  ["GreaterThan", ">"],
  ["LessThanEquals", "<="],
  ["GreaterThanEquals", ">="],
  ["Matches", "matches"],
]);

const comparison = /^(?:String|Numeric|Boolean|Timestamp)([A-Z][A-Za-z]*?)(Path)?$/;
const typeTest = /^Is(Present|Null|String|Numeric|Boolean|Timestamp)$/;

/** `$.order.total` as `order.total`, `$` as `input`. */
function shortPath(path: string): string {
  if (path === "$") return "input";
  return path.replace(/^\$\$\./, "context.").replace(/^\$\.(?=\w)/, "");
}

/** What `Is...` asks, in words. */
function typeQuestion(variable: string, type: string, wanted: boolean): string {
  if (type === "Present") return `${variable} is ${wanted ? "present" : "absent"}`;
  return `${variable} is ${wanted ? "" : "not "}${type.toLowerCase()}`;
}

function shortRule(rule: unknown, nested: boolean): string {
  const enclose = (text: string) => (nested ? `(${text})` : text);
  const joined = (name: string, word: string) =>
    enclose(
      asList(field(rule, name))
        .map((part) => shortRule(part, true))
        .join(` ${word} `),
    );
  if (!isObject(rule)) return "?";
  if ("And" in rule) return joined("And", "and");
  if ("Or" in rule) return joined("Or", "or");
  if ("Not" in rule) {
    const inner = shortRule(rule.Not, true);
    return inner.includes(" ") && !inner.startsWith("(") ? `not (${inner})` : `not ${inner}`;
  }
  const variable = shortPath(asText(rule.Variable) ?? "?");
  for (const [name, value] of Object.entries(rule)) {
    const [, type] = typeTest.exec(name) ?? [];
    if (type !== undefined) return typeQuestion(variable, type, value !== false);
    const [, operator, byPath] = comparison.exec(name) ?? [];
    if (operator === undefined) continue;
    if (name === "BooleanEquals") return value === false ? `not ${variable}` : variable;
    const right = byPath !== undefined && typeof value === "string" ? shortPath(value) : JSON.stringify(value);
    return `${variable} ${operators.get(operator) ?? operator} ${right}`;
  }
  return `${variable} ?`;
}

/** The names under which a JSONata condition reaches its data, and what is left of them on a label. */
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/\$states\.context\.Execution\.Input\.(?=[\w`])/g, ""],
  [/\$states\.context\.Execution\.Input\b/g, "input"],
  [/\$states\.input\.(?=[\w`])/g, ""],
  [/\$states\.(input|result|context|errorOutput)\b/g, "$1"],
];

/** A JSONata condition without its frame and its prefixes; string literals are left as they are. */
function shortExpression(text: string): string {
  const inner = /^\s*\{%(.*)%\}\s*$/s.exec(text)?.[1] ?? text;
  return inner
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/s)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const short = prefixes.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), part);
      return short.replace(/\s+/g, " ");
    })
    .join("")
    .trim();
}

/**
 * A Choice rule as a short text for the label of its edge, in either query language.
 *
 * @example condition({ Variable: "$.total", NumericGreaterThan: 100, Next: "Approve" }) // "total > 100"
 * @example condition({ Condition: '{% $states.input.kind = "gift" %}', Next: "Wrap" }) // 'kind = "gift"'
 */
export function condition(rule: unknown): string {
  const text = field(rule, "Condition");
  if (typeof text === "boolean") return text ? "always" : "never";
  return typeof text === "string" ? shortExpression(text) : shortRule(rule, false);
}
