import type { DefinitionDiff, FieldChange, StateChange } from "./model.js";

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

const kinds = ["added", "removed", "renamed", "moved", "changed"] as const;

/** One line about all: `2 states changed, 1 renamed; 1 field of the definition`. */
export function headline({ fields, states }: DefinitionDiff): string {
  const counts = kinds
    .map((kind) => ({ kind, count: states.filter((state) => state.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }, index) => (index === 0 ? `${plural(count, "state")} ${kind}` : `${count} ${kind}`));
  const own = fields.length === 0 ? [] : [`${plural(fields.length, "field")} of the definition changed`];
  const parts = [...(counts.length === 0 ? [] : [counts.join(", ")]), ...own];
  return parts.length === 0 ? "No changes." : `${parts.join("; ")}.`;
}

/** What happened to a state, without its name. */
export function event({ kind, formerName, within, type }: StateChange): string {
  const place = within === "" ? "" : ` in ${within}`;
  if (kind === "renamed") return `renamed from ${formerName ?? "?"}${place}`;
  if (kind === "moved") return `moved ${within === "" ? "to the top level" : `into ${within}`}`;
  return `${kind}${place}${kind === "changed" ? "" : ` (${type})`}`;
}

/** Whether a field was added, removed or has another value. */
export function fieldEvent(field: FieldChange): "added" | "removed" | "changed" {
  if (!("before" in field)) return "added";
  return "after" in field ? "changed" : "removed";
}

/** A value as JSON on one line. */
export function json(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
