import { visible } from "../visible.js";
import { describe } from "./describe.js";
import { edgeText } from "./edge-text.js";
import { type Edge, type Node, type Scope, scopeOf } from "./model.js";
import type { DiagramOptions, Highlight, StateOutcome } from "./options.js";

/** Opening and closing of a node's outline in Mermaid, by state type. */
const outlines: Readonly<Record<string, readonly [string, string]>> = {
  Choice: ["{{", "}}"],
  Wait: ["([", "])"],
  Pass: ["[/", "/]"],
  Succeed: ["(", ")"],
  Fail: ["[[", "]]"],
  Missing: [">", "]"],
};

/** Colours that keep dark text legible, whether the page around the diagram is light or dark. */
const classes: Readonly<Record<Highlight | StateOutcome | "missing", string>> = {
  added: "fill:#d1f5d8,stroke:#1a7f37,stroke-width:3px,color:#1f2328",
  removed: "fill:#ffd8d5,stroke:#cf222e,stroke-width:3px,stroke-dasharray:5 4,color:#1f2328",
  changed: "fill:#fff1c2,stroke:#9a6700,stroke-width:3px,color:#1f2328",
  renamed: "fill:#d8e8ff,stroke:#1f6feb,stroke-width:3px,color:#1f2328",
  succeeded: "fill:#d1f5d8,stroke:#1a7f37,stroke-width:2px,color:#1f2328",
  failed: "fill:#ffd8d5,stroke:#cf222e,stroke-width:3px,color:#1f2328",
  caught: "fill:#fff1c2,stroke:#9a6700,stroke-width:2px,color:#1f2328",
  running: "fill:#d8e8ff,stroke:#1f6feb,stroke-width:3px,color:#1f2328",
  aborted: "fill:#eaeef2,stroke:#57606a,stroke-width:2px,color:#1f2328",
  missing: "fill:#ffffff,stroke:#cf222e,stroke-dasharray:4 3,color:#1f2328",
};

/** Longest text on an edge: Mermaid does not wrap before some 200 pixels. */
const longest = 60;

/** Text within Mermaid's double quotes: whatever Mermaid or Markdown would read as a sign becomes an entity. */
function escaped(text: string): string {
  const clean = visible(text).trim();
  const entity = (sign: string) => `#${sign.codePointAt(0)};`;
  return clean
    .replace(/["#<>&`*%\\{}[\]|]/g, entity)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, entity)
    .replace(/^[-+]|(?<=^\d+)[.)]/u, entity);
}

function clipped(text: string): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}

/** Mermaid ids by JSON pointer: readable, and with a prefix, because `end` and others mean something to Mermaid. */
function idsOf(scope: Scope): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  const visit = ({ nodes }: Scope) => {
    for (const { name, pointer, scopes } of nodes) {
      const base = `s_${name.replace(/[^A-Za-z0-9]+/g, "_").slice(0, 40)}`;
      let id = base;
      for (let number = 2; taken.has(id); number++) id = `${base}_${number}`;
      taken.add(id);
      ids.set(pointer, id);
      for (const inner of scopes) visit(inner);
    }
  };
  visit(scope);
  return ids;
}

interface Context {
  readonly ids: ReadonlyMap<string, string>;
  readonly options: DiagramOptions;
}

function label({ name, type, state, scopes }: Node): string {
  const { kind, detail } = describe(name, type, state);
  // Mermaid keeps room for one line above a subgraph.
  if (scopes.length > 0) return escaped(clipped(`${name} · ${kind}`));
  const below = detail === "" ? kind : `${kind}: ${detail}`;
  return `${escaped(name)}<br/>${escaped(clipped(below))}`;
}

function nodeLines(node: Node, context: Context, indent: string): string[] {
  const id = context.ids.get(node.pointer) ?? "";
  if (node.scopes.length === 0) {
    const [open, close] = outlines[node.type] ?? ["[", "]"];
    return [`${indent}${id}${open}"${label(node)}"${close}`];
  }
  const inner = `${indent}  `;
  const scopes = node.scopes.flatMap((scope, index) => {
    const key = `${id}_${index + 1}`;
    if (node.scopes.length === 1) return [`${inner}direction TB`, ...scopeLines(scope, key, context, inner)];
    return [
      `${inner}subgraph ${key}[" "]`,
      `${inner}  direction TB`,
      ...scopeLines(scope, key, context, `${inner}  `),
      `${inner}end`,
    ];
  });
  return [`${indent}subgraph ${id}["${label(node)}"]`, ...scopes, `${indent}end`];
}

function edgeLine({ kind, ...edge }: Edge, from: string, to: string): string {
  const text = edgeText({ kind, ...edge });
  const quoted = text === "" ? "" : ` "${escaped(clipped(text))}"`;
  if (kind === "catch") return quoted === "" ? `${from} -.-> ${to}` : `${from} -.${quoted} .-> ${to}`;
  return quoted === "" ? `${from} --> ${to}` : `${from} --${quoted} --> ${to}`;
}

function scopeLines(scope: Scope, key: string, context: Context, indent: string): string[] {
  const idOf = new Map(scope.nodes.map((node) => [node.id, context.ids.get(node.pointer) ?? ""]));
  const first = idOf.get(scope.startAt ?? "");
  const ends = scope.nodes.filter((node) => node.ends);
  return [
    ...(first === undefined ? [] : [`${indent}start_${key}(("Start"))`]),
    ...scope.nodes.flatMap((node) => nodeLines(node, context, indent)),
    ...(ends.length === 0 ? [] : [`${indent}end_${key}(("End"))`]),
    ...(first === undefined ? [] : [`${indent}start_${key} --> ${first}`]),
    ...scope.edges.map((edge) => indent + edgeLine(edge, idOf.get(edge.from) ?? "", idOf.get(edge.to) ?? "")),
    ...ends.map((node) => `${indent}${idOf.get(node.id) ?? ""} --> end_${key}`),
  ];
}

/** The class of each state that has one: a comparison's word first, then how the state went. */
function classLines(scope: Scope, { ids, options }: Context): string[] {
  const members = new Map<keyof typeof classes, string[]>();
  const own = <Word>(words: Readonly<Record<string, Word>> | undefined, name: string) =>
    words !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
  const visit = ({ nodes }: Scope) => {
    for (const { name, pointer, type, scopes } of nodes) {
      const missing = type === "Missing" ? "missing" : undefined;
      const word = own(options.highlight, name) ?? own(options.path?.states, name) ?? missing;
      if (word !== undefined) members.set(word, [...(members.get(word) ?? []), ids.get(pointer) ?? ""]);
      for (const inner of scopes) visit(inner);
    }
  };
  visit(scope);
  return [...members].flatMap(([word, states]) => [
    `  classDef ${word} ${classes[word]}`,
    `  class ${states.join(",")} ${word}`,
  ]);
}

/**
 * Writes a definition as a Mermaid flowchart, which GitHub and many editors draw. Catch edges are dashed; shapes tell the state types
 * apart; `highlight` and `path` become classes. A malformed definition gives a drawing of what can be read of it.
 *
 * @example
 * ```ts
 * mermaid({ StartAt: "Done", States: { Done: { Type: "Succeed" } } });
 * // flowchart TB
 * //   start_top(("Start"))
 * //   s_Done("Done<br/>Succeed")
 * //   start_top --> s_Done
 * ```
 */
export function mermaid(definition: unknown, options: DiagramOptions = {}): string {
  const scope = scopeOf(definition);
  const context = { ids: idsOf(scope), options };
  const title = options.title === undefined ? [] : [`  accTitle: ${options.title.replace(/[\s%{};#]+/g, " ").trim()}`];
  const lines = ["flowchart TB", ...title, ...scopeLines(scope, "top", context, "  "), ...classLines(scope, context)];
  return `${lines.join("\n")}\n`;
}
