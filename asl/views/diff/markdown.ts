import type { Highlight } from "../diagram/index.js";
import { mermaid } from "../diagram/index.js";
import { field, isObject } from "../values.js";
import { visible } from "../visible.js";
import type { Danger, DefinitionDiff, FieldChange, StateChange } from "./model.js";
import { event, fieldEvent, headline, json } from "./words.js";

/** GitHub links addresses even within code, and mentions people after it has read entities: an empty comment parts them. */
function parted(escaped: string): string {
  return escaped
    .replace(/:(?=\/\/)/g, ":<!-- -->")
    .replace(/www(?=\.)/gi, (word) => `${word}<!-- -->`)
    .replace(/&#(?:35|64);/g, (sign) => `${sign}<!-- -->`);
}

/** Text that means nothing to Markdown, also within a table. */
function plain(text: string): string {
  const escaped = visible(text).replace(/[\\`*_{}[\]<>#|~&$@]/g, (sign) => `&#${sign.codePointAt(0)};`);
  return parted(escaped);
}

/** Text in code style, also within a table: HTML needs no counting of backticks. */
function code(text: string): string {
  const escaped = visible(text).replace(/[&<>|\\`*_{}[\]$~@]/g, (sign) => `&#${sign.codePointAt(0)};`);
  return `<code>${parted(escaped)}</code>`;
}

/** A value in a table cell; one that is long is folded. */
function value(field: FieldChange, side: "before" | "after"): string {
  if (!(side in field)) return "";
  const text = json(field[side]);
  return text.length <= 160
    ? code(text)
    : `<details><summary>${text.length} characters</summary>${code(text)}</details>`;
}

function fieldTable(fields: readonly FieldChange[]): string[] {
  if (fields.length === 0) return [];
  const rows = fields.map((field) => {
    const name = field.path === "" ? "definition" : field.path.slice(1);
    const note = field.follows ? "follows the new name" : fieldEvent(field);
    return `| ${code(name)} | ${note} | ${value(field, "before")} | ${value(field, "after")} |`;
  });
  return ["| field | | before | after |", "| --- | --- | --- | --- |", ...rows, ""];
}

const signs = { added: "🟢", removed: "🔴", renamed: "🔵", moved: "🔵", changed: "🟡" } as const;

function stateSection(change: StateChange): string[] {
  const { kind, name, fields } = change;
  const title = `${signs[kind]} **${plain(name)}** ${plain(event(change))}`;
  if (fields.length === 0) return [title, ""];
  const folded = kind === "added" || kind === "removed";
  const table = fieldTable(fields);
  return folded
    ? [
        `<details><summary>${signs[kind]} <b>${plain(name)}</b> ${plain(event(change))}</summary>`,
        "",
        ...table,
        "</details>",
        "",
      ]
    : [title, "", ...table];
}

function dangerList(dangers: readonly Danger[], severity: Danger["severity"], title: string): string[] {
  const own = dangers.filter((danger) => danger.severity === severity);
  if (own.length === 0) return [];
  return [title, "", ...own.map(({ state, reason }) => `- **${plain(state ?? "Definition")}**: ${plain(reason)}`), ""];
}

/** How the diagram of the new definition marks each state. */
export function highlights({ states }: DefinitionDiff): Readonly<Record<string, Highlight>> {
  const marks: Record<StateChange["kind"], Highlight | undefined> = {
    added: "added",
    removed: undefined,
    renamed: "renamed",
    moved: "changed",
    changed: "changed",
  };
  // Transitions that merely follow a new name change nothing at their own state.
  const real = states.filter(({ kind, fields }) => kind !== "changed" || fields.some(({ follows }) => !follows));
  return Object.fromEntries(real.flatMap(({ kind, name }) => (marks[kind] === undefined ? [] : [[name, marks[kind]]])));
}

/**
 * A comparison as Markdown, for a pull request: what is dangerous first, then the new definition's diagram with the changed states
 * marked, then every change. `after` is the new definition.
 */
export function diffMarkdown(diff: DefinitionDiff, after: unknown): string {
  const isSame = diff.fields.length === 0 && diff.states.length === 0;
  const lines = [
    `**${plain(headline(diff))}**`,
    "",
    ...dangerList(diff.dangers, "danger", "**⚠️ Dangerous for executions in flight**"),
    ...dangerList(diff.dangers, "attention", "**👀 Look closely**"),
    ...(isSame || !isObject(field(after, "States"))
      ? []
      : ["```mermaid", mermaid(after, { highlight: highlights(diff) }).trimEnd(), "```", ""]),
    ...(diff.fields.length === 0 ? [] : ["🟡 **Definition**", "", ...fieldTable(diff.fields)]),
    ...diff.states.flatMap(stateSection),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
