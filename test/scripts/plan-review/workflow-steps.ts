import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text of a block such as `run: |` or `script: |` in a workflow, the first one after a text that stands before it. */
export function blockOf(workflow: string, after: string, key: "run" | "script"): string {
  const text = readFileSync(join(".github", "workflows", workflow), "utf8");
  const start = text.indexOf(after);
  if (start < 0) throw new Error(`${workflow} has no "${after}".`);
  const lines = text.slice(start).split("\n");
  const head = lines.findIndex((line) => line.trim() === `${key}: |`);
  const indent = (line: string) => line.length - line.trimStart().length;
  const depth = indent(lines[head] ?? "");
  const rest = lines.slice(head + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && indent(line) <= depth);
  const block = end < 0 ? rest : rest.slice(0, end);
  const own = indent(block[0] ?? "");
  return `${block
    .map((line) => line.slice(own))
    .join("\n")
    .trim()}\n`;
}
