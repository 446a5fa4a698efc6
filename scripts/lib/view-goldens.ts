import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mermaid, svg } from "../../asl/views/diagram/index.js";
import { diff, diffMarkdown, diffText } from "../../asl/views/diff/index.js";
import { historyTable } from "../../asl/views/history/index.js";

const folder = join("test", "asl", "views");

/** The golden files of the views: what they make of the definitions and histories in test/asl/views/cases. @param root the repository */
export function viewGoldens(root: string): readonly { readonly path: string; readonly text: string }[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(root, folder, "cases", name), "utf8"));
  const diagrams = ["poll-a-job", "fan-out"].flatMap((name) => {
    const definition = read(`${name}.asl.json`);
    return [
      { name: `${name}.svg`, text: svg(definition, { title: name }) },
      { name: `${name}.mmd`, text: mermaid(definition, { title: name }) },
    ];
  });
  const after = read("order.after.asl.json");
  const changes = diff(read("order.before.asl.json"), after);
  const files = [
    ...diagrams,
    { name: "order.diff.md", text: diffMarkdown(changes, after) },
    { name: "order.diff.txt", text: diffText(changes) },
    { name: "order.history.txt", text: historyTable(read("order.history.json")) },
  ];
  return files.map(({ name, text }) => ({ path: join(folder, "golden", name), text }));
}
