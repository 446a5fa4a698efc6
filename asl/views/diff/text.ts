import type { DefinitionDiff, FieldChange, StateChange } from "./model.js";
import { event, fieldEvent, headline, json } from "./words.js";

const signs = { added: "+", removed: "-", renamed: ">", moved: ">", changed: "~" } as const;

function fieldLine(field: FieldChange): string {
  const { path, before, after, follows } = field;
  const name = path === "" ? "definition" : path.slice(1);
  const sign = signs[fieldEvent(field)];
  if (sign === "+") return `${sign} ${name}: ${json(after)}`;
  if (sign === "-") return `${sign} ${name}: ${json(before)}`;
  return `${sign} ${name}: ${json(before)} -> ${json(after)}${follows ? " (renamed)" : ""}`;
}

function stateLines(change: StateChange): string[] {
  return [
    `${signs[change.kind]} ${change.name} ${event(change)}`,
    ...change.fields.map((field) => `    ${fieldLine(field)}`),
  ];
}

/** A comparison as plain text, for a terminal: what is dangerous first, then every change with its old and new value. */
export function diffText(diff: DefinitionDiff): string {
  const dangers = diff.dangers.map(({ severity, state, reason }) => {
    return `${severity === "danger" ? "DANGER" : "ATTENTION"}  ${state ?? "Definition"}: ${reason}`;
  });
  const own =
    diff.fields.length === 0 ? [] : ["~ Definition", ...diff.fields.map((field) => `    ${fieldLine(field)}`)];
  const changes = [...own, ...diff.states.flatMap(stateLines)];
  const parts = [[headline(diff)], dangers, changes].filter((part) => part.length > 0);
  return `${parts.map((part) => part.join("\n")).join("\n\n")}\n`;
}
